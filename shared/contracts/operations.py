"""What operators do: each is asked of one service, which carries it out and keeps it. Key and subject: the service."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from .envelope import Event, Subject
from .values import BorrowerId, CaseId, Code, Count, Ident, Sentence, Value

Operator = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")]
"""Who decides it, as the bank knows its staff; never a borrower."""
ReplyVerdict = Literal["nothing", "opt-out", "wrong-number", "hardship", "dispute", "promise", "paid", "other-time"]
"""What a person says that a reply means."""

Label = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]{0,31}$")]
"""A meaning as tests/corpus/replies spells it. The list grows with the reader, so it is not closed here."""


def _carries_out(subject: str) -> str:
    if subject not in ("notifier", "scheduler", "router"):
        raise ValueError("no service: notifier, scheduler or router")
    return subject


class OperatorWord(Value):
    """`by` is who decided it. `why` is a sentence without personal data, where one was asked for."""

    by: Operator
    why: Sentence | None = None

    @property
    def target(self) -> str:
        """What it is about, for a list of what was done."""
        raise NotImplementedError


class ParkedAggregate(OperatorWord):
    """`aggregate` is the case, or the region, that was set aside."""

    aggregate: Ident

    @property
    def target(self) -> str:
        return self.aggregate


class QueuedRecord(ParkedAggregate):
    """`event` is the id under which the event waits, first in the queue of `aggregate`."""

    event: UUID


class OpenLetter(OperatorWord):
    """`letter` is the dead letter's id at the service that refused the record."""

    letter: UUID

    @property
    def target(self) -> str:
        return str(self.letter)


class ReturnedLetter(OpenLetter):
    """`mended`: what was given back is not what came. The new bytes are in the record's own topic, and nowhere else."""

    mended: bool = False


class BacklogRange(OperatorWord):
    """Everything of one partition of `topic` before the offset `up_to`."""

    topic: Code
    partition: Count
    up_to: Annotated[int, Field(strict=True, ge=0, le=2**63 - 1)]

    @property
    def target(self) -> str:
        return f"{self.topic}:{self.partition} up to {self.up_to}"


class RefusedEvent(OperatorWord):
    """`event` is the id of an event of the service that Kafka did not take as it was."""

    event: UUID

    @property
    def target(self) -> str:
        return str(self.event)


class HeldCase(OperatorWord):
    """The hold of this cause on this case."""

    case: CaseId
    cause: Code

    @property
    def target(self) -> str:
        return f"{self.case} {self.cause}"


class TextInDoubt(OperatorWord):
    """`sent` is what the carrier's own console shows of the text `intent`."""

    case: CaseId
    intent: UUID
    sent: bool

    @property
    def target(self) -> str:
        return str(self.intent)


class AboutReply(OperatorWord):
    """`reply` is the id under which it was kept for a person."""

    reply: UUID

    @property
    def target(self) -> str:
        return str(self.reply)


class JudgedReply(AboutReply):
    """`meaning` is what a person says that it means."""

    meaning: ReplyVerdict


class TaughtReply(AboutReply):
    """`labels` are the meanings by which it went into a file of cases, strongest first, in the words of the corpus."""

    labels: tuple[Label, ...]

    @property
    def target(self) -> str:
        return f"{self.reply} as {', '.join(self.labels)}"


class SeenReply(AboutReply):
    """`case` is whose reply it is; a stranger's belongs to none."""

    case: CaseId | None = None


class ForgottenPerson(OperatorWord):
    """`borrower` as the bank calls them."""

    borrower: BorrowerId

    @property
    def target(self) -> str:
        return self.borrower


class Operation(Event):
    """`subject` is the service that is to do it. Another one is refused rather than obeyed by nobody."""

    topic: ClassVar[str] = "operations"
    subject: Annotated[Subject, AfterValidator(_carries_out)]
    data: OperatorWord


class ReplayAsked(Operation):
    """What broke a parked case or region is mended: it is to decide on its queued events, in the order they came."""

    type: Literal["doorstep.replay.asked.v1"] = "doorstep.replay.asked.v1"
    data: ParkedAggregate


class QueuedEventDiscarded(Operation):
    """The event that a parked case or region breaks at is given up, and it goes on without it. It is kept, sealed."""

    type: Literal["doorstep.event.discarded.v1"] = "doorstep.event.discarded.v1"
    data: QueuedRecord


class LetterReturned(Operation):
    """The record of a dead letter is in its topic again, as it came or mended. The letter is no longer open."""

    type: Literal["doorstep.letter.returned.v1"] = "doorstep.letter.returned.v1"
    data: ReturnedLetter


class LetterDiscarded(Operation):
    """A dead letter is given up. It is kept, sealed, but no longer anybody's task."""

    type: Literal["doorstep.letter.discarded.v1"] = "doorstep.letter.discarded.v1"
    data: OpenLetter


class BacklogSetAside(Operation):
    """What is bad in a partition up to an offset may become dead letters at full speed; its breaker slows it not."""

    type: Literal["doorstep.backlog.set-aside.v1"] = "doorstep.backlog.set-aside.v1"
    data: BacklogRange


class RefusedRetried(Operation):
    """What kept Kafka from taking this event is mended: it is to be published, and then what waits behind it."""

    type: Literal["doorstep.refused.retried.v1"] = "doorstep.refused.retried.v1"
    data: RefusedEvent


class RefusedDropped(Operation):
    """An event that Kafka does not take is given up: nobody will hear it. What waits behind it is published."""

    type: Literal["doorstep.refused.dropped.v1"] = "doorstep.refused.dropped.v1"
    data: RefusedEvent


class HoldReleased(Operation):
    """A hold of a case is over. Notifier decides what follows, and refuses what only the borrower may end."""

    type: Literal["doorstep.hold.released.v1"] = "doorstep.hold.released.v1"
    data: HeldCase


class TextDoubtSettled(Operation):
    """What became of a text of which nobody knew it. A true report of the carrier still wins."""

    type: Literal["doorstep.doubt.settled.v1"] = "doorstep.doubt.settled.v1"
    data: TextInDoubt


class ReplyJudged(Operation):
    """A person has read a reply and says what it means. Notifier acts on it as on any reply."""

    type: Literal["doorstep.reply.judged.v1"] = "doorstep.reply.judged.v1"
    data: JudgedReply


class ReplyRevealed(Operation):
    """Somebody read a borrower's own words. Published before they are shown."""

    type: Literal["doorstep.reply.revealed.v1"] = "doorstep.reply.revealed.v1"
    data: SeenReply


class ReplyTaught(Operation):
    """A reply went, without whom it is about, into a file of cases: the reader of replies is measured by those."""

    type: Literal["doorstep.reply.taught.v1"] = "doorstep.reply.taught.v1"
    data: TaughtReply


class PersonForgotten(Operation):
    """A person is forgotten for ever: their keys are erased, their numbers unlinked, their cases end in a hold.

    Asked of notifier. Refused while a reply of theirs is not read yet: it may say STOP.
    """

    type: Literal["doorstep.person.forgotten.v1"] = "doorstep.person.forgotten.v1"
    data: ForgottenPerson
