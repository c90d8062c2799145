"""What follows from the changes of a decision, whatever they were.

1. A text that a change took back is cancelled: its timer, its row if it was claimed, and all who knew of it hear so.
2. A visit that is no longer open is withdrawn, where the decision gives a cause.
3. A texting case whose next reminder is due schedules it in the same decision.
4. Every case that is not closed ends the decision with a timer `look`, or with a text of its own under way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import assert_never

from shared.contracts.texts import TextIntended, TextKind
from shared.contracts.visits import Unwanted, VisitWithdrawn
from shared.decision import CancelTimer, Decision, Effect, Publish, SetTimer
from shared.ids import derive

from .cadence import Due, Wait, next_reminder
from .changes import Change, TextOpened
from .events_out import text_event
from .evolve import evolve
from .lookup import LoanContext
from .rules import REMINDERS
from .state import CaseLoan, CaseText, Closed, Held, State, Texting, Unknown, Visiting
from .timers import LOOK, text_timer
from .withdrawals import withdrawing


def conclude(
    before: State,
    context: LoanContext,
    reason: str,
    why: str,
    changes: Sequence[Change],
    *,
    rule: str = "",
    effects: Iterable[Effect] = (),
    withdraw: str | None = None,
    look: datetime | None = None,
    until: datetime | None = None,
) -> Decision[Change]:
    """`changes` happen, and what follows from them. `look` overrides when the case is looked at again.

    `until` goes with a refusal: from when on what was refused could be asked for again.
    """
    named, taken_back, after = withdrawing(before, changes, withdraw or reason, rule, until)
    told = [*effects, *taken_back]
    if withdraw is not None and isinstance(before, Visiting) and not isinstance(after, Visiting):
        told.append(Publish(VisitWithdrawn, before.loan.case, Unwanted(visit=before.visit, cause=withdraw)))
    more, timers = _look(before, after, context, look)
    for change in more:
        after = evolve(after, change)
    return Decision(reason, why, rule, (*named, *more), (*told, *timers))


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


def _look(
    before: State, after: State, context: LoanContext, look: datetime | None
) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    match after:
        case Texting():
            return _look_at_texting(after, context, look)
        case Held():
            ends = [brake.until for brake in after.brakes if brake.until is not None]
            return (), (SetTimer(LOOK, min([context.at + context.rules.look_again, *ends])),)
        case Unknown() | Visiting():
            return (), (SetTimer(LOOK, look or context.at + context.rules.look_again),)
        case Closed():
            return (), () if isinstance(before, Closed) else (CancelTimer(LOOK),)
        case _:
            assert_never(after)


def _look_at_texting(
    after: Texting, context: LoanContext, look: datetime | None
) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    if look is not None:
        return (), (SetTimer(LOOK, look),)
    if any(text.asks and text.waits for text in after.loan.texts):
        return (), ()  # its own end looks again
    following = next_reminder(after.loan, context.at, context.rules)
    if isinstance(following, Due):
        opened, told = schedule_text(after.loan, following.text, context, step=following.step)
        return (opened,), told
    return (), (SetTimer(LOOK, following.until if isinstance(following, Wait) else context.at),)
