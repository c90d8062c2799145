"""What a case is decided on: events, timers, and what the world tells notifier directly, through the intake."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from msgspec import Struct
from pydantic import Field, SerializerFunctionWrapHandler, TypeAdapter, WrapSerializer

from services.notifier.understanding.reading import ReplyReading
from shared.contracts.appointments import Appointment
from shared.contracts.envelope import Event
from shared.contracts.loans import Loan
from shared.contracts.operations import ReplyVerdict
from shared.contracts.outcomes import ComplaintRaised, VisitEnded
from shared.contracts.texts import TextRequested, TextWithdrawn
from shared.contracts.values import Sealed
from shared.decision import TimerDue

from .questions import Question
from .text_status import TextStatus
from .timers import LOOK, TEXT


@dataclass(frozen=True, slots=True)
class ReplyReceived:
    """A text of a borrower, as it came. One per case of the phone; `sid` is the carrier's id of the message.

    `phone_hash` is of the number as the bank wrote it for this case, `forms` of the same number in its other forms.
    `media` are the pictures that came with it: a list of `{"url", "type"}` in JSON. `carrier_says` is what the carrier
    took the message for, whatever its words are (Twilio's `OptOutType`).
    """

    sid: str
    phone_hash: str
    received_at: datetime
    words: Sealed
    media: Sealed | None = None
    carrier_says: Literal["stop", "start", "help"] | None = None
    forms: tuple[str, ...] = ()
    kind: Literal["reply-received"] = "reply-received"


ReplyAuthor = Literal["person", "machine", "nobody"]
"""`machine`: in the form of an automatic answer. `nobody`: a reaction, or a copy of our text, and not a word more."""


def _as_recorded(reading: ReplyReading, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
    """Histories of before there were guesses, times that are named, or visits that are refused as such, hold none."""
    record: dict[str, Any] = handler(reading)
    late = ("guess", "named", "no_visits")
    return {name: value for name, value in record.items() if value is not None or name not in late}


@dataclass(frozen=True, slots=True)
class ReplyRead:
    """A reply as it was heard, in a step before the machine: nothing here parses words. It is made anew from what is
    stored, `ReplyReceived`, whenever that is decided on, so what follows from it is what history keeps.

    `question` is what it answers, `about` the case that it is about: None where the phone has no other. `digit` is what
    was pressed, `code` the check code that is asked about. `chars` count the borrower's own words; `wording` is all of
    them as they are compared, None where nobody can open them. `reader` is the version of what read them.
    """

    reply: ReplyReceived
    reading: Annotated[ReplyReading, WrapSerializer(_as_recorded)]
    digit: int | None = None
    question: Question | None = None
    about: str | None = None
    author: ReplyAuthor = "person"
    chars: int = 0
    wording: str | None = None
    reader: str = ""
    code: Annotated[str | None, Field(exclude_if=lambda code: code is None)] = None


NOT_THE_CARRIERS = frozenset({"operator", "carrier-list"})
"""In place of the carrier's id of a message: an operator says what its console shows, or it is in no list."""


@dataclass(frozen=True, slots=True)
class StatusReported:
    """The carrier says what became of a text."""

    intent: UUID
    sid: str
    status: TextStatus
    carrier_code: int | None
    reported_at: datetime
    kind: Literal["status-reported"] = "status-reported"


@dataclass(frozen=True, slots=True)
class TextSettled:
    """How the one post of a text went: accepted, rejected (with the carrier's code), or nobody knows."""

    intent: UUID
    status: Literal["accepted", "rejected", "uncertain"]
    sid: str | None
    carrier_code: int | None
    at: datetime
    kind: Literal["text-settled"] = "text-settled"


@dataclass(frozen=True, slots=True)
class TextExpired:
    """A claimed text was not posted before its time ran out; the authority is asked again."""

    intent: UUID
    at: datetime
    kind: Literal["text-expired"] = "text-expired"


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """An operator ends the hold of that cause. `by` is how the operator is known to the bank, not a borrower's name."""

    cause: str
    by: str
    at: datetime
    kind: Literal["hold-ended"] = "hold-ended"


@dataclass(frozen=True, slots=True)
class RecordRefused:
    """A record that names this case could not be read; it lies as a dead letter."""

    letter: UUID
    code: str
    at: datetime
    kind: Literal["record-refused"] = "record-refused"


@dataclass(frozen=True, slots=True)
class LetterSettled:
    """An operator settled the letter: gave the record back (or one like it), or up."""

    letter: UUID
    at: datetime
    given_up: bool = False
    kind: Literal["letter-settled"] = "letter-settled"


@dataclass(frozen=True, slots=True)
class ReplySettled:
    """A person read the reply of that row (see `KeepReply`), which came at `received_at`, and says what it means."""

    reply: UUID
    meaning: ReplyVerdict
    by: str
    received_at: datetime
    at: datetime
    kind: Literal["reply-settled"] = "reply-settled"


@dataclass(frozen=True, slots=True)
class BorrowerErased:
    """The keys of `borrower` are erased: what concerns them can't be read by anybody any more."""

    borrower: str
    at: datetime
    kind: Literal["borrower-erased"] = "borrower-erased"


class LookDue(Struct, frozen=True, gc=False):
    """The case is looked at again."""


class TextDue(Struct, frozen=True, gc=False):
    """A text waits for the contact authority's word."""

    intent: str


DirectInput = (
    ReplyReceived | StatusReported | TextSettled | TextExpired | HoldEnded | RecordRefused | LetterSettled
    | ReplySettled | BorrowerErased
)  # fmt: skip
INPUTS: TypeAdapter[DirectInput] = TypeAdapter(Annotated[DirectInput, Field(discriminator="kind")])

LoanInput = (
    Loan | TextRequested | TextWithdrawn | Appointment | VisitEnded | ComplaintRaised | DirectInput | ReplyRead
    | LookDue | TextDue
)  # fmt: skip
"""What a case is decided on. Events are taken as they are: classes of our own would only copy them."""


def input_of(incoming: Event | TimerDue | DirectInput) -> LoanInput | None:
    """The input that an event, a timer or a direct input is; None for what is nothing to a case."""
    if isinstance(incoming, TimerDue):
        name, _, intent = incoming.kind.partition(":")
        return LookDue() if incoming.kind == LOOK else TextDue(intent) if name == TEXT else None
    if isinstance(incoming, Event) and not isinstance(
        incoming, Loan | TextRequested | TextWithdrawn | Appointment | VisitEnded | ComplaintRaised
    ):
        return None  # departures and arrivals of crews
    return incoming
