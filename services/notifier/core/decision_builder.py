"""What follows from the changes of a decision, whatever they were.

1. A text that a change took back is cancelled: its timer, its row if it was claimed, and all who knew of it hear so.
2. A visit is withdrawn where the handler says so (`withdraw`).
3. A texting case whose next reminder is due schedules it in the same decision.
4. Every case that is not closed ends the decision with a timer `look`, or with a text of its own under way.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from shared.contracts.texts import TextIntended, TextKind
from shared.contracts.visits import Unwanted, VisitWithdrawn
from shared.decision import CancelTimer, Decision, Effect, Publish, SetTimer
from shared.ids import derive

from .cadence import Due, Wait, next_reminder
from .changes import Change, TextOpened
from .events_out import text_event
from .lookup import LoanContext
from .rules import REMINDERS
from .state import CaseLoan, CaseText, Closed, Held, State, Texting, Unknown, Visiting
from .timers import LOOK, text_timer
from .withdrawals import withdrawing


def conclude(
    state: State, context: LoanContext, decided: Decision[Change], *, withdraw: str | None = None
) -> Decision[Change]:
    """What was decided on `state`, with what follows from it.

    `withdraw` is why a visit is called off with this decision, if one is open, and what is said of texts that it takes
    back; without it these hear the decision's reason, and a visit that ends does so by its own end.
    """
    cause = decided.reason if withdraw is None else withdraw
    named, taken_back, after = withdrawing(state, decided.changes, cause, decided.rule)
    told = (*decided.effects, *taken_back)
    if withdraw is not None and isinstance(state, Visiting):
        assert not isinstance(after, Visiting), f"{decided.reason} withdraws a visit that goes on"
        told = (*told, Publish(VisitWithdrawn, state.loan.case, Unwanted(visit=state.visit, cause=withdraw)))
    more, timers = _look(state, after, context)
    return replace(decided, changes=(*named, *more), effects=(*told, *timers))


def schedule_text(
    loan: CaseLoan, kind: TextKind, context: LoanContext, *, step: int | None = None, answers: datetime | None = None
) -> tuple[TextOpened, tuple[Effect, ...]]:
    """A text of the case's own, to be sent as soon as the contact authority allows it."""
    zone = loan.person.zone
    # Long enough to wait out a week's cap, and no longer: then the cadence says anew what is due.
    not_after = context.at + 2 * context.rules.repeat if answers is None else _answered_by(answers, context, zone)
    text = CaseText(
        intent=derive("text", loan.case, loan.texts_made),
        kind=kind,
        status="intended",
        at=context.at,
        not_before=context.at,
        not_after=not_after,
        asks=kind in REMINDERS,
        answers=answers,
    )
    told = text_event(TextIntended, loan.case, text, "cadence" if answers is None else "answer")
    # Asking the authority outside hours would only be answered with the same moment.
    first = context.rules.calendar.next_open("text", zone, context.at) if answers is None else None
    return TextOpened(text, step), (told, SetTimer(text_timer(text), first or context.at))


def _answered_by(since: datetime, context: LoanContext, zone: str) -> datetime:
    """Until when an answer to what came at `since` is worth sending: closed hours alone never use its time up."""
    opened = context.rules.calendar.open_for("text", zone, since, context.rules.answer_open)
    return max(since + context.rules.answer_within, opened)


def _look(before: State, after: State, context: LoanContext) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    """Every case that is not closed is looked at again: by a timer, or at the end of a text of its own."""
    match after:
        case Texting():
            return _look_at_texting(after, context)
        case Held():
            ends = [brake.until for brake in after.brakes if brake.until is not None]
            return (), (SetTimer(LOOK, min([context.at + context.rules.look_again, *ends])),)
        case Unknown() | Visiting():
            return (), (SetTimer(LOOK, context.at + context.rules.look_again),)
        case Closed():
            return (), () if isinstance(before, Closed) else (CancelTimer(LOOK),)
        case _:
            assert_never(after)


def _look_at_texting(after: Texting, context: LoanContext) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    if any(text.asks and text.waits for text in after.loan.texts):
        return (), ()  # its own end looks again
    following = next_reminder(after.loan, context.at, context.rules)
    if isinstance(following, Due):
        opened, told = schedule_text(after.loan, following.text, context, step=following.step)
        return (opened,), told
    return (), (SetTimer(LOOK, following.until if isinstance(following, Wait) else context.at),)
