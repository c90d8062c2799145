"""When a case is looked at again. One rule for every decision, so that no handler can forget it.

1. A texting case whose next reminder is due schedules it in the same decision; it looks when that text has ended.
2. A held case looks when the first of its brakes ends, may end (`unread_records`), or a visit is not kept any
   longer; any other after a week at most.
3. A closed case is not looked at; who closes one cancels its timer.
4. A decision that sets the timer itself knows better.
"""

from __future__ import annotations

from functools import reduce
from typing import assert_never

from shared.decision import Decided, Decision, Effect, SetTimer
from shared.decision.replaced import replace

from .cadence import Due, Wait, next_reminder
from .changes import Change
from .evolve import evolve
from .inputs import LoanInput, TextDue
from .lookup import LoanContext
from .own_texts import schedule_reminder
from .state import Closed, Held, State, Texting, Unknown, Visiting
from .timers import LOOK
from .unread_records import looked_at

NOTHING: tuple[tuple[Change, ...], tuple[Effect, ...]] = ((), ())


def with_next_look(decided: Decided[State, Change], input: LoanInput, context: LoanContext) -> Decided[State, Change]:
    """The decision, with the reminder or the timer that its case waits for now."""
    decision = decided.decision
    # A text that has to wait changes nothing for its case, so it must not put off when that is looked at either.
    waits = isinstance(input, TextDue) and not decision.changes
    if not decision.accepted or waits or _looks(decision):
        return decided
    changes, effects = _next(decided.after, context)
    more = replace(decision, changes=(*decision.changes, *changes), effects=(*decision.effects, *effects))
    return Decided(more, reduce(evolve, changes, decided.after))


def _looks(decision: Decision[Change]) -> bool:
    return any(isinstance(effect, SetTimer) and effect.kind == LOOK for effect in decision.effects)


def _next(after: State, context: LoanContext) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    match after:
        case Texting():
            return _next_reminder(after, context)
        case Held():
            ends = [end for brake in after.brakes if (end := looked_at(brake, context.at)) is not None]
            ends += [after.kept.until] if after.kept is not None else []
            return (), (SetTimer(LOOK, min([context.at + context.rules.look_again, *ends])),)
        case Unknown() | Visiting():
            return (), (SetTimer(LOOK, context.at + context.rules.look_again),)
        case Closed():
            return NOTHING
        case _:
            assert_never(after)


def _next_reminder(after: Texting, context: LoanContext) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    if any(text.asks and text.waits for text in after.loan.texts):
        return NOTHING  # its own end looks again
    following = next_reminder(after.loan, context.at, context.rules)
    if isinstance(following, Due):
        opened, effects = schedule_reminder(after.loan, following.text, following.step, context)
        return (opened,), effects
    return (), (SetTimer(LOOK, following.until if isinstance(following, Wait) else context.at),)
