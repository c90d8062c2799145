"""What Twilio tells us: status reports of texts, and borrowers' replies.

Checked against the signature over the configured public URL, stored, and only then answered; so an answer of 200 means
it can't be lost. Answers: 413 too large, 403 wrong signature, 400 not what Twilio sends, 404 a text we do not know, or
a message that is not the one of this text, 503 when it can't be stored now. Personal values go nowhere but into the
database, sealed.

Nothing tells an old request that is sent again from a new one but the id of its message, so that counts for ever.

Several tokens are accepted, so that one can be rotated: Twilio signs with the primary one, whichever of ours that is.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from twilio.request_validator import RequestValidator

from services.notifier.core.text_status import CARRIER
from services.notifier.hearing.second_reader import SecondReader
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime import metrics
from shared.runtime.group_commit import Together, one_by_one
from shared.runtime.ports import Clock, Store, Unavailable

from .address import Address
from .inbound import Inbox, no_words
from .missed import Missed
from .reported import Reported, ReportTray
from .sender import ANYBODY, Ours
from .signatures import Signatures
from .sms import Arrived, Medium
from .tokens import Tokens

BODY_BYTES_MAX = 64 * 1024
EMPTY = '<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
FIELDS_MAX = 200
SID = re.compile(r"(SM|MM)[0-9a-f]{32}")
SENDER_CHARS_MAX = 320
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
MEDIA_MAX = 10
CODE = re.compile(r"[0-9]{0,9}")
READ = (
    "MessageSid", "MessageStatus", "ErrorCode", "From", "To", "Body", "AccountSid", "OptOutType", "NumMedia",
    *(f"{name}{n}" for n in range(MEDIA_MAX) for name in ("MediaUrl", "MediaContentType")),
)  # fmt: skip
OPT_OUT_TYPES: dict[str, Literal["stop", "start", "help"]] = {"STOP": "stop", "START": "start", "HELP": "help"}


class Form(dict[str, list[str]]):
    """Each field with all its values, in the shape in which the signing library reads them."""

    def getlist(self, name: str) -> list[str]:
        return self[name]

    def one(self, name: str) -> str | None:
        """The only value of a field; None without any."""
        return self[name][0] if name in self else None

    @property
    def plain(self) -> bool:
        """Is no field that we read said twice in different words?"""
        several = [name for name, values in self.items() if len(values) > 1]
        return all(len(set(self[name])) == 1 for name in several if name in READ)


@dataclass(frozen=True, slots=True)
class Hook:
    """`public_url` is our address as Twilio sees it: what it signs, whatever proxies stand between.

    `together` says how requests that come at the same time are stored, and for how long one waits for that;
    `by_database` by whose clock replies are dated (see `Inbox`).
    """

    store: Store
    ring: KeyRing
    keys: MasterKeys
    clock: Clock
    tokens: Tokens
    public_url: str
    ours: Ours = ANYBODY
    stop_words: Callable[[datetime], Collection[str]] = no_words
    signatures: Signatures = field(default_factory=Signatures)
    missed: Missed = field(default_factory=Missed)
    second: SecondReader | None = None
    together: Together = one_by_one
    by_database: bool = False

    @property
    def inbox(self) -> Inbox:
        return Inbox(
            self.store, self.ring, self.keys, self.clock, self.ours, self.stop_words, self.second, self.by_database
        )

    def turned_away(self) -> None:
        """There was no room for somebody, who may have been Twilio."""
        self.missed.note(self.clock.now())

    def routes(self) -> tuple[Route, ...]:
        status = partial(self._status, self.together(ReportTray(self.store, self.clock).take_all))
        reply = partial(self._reply, self.together(self.inbox.take_all))
        taken = (("/twilio/status/{intent}", self._guarded(status)), ("/twilio/replies", self._guarded(reply)))
        address = Address(self.public_url)
        return tuple(Route(at, take, methods=["POST"]) for path, take in taken for at in address.arrivals(path))

    def _guarded(self, take: Callable[[Request, Form], Awaitable[str]]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            outcome = await self._checked(request, take)
            metrics.count("webhooks", outcome=outcome)
            status = STATUS.get(outcome, 200)
            return Response(EMPTY if status == 200 else "", status, media_type="text/xml" if status == 200 else None)

        return endpoint

    async def _checked(self, request: Request, take: Callable[[Request, Form], Awaitable[str]]) -> str:
        try:
            raw = await _body(request)
        except ClientDisconnect:
            self.missed.note(self.clock.now())
            return "gone"
        if raw is None:
            return "too-large"
        form = _form(raw)
        if form is None:
            return "malformed"
        if not self._signed(request, form):
            return "wrong-signature"
        if not form.plain:
            return "malformed"
        try:
            return await take(request, form)
        except Unavailable:
            self.missed.note(self.clock.now())
            return "unavailable"
        except Exception:
            self.missed.note(self.clock.now())
            raise

    def _signed(self, request: Request, form: Form) -> bool:
        signature, now = request.headers.get("X-Twilio-Signature", ""), self.clock.now()
        if self._right(Address(self.public_url).signed(request.url.path, request.url.query), form, signature):
            self.signatures.accept(now)
            return True
        account = form.one("AccountSid") if len(form.get("AccountSid", ())) == 1 else None
        theirs = not account or not self.ours.account or account == self.ours.account
        self.signatures.refuse(signature, theirs, now, partial(self._sent_elsewhere, request, form, signature))
        return False

    def _right(self, url: str, form: Form, signature: str) -> bool:
        return any(RequestValidator(token).validate(url, form, signature) for token in self.tokens())

    def _sent_elsewhere(self, request: Request, form: Form, signature: str) -> bool:
        """Would it be right under another address? To say what is wrong, never to accept it."""
        query = f"?{request.url.query}" if request.url.query else ""
        hosts = {request.headers.get(name) for name in ("X-Forwarded-Host", "Host")} | {
            urlsplit(self.public_url).netloc
        }
        path = urlsplit(self.public_url).path.rstrip("/")
        paths = {request.url.path, path + request.url.path}
        addresses = [f"{scheme}://{host}{p}{query}" for scheme in ("https", "http") for host in hosts for p in paths]
        return any(self._right(address, form, signature) for address in addresses)

    async def _status(self, store: Callable[[Reported], Awaitable[str]], request: Request, form: Form) -> str:
        try:
            intent = UUID(request.path_params["intent"])
        except ValueError:
            return "malformed"
        sid, said, code = (form.one(name) or "" for name in ("MessageSid", "MessageStatus", "ErrorCode"))
        if not SID.fullmatch(sid) or not CODE.fullmatch(code):
            return "malformed"
        status = CARRIER.get(said)
        if status is None or self.ours.other_account(form.one("AccountSid")):
            return "ignored"
        return await store(Reported(intent, sid, said, status, int(code) if code else None))

    async def _reply(self, store: Callable[[Arrived], Awaitable[str]], request: Request, form: Form) -> str:
        sid, sender, words = form.one("MessageSid") or "", form.one("From") or "", form.one("Body")
        carrier_says, media = OPT_OUT_TYPES.get((form.one("OptOutType") or "").upper()), _media(form)
        if not SID.fullmatch(sid) or not 0 < len(sender) <= SENDER_CHARS_MAX or CONTROL.search(sender):
            return "malformed"
        if words is None and carrier_says is None and not media:
            return "malformed"
        return await store(
            Arrived(
                sid=sid,
                sender=sender,
                words=words or "",
                at=self.clock.now(),
                to=form.one("To"),
                account=form.one("AccountSid"),
                media=media,
                carrier_says=carrier_says,
                told_now=True,
            )
        )


STATUS: dict[str, int] = {
    "too-large": 413,
    "malformed": 400,
    "gone": 400,
    "wrong-signature": 403,
    "unknown-text": 404,
    "unavailable": 503,
}


async def _body(request: Request) -> bytes | None:
    """The body, or None as soon as it is larger than anything Twilio sends."""
    read = bytearray()
    async for part in request.stream():
        read += part
        if len(read) > BODY_BYTES_MAX:
            return None
    return bytes(read)


def _form(raw: bytes) -> Form | None:
    """The form with its blank fields: they are signed too. None for what is no form in UTF-8."""
    try:
        pairs = parse_qsl(raw.decode(), keep_blank_values=True, max_num_fields=FIELDS_MAX, errors="strict")
    except ValueError:
        return None
    form = Form()
    for name, value in pairs:
        form.setdefault(name, []).append(value)
    return form


def _media(form: Form) -> tuple[Medium, ...]:
    """The pictures that came along, as far as they are named."""
    said = form.one("NumMedia") or "0"
    number = min(int(said), MEDIA_MAX) if said.isascii() and said.isdigit() else 0
    urls = ((form.one(f"MediaUrl{n}"), form.one(f"MediaContentType{n}")) for n in range(number))
    return tuple(Medium(url, kind) for url, kind in urls if url)
