"""One request of the corpus: how it is built, what it is answered, and what is stored because of it.

Each is about a borrower of its own, to whom one reminder was sent and accepted by the carrier: the `Target`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode
from uuid import UUID

from twilio.request_validator import RequestValidator

from .sentinels import WORDS

Pairs = Sequence[tuple[str, str]]
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Target:
    """A text that was accepted under `sid`, whom it went to, and what the webhook's signatures rest on."""

    token: str
    public_url: str
    intent: UUID
    sid: str
    phone: str
    another: UUID
    """The intent of another text, to another borrower."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One HTTP request as it is sent; `target` is its path and query. `only`: so many bytes, and the rest never."""

    target: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    method: str = "POST"
    only: int | None = None

    def wire(self) -> bytes:
        """The bytes of it, for one connection."""
        lines = [f"{self.method} {self.target} HTTP/1.1", "Host: inside"]
        if not any(name.lower() in ("content-length", "transfer-encoding") for name, _ in self.headers):
            lines.append(f"Content-Length: {len(self.body)}")
        lines += [f"{name}: {value}" for name, value in self.headers]
        return ("\r\n".join([*lines, "", ""]).encode("latin-1") + self.body)[: self.only]


Build = Callable[[Target], Asked]


@dataclass(frozen=True, slots=True)
class BadRequest:
    """`calls` are made one after another, each with the status it is answered (0: none, the line is cut).

    `stored` are the reasons of the decisions that follow from them, in order; `text` is the text's status in the end.
    """

    name: str
    what: str
    calls: tuple[tuple[Build, int], ...]
    stored: tuple[str, ...] = ()
    text: str = "accepted"

    @property
    def case(self) -> str:
        return "-".join("".join(c if c.isalnum() else " " for c in self.name.lower()).split())[:60]

    @property
    def stalls(self) -> bool:
        """Does it end only because the server does not wait for it any longer?"""
        return any(status in (408, 0) for _, status in self.calls)


def refused(name: str, status: int, build: Build, what: str) -> BadRequest:
    """It is answered with `status`, and nothing is stored."""
    return BadRequest(name, what, ((build, status),))


class Form(dict[str, list[str]]):
    """Fields that may be said more than once, in the shape that the signing library reads."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def signature(token: str, url: str, pairs: Pairs) -> str:
    """As the carrier signs: the URL, then every field and value in the order of their names."""
    form = Form()
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return str(RequestValidator(token).compute_signature(url, form))


def status_of(target: Target, said: str = "delivered", **more: str) -> list[tuple[str, str]]:
    fields = {"MessageSid": target.sid, "MessageStatus": said, "ErrorCode": "", "To": target.phone, "ApiVersion": "x"}
    return list((fields | more).items())


def reply_of(target: Target, words: str = WORDS, **more: str) -> list[tuple[str, str]]:
    sid = "SM" + target.intent.hex
    fields = {"MessageSid": sid, "From": target.phone, "Body": words, "NumMedia": "0", "ToCity": ""}
    return list((fields | more).items())


def status_path(target: Target) -> str:
    return f"/twilio/status/{target.intent}"


REPLIES = "/twilio/replies"


def signed(target: Target, path: str, pairs: Pairs, *, body: bytes | None = None, kind: str = FORM) -> Asked:
    """Rightly signed for what `pairs` say, whatever bytes are sent."""
    made = signature(target.token, target.public_url + path, pairs)
    return Asked(path, (("Content-Type", kind), ("X-Twilio-Signature", made)), body or urlencode(pairs).encode())


def delivery(target: Target) -> Asked:
    return signed(target, status_path(target), status_of(target))


def reply(target: Target) -> Asked:
    return signed(target, REPLIES, reply_of(target))


def with_signature(asked: Asked, *values: str) -> Asked:
    kept = tuple(header for header in asked.headers if header[0] != "X-Twilio-Signature")
    return replace(asked, headers=kept + tuple(("X-Twilio-Signature", value) for value in values))
