"""The carrier behind the API: accepts texts, moves them on, tells about it, and hears what phones answer.

Everything happens on the agenda, at virtual moments. Nothing here knows what a text is for.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from random import Random

from services.sandbox.agenda import Agenda
from services.sandbox.journal import Journal
from shared.runtime.ports import Clock

from .account import CarrierAccount, PhoneLine, Phones
from .bill import segments
from .courier import Courier
from .digests import sha256
from .faults import Faults
from .form import MessageRequest
from .inbound import Inbound
from .messages import Message, Messages, MessageStatus
from .optout import OptOuts
from .problems import FAILURES, REFUSALS, UNSUBSCRIBED, CarrierProblem
from .reports import Reports

SENT_AFTER = timedelta(seconds=1)


class Carrier:
    def __init__(
        self,
        account: CarrierAccount,
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
        self._reports = Reports(agenda, clock, journal, courier, faults)
        self._inbound = Inbound(
            account, clock, journal, courier, faults, self.messages, self._opted_out, self._sid, hash_of
        )

    def now(self) -> datetime:
        return self._clock.now()

    def barred(self, *, posting: bool) -> CarrierProblem | None:
        """Why the account can't do this now: credentials that are refused bar everything, the rest only texts."""
        spell = self.faults.during("refused", self.now())
        problem = REFUSALS[spell.code] if spell is not None else None
        return problem if problem is not None and (posting or problem.http in (401, 403)) else None

    def refuse(
        self, wanted: MessageRequest | None, problem: CarrierProblem, fault: str | None = None
    ) -> CarrierProblem:
        """Write down a POST that was not accepted."""
        told = {"body_sha256": sha256(wanted.body), "to_hash": self._hash_of(wanted.to)} if wanted else {}
        intent = wanted.intent if wanted else None
        extra = {"fault": fault} if fault else {}
        self._journal.write("refused", intent=intent, code=problem.code, http=problem.http, **told, **extra)
        return problem

    def accept(self, wanted: MessageRequest, fault: str | None = None) -> Message | CarrierProblem:
        """Take a text in, unless its recipient opted out with this carrier. From here on it is on its way."""
        if self._opted_out.blocks(wanted.to, self.account.number):
            return self.refuse(wanted, UNSUBSCRIBED)
        now = self._clock.now()
        message = Message(
            sid=self._sid(),
            account=self.account.sid,
            to=wanted.to,
            sender=wanted.sender or self.account.number,
            body=wanted.body,
            made_at=now,
            status="accepted" if wanted.service else "queued",
            callback=wanted.callback,
            intent=wanted.intent,
            service=wanted.service,
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
        self._send(message, self._phones.line(message.to), now)
        return message

    def reply(self, borrower: str, body: str, meant: str, *, pictures: Sequence[str] = ()) -> Message:
        """A phone answers. `meant` says for the record what its holder had in mind; `pictures` are content types."""
        return self._inbound.take(borrower, self._phones.line(borrower), body, meant, pictures)

    def tells_of_its_own(self, told: Callable[[str, str], None]) -> None:
        """Number and body of what a phone is answered by the carrier itself."""
        self._inbound.told = told

    def _send(self, message: Message, line: PhoneLine, now: datetime) -> None:
        code = line.code if line.code is not None else self.faults.of_delivery(now)
        if code is not None and FAILURES[code].status == "failed":
            self._agenda.at(now + SENT_AFTER, lambda at: self._moves(message, "failed", code, at))
            return
        self._agenda.at(now + SENT_AFTER, lambda at: self._moves(message, "sent", None, at))
        arrives = now + SENT_AFTER + line.delay
        if code is not None:
            self._agenda.at(arrives, lambda at: self._moves(message, "undelivered", code, at))
        elif line.receipts:
            self._agenda.at(arrives, lambda at: self._moves(message, "delivered", None, at))
        if code is None:
            self._agenda.at(arrives, lambda at: self._phones.received(message.to, message.body, at))

    async def _moves(self, message: Message, status: MessageStatus, code: int | None, at: datetime) -> None:
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
            self._reports.moved(message, status)

    def _sid(self, kind: str = "SM") -> str:
        return kind + uuid.UUID(int=self._random.getrandbits(128)).hex
