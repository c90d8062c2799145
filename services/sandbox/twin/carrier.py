"""The carrier behind the API: accepts texts, moves them on, tells about it, and hears what phones answer.

Everything happens on the agenda, at virtual moments. Nothing here knows what a text is for.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Protocol

from services.sandbox.agenda import Agenda
from services.sandbox.files import Journal
from shared.runtime.ports import Clock

from .courier import Answered, Courier, Webhook
from .faults import Faults
from .form import Wanted, segments
from .messages import API_VERSION, Media, Message, Messages, Status
from .optout import OptOuts
from .problems import UNSUBSCRIBED, Problem

SENT_AFTER = timedelta(seconds=1)
LATE_BY = timedelta(hours=3)


@dataclass(frozen=True, slots=True)
class Account:
    """`replies_url` is where inbound texts are announced; `number` the one we send from; `api` where pictures are."""

    sid: str
    token: str
    number: str
    replies_url: str
    api: str = "http://127.0.0.1"


@dataclass(frozen=True, slots=True)
class Line:
    """How a phone number can be reached: `code` says why not; `delay` is the time to the handset."""

    delay: timedelta = timedelta(seconds=6)
    code: int | None = None


class Phones(Protocol):
    """Those who hold the phones."""

    def line(self, number: str) -> Line: ...

    async def received(self, number: str, body: str, at: datetime) -> None: ...


class Carrier:
    def __init__(
        self,
        account: Account,
        agenda: Agenda,
        clock: Clock,
        journal: Journal,
        courier: Courier,
        phones: Phones,
        faults: Faults,
        hash_of: Callable[[str], str],
        seed: str,
    ) -> None:
        self.account = account
        self.messages = Messages()
        self.faults = faults
        self._agenda, self._clock, self._journal, self._courier = agenda, clock, journal, courier
        self._phones, self._hash_of = phones, hash_of
        self._opted_out = OptOuts()
        self._random = Random(f"{seed}/sids")

    def refuse(self, wanted: Wanted | None, problem: Problem, fault: str | None = None) -> Problem:
        """Write down a POST that was not accepted."""
        told = {"body_sha256": sha256(wanted.body), "to_hash": self._hash_of(wanted.to)} if wanted else {}
        intent = wanted.intent if wanted else None
        extra = {"fault": fault} if fault else {}
        self._journal.write("refused", intent=intent, code=problem.code, http=problem.http, **told, **extra)
        return problem

    def accept(self, wanted: Wanted, fault: str | None = None) -> Message | Problem:
        """Take a text in, unless its recipient opted out with this carrier. From here on it is on its way."""
        if self._opted_out.blocks(wanted.to, wanted.sender):
            return self.refuse(wanted, UNSUBSCRIBED)
        now = self._clock.now()
        message = Message(
            sid=self._sid(),
            account=self.account.sid,
            to=wanted.to,
            sender=wanted.sender,
            body=wanted.body,
            made_at=now,
            callback=wanted.callback,
            intent=wanted.intent,
        )
        self.messages.add(message)
        self._journal.write(
            "post",
            sid=message.sid,
            intent=message.intent,
            body_sha256=sha256(message.body),
            to_hash=self._hash_of(message.to),
            segments=segments(message.body),
            **({"fault": fault} if fault else {}),
        )
        line = self._phones.line(message.to)
        code = 30008 if line.code is None and self.faults.happens(self.faults.rates.undelivered) else line.code
        self._agenda.at(now + SENT_AFTER, lambda at: self._moves(message, "sent", None, at))
        final: Status = "delivered" if code is None else "undelivered"
        self._agenda.at(now + SENT_AFTER + line.delay, lambda at: self._moves(message, final, code, at))
        return message

    def reply(self, borrower: str, body: str, meant: str, *, pictures: Sequence[str] = ()) -> None:
        """A phone answers. `meant` says for the record what its holder had in mind; `pictures` are content types."""
        now, account = self._clock.now(), self.account
        message = Message(
            self._sid("MM" if pictures else "SM"), account.sid, account.number, borrower, body, now, "received",
            "inbound", sent_at=now, media=[Media(self._sid("ME"), kind, now) for kind in pictures],
        )  # fmt: skip
        self.messages.add(message)
        self._opted_out.heard(borrower, account.number, body)
        self._journal.write(
            "reply", sid=message.sid, to_hash=self._hash_of(borrower), body_sha256=sha256(body), meant=meant
        )
        form = _identity(message) | {
            "Body": body,
            "NumMedia": str(len(message.media)),
            "NumSegments": str(segments(body)),
            "SmsMessageSid": message.sid,
            "SmsStatus": "received",
            "ToCountry": "",
        }
        for place, media in enumerate(message.media):
            form |= {
                f"MediaUrl{place}": account.api + message.media_address(media),
                f"MediaContentType{place}": media.content_type,
            }

        def answered(how: Answered) -> None:
            self._journal.write("reply-answered", sid=message.sid, http=how.http, tries=how.tries)

        self._courier.carry(borrower, Webhook(account.replies_url, form, answered))

    async def _moves(self, message: Message, status: Status, code: int | None, at: datetime) -> None:
        message.status, message.updated_at = status, at
        if status == "sent":
            message.sent_at = at
        else:
            message.code = code
        self._journal.write(
            "status",
            sid=message.sid,
            intent=message.intent,
            to_hash=self._hash_of(message.to),
            status=status,
            code=message.code,
        )
        if message.callback is not None:
            self._call_back(message, status)
        if status == "delivered":
            await self._phones.received(message.to, message.body, at)

    def _call_back(self, message: Message, status: Status) -> None:
        rates = self.faults.rates
        if self.faults.happens(rates.callback_late):
            self._agenda.at(self._clock.now() + LATE_BY, lambda at: self._later(message, status))
            return
        self._announce(message, status)
        if self.faults.happens(rates.callback_twice):
            self._announce(message, status)

    async def _later(self, message: Message, status: Status) -> None:
        self._announce(message, status)

    def _announce(self, message: Message, status: Status) -> None:
        form = _identity(message) | {"MessageStatus": status, "SmsStatus": status}
        if message.code is not None and status == "undelivered":
            form["ErrorCode"] = str(message.code)

        def answered(how: Answered) -> None:
            self._journal.write(
                "status-answered",
                sid=message.sid,
                intent=message.intent,
                status=status,
                http=how.http,
                tries=how.tries,
            )

        assert message.callback is not None
        self._courier.carry(message.to, Webhook(message.callback, form, answered))

    def _sid(self, kind: str = "SM") -> str:
        return kind + uuid.UUID(int=self._random.getrandbits(128)).hex


def sha256(text: str) -> str:
    """Hex digest of the UTF-8 text, as the product keeps it of what it posts."""
    return hashlib.sha256(text.encode()).hexdigest()


def _identity(message: Message) -> dict[str, str]:
    return {
        "AccountSid": message.account,
        "ApiVersion": API_VERSION,
        "From": message.sender,
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "To": message.to,
    }
