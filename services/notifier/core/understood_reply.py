"""A reply as it is acted on: what a person meant by it, and the event that tells so to the other services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.contracts.texts import Meaning, MeaningKind, ReplyUnderstood, Understood
from shared.decision import Publish

from .formats import CLOSED_TIMES, CODES
from .inputs import ReplyRead
from .lookup import LoanContext
from .questions import Question
from .reply_meanings import WeighedReply
from .state import KnownState


@dataclass(frozen=True, slots=True)
class UnderstoodReply:
    """A reply, what a person meant by it, and the event that tells so.

    What is answered is answered as of `answered_at`. `confirms`: of the phone's cases it is this one that answers.
    """

    read: ReplyRead
    weighed: WeighedReply
    told: Publish
    answered_at: datetime
    confirms: bool

    @property
    def kinds(self) -> set[MeaningKind]:
        return self.weighed.kinds

    @property
    def received_at(self) -> datetime:
        return self.read.reply.received_at


def told_of(
    state: KnownState,
    input: ReplyRead,
    meanings: tuple[Meaning, ...],
    question: Question | None,
    visit: str | None = None,
) -> Publish:
    """The event. `visit` is what it is about where no question says so."""
    data = Understood(
        meanings=meanings,
        question=question.intent if question is not None else None,
        question_kind=question.kind if question is not None else None,
        visit=question.visit if question is not None else visit,
        received_at=input.reply.received_at,
        words=input.reply.words,
    )
    return Publish(ReplyUnderstood, state.loan.case, data, input.reply.received_at)


def passed_on(understood: WeighedReply, context: LoanContext) -> tuple[Meaning, ...]:
    """A former version that does not know a field would set the whole reply aside for it."""
    unknown = {"code": CODES, "named": CLOSED_TIMES}
    unsaid = {field: None for field, since in unknown.items() if context.rules.format < since}
    return tuple(meaning.model_copy(update=unsaid) for meaning in understood.meanings)
