"""Status callbacks: at once or hours late, once, twice or never, in this order or another."""

from __future__ import annotations

from datetime import datetime, timedelta

from services.sandbox.agenda import Action, Agenda
from services.sandbox.journal import Journal
from shared.runtime.ports import Clock

from .courier import Courier, Webhook, WebhookAnswer
from .faults import Faults
from .messages import API_VERSION, Message, MessageStatus

FINAL: frozenset[MessageStatus] = frozenset({"delivered", "undelivered", "failed"})


class Reports:
    def __init__(self, agenda: Agenda, clock: Clock, journal: Journal, courier: Courier, faults: Faults) -> None:
        self._agenda, self._clock, self._journal, self._courier = agenda, clock, journal, courier
        self._faults = faults
        self._overtaken: dict[str, MessageStatus] = {}

    def moved(self, message: Message, status: MessageStatus) -> None:
        """Tell about it, or not."""
        faults, rates = self._faults, self._faults.rates
        now = self._clock.now()
        if faults.during("no-receipts", now) is not None or faults.happens(rates.callback_never):
            return
        if status not in FINAL and faults.happens(rates.callback_swapped):
            self._overtaken[message.sid] = status
            return
        said = [status, *([self._overtaken.pop(message.sid)] if message.sid in self._overtaken else [])]
        if faults.happens(rates.callback_twice):
            said *= 2
        if faults.happens(rates.callback_late):
            self._agenda.at(now + timedelta(hours=faults.hours(rates.late_h_max)), self._later(message, said))
            return
        for one in said:
            self._announce(message, one)

    def _later(self, message: Message, said: list[MessageStatus]) -> Action:
        async def announce(_at: datetime) -> None:
            for one in said:
                self._announce(message, one)

        return announce

    def _announce(self, message: Message, status: MessageStatus) -> None:
        form = identity(message) | {"MessageStatus": status, "SmsStatus": status}
        if message.code is not None and status in ("undelivered", "failed"):
            form["ErrorCode"] = str(message.code)

        def answered(how: WebhookAnswer) -> None:
            self._journal.write(
                "status-answered", sid=message.sid, intent=message.intent, status=status, http=how.http,
                tries=how.tries,
            )  # fmt: skip

        assert message.callback is not None
        self._courier.carry(message.to, Webhook(message.callback, form, answered))


def identity(message: Message) -> dict[str, str]:
    """What every announcement of a message says first."""
    return {
        "AccountSid": message.account,
        "ApiVersion": API_VERSION,
        "From": message.sender,
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "To": message.to,
    }
