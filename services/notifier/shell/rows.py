"""Writes that the shell itself asks for; they decide nothing about a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Self
from uuid import UUID

from shared.decision import Row

from .charge import Charge


@dataclass(frozen=True, slots=True)
class BeginPost(Row):
    """Committed before the socket opens. From here on nobody posts it again, whatever happens. `segments` and
    `encoding` are by our own count of its body, which is kept nowhere.
    """

    statement: ClassVar[str] = "begin_posts"
    intent: UUID
    owner: int
    at: datetime
    body_hash: str
    segments: int
    encoding: str


@dataclass(frozen=True, slots=True)
class KeepCharge(Row):
    """What the carrier says of a text's size and price. None: what was known stays."""

    statement: ClassVar[str] = "keep_charges"
    intent: UUID
    segments: int | None
    price: Decimal | None
    currency: str | None

    @classmethod
    def of(cls, intent: UUID, said: Charge) -> Self:
        return cls(intent, said.segments, said.price, said.currency)


@dataclass(frozen=True, slots=True)
class PutBack(Row):
    """It certainly was not taken; to be tried again after `try_after`. With `code` the carrier refused us, `at`."""

    statement: ClassVar[str] = "put_back"
    intent: UUID
    owner: int
    try_after: datetime
    at: datetime
    code: int | None = None


@dataclass(frozen=True, slots=True)
class PutOff(Row):
    """It can't be written now, and nobody has begun it; to be tried again after `try_after`."""

    statement: ClassVar[str] = "put_off"
    intent: UUID
    try_after: datetime


@dataclass(frozen=True, slots=True)
class Disown(Row):
    """Its process is gone, or looks like it: what that process still says of it can't put it back any more."""

    statement: ClassVar[str] = "disown"
    intent: UUID
    owner: int


@dataclass(frozen=True, slots=True)
class StopPosting(Row):
    """For all processes, until one of them finds the way back. Somebody else may have said so before."""

    statement: ClassVar[str] = "stop_posting"
    cause: str
    code: int | None
    since: datetime
    probe_at: datetime


@dataclass(frozen=True, slots=True)
class Probed(Row):
    """What a probe of the outage that began at `since` adds to what is known, and when the next one may go: `good` more
    good ones (0 or 1), or one that failed, after which they are counted anew. It is added up where it is stored: of two
    who tried at once neither undoes the other.
    """

    statement: ClassVar[str] = "probed"
    since: datetime
    good: int
    failed: bool
    probe_at: datetime


@dataclass(frozen=True, slots=True)
class GoOn(Row):
    """The outage that began at `since` is over."""

    statement: ClassVar[str] = "go_on"
    since: datetime


@dataclass(frozen=True, slots=True)
class RaiseAlarm(Row):
    """Most texts fail with `code`: believed until `until`. One that is on keeps its beginning."""

    statement: ClassVar[str] = "raise_alarms"
    code: int
    since: datetime
    until: datetime
    failed: int
    ended: int


@dataclass(frozen=True, slots=True)
class AlarmOver(Row):
    statement: ClassVar[str] = "alarms_over"
    code: int


@dataclass(frozen=True, slots=True)
class ReceiptAsked(Row):
    """The carrier was asked what became of it; to be asked again after `ask_after`."""

    statement: ClassVar[str] = "asked"
    intent: UUID
    ask_after: datetime
    asks: int


@dataclass(frozen=True, slots=True)
class Looked(Row):
    """Not found at the carrier's; to be looked for again after `look_after`. A look that could not be made is none."""

    statement: ClassVar[str] = "looked"
    intent: UUID
    look_after: datetime
    looks: int


@dataclass(frozen=True, slots=True)
class KeepUnmatched(Row):
    """A message that belongs to no case, kept once. `said` is what was done about it at once: stop, start or other."""

    statement: ClassVar[str] = "keep_unmatched"
    sid: str
    received_at: datetime
    phone_hash: str
    why: str
    said: str
    words: str | None


@dataclass(frozen=True, slots=True)
class ReadUpto(Row):
    """All that the carrier lists of `what` until `upto` was read."""

    statement: ClassVar[str] = "read_upto"
    what: str
    upto: datetime


@dataclass(frozen=True, slots=True)
class SettleReply(Row):
    """A person has read it, and says what it means."""

    statement: ClassVar[str] = "settle_replies"
    id: UUID
    at: datetime
    by: str
    verdict: str


@dataclass(frozen=True, slots=True)
class AddReveal(Row):
    """Who read a borrower's own words, and why. `case_id` is empty for a stranger's."""

    statement: ClassVar[str] = "add_reveals"
    at: datetime
    operator: str
    why: str
    case_id: str
    reply: UUID


@dataclass(frozen=True, slots=True)
class LoseTime(Row):
    """From `since` on nothing is known here: a restore lost it, up to `until` by the database's own clock."""

    statement: ClassVar[str] = "lose_time"
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class LostTimeHeard(Row):
    """What the bank said in the lost time was decided on by `at`."""

    statement: ClassVar[str] = "lost_time_heard"
    at: datetime


@dataclass(frozen=True, slots=True)
class EndLostTime(Row):
    """It is lived again: texts go out."""

    statement: ClassVar[str] = "end_lost_time"
    at: datetime


@dataclass(frozen=True, slots=True)
class AddLostText(Row):
    """A text that only the carrier knows. `phones` are keyed hashes with spaces between, `words` is one; `how` is
    empty, or what is known of it at once.
    """

    statement: ClassVar[str] = "add_lost_texts"
    sid: str
    phones: str
    words: str
    at: datetime
    status: str | None
    code: int | None
    how: str | None


@dataclass(frozen=True, slots=True)
class SettleLostText(Row):
    """What became clear of it at `at`; `contact` is its own line in the ledger, void where it is the text `intent`."""

    statement: ClassVar[str] = "settle_lost_texts"
    sid: str
    how: str
    intent: UUID | None
    at: datetime
    contact: str


@dataclass(frozen=True, slots=True)
class CountLostText(Row):
    """A line of the ledger for a text that nothing here explains."""

    statement: ClassVar[str] = "count_lost_texts"
    id: str
    borrower: str
    case_id: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AddLostStop(Row):
    """A STOP that we had passed on before it was lost; `words` is sealed JSON."""

    statement: ClassVar[str] = "add_lost_stops"
    id: UUID
    case_id: str
    received_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class TellLostStop(Row):
    """Its case hears of it by an intake row in the same transaction."""

    statement: ClassVar[str] = "tell_lost_stops"
    id: UUID
