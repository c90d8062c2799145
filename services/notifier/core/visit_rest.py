"""Who had heard of a visit that did not happen is left in peace for a while, whoever called it off.

1. From the first offer on the borrower knows of the visit. When it ends and nobody came (withdrawn for a brake or a
   correction, one contact too many, cancelled by scheduler), the next text is a week away at the earliest: the end of
   the brake `visited`, beside whatever else holds the case. So a brake that is off within the hour is no reminder
   within the hour.
2. What the borrower says holds the case as long as it says. A visit that was made, or in which nobody was met, has the
   longer rest of the law, and one that scheduler gave up has its own (`visit_events`).
3. Where the handler does not say so itself `with_rest` adds it to what was decided, so that no brake can forget it.
"""

from __future__ import annotations

from shared.contracts.outcomes import VisitEnded
from shared.decision import Decided, Effect
from shared.decision.replaced import replace

from .changes import Braked, Change, VisitOver
from .evolve import evolve
from .inputs import LoanInput, ReplyRead, ReplySettled
from .lookup import LoanContext
from .state import Held, KnownState, State, Unknown, Visiting, brakes_of, open_visit
from .withdrawals import withdraw_texts

HOLDS_BY_ITSELF = (VisitEnded, ReplyRead, ReplySettled)
RESTS = frozenset({"visited", "no-answer"})


def with_rest(
    before: State, decided: Decided[State, Change], input: LoanInput, context: LoanContext
) -> Decided[State, Change]:
    """The decision, with the rest that follows where a brake called a visit off."""
    decision, after = decided
    if not _is_known(before) or not isinstance(after, Held) or open_visit(after) is not None:
        return decided
    if isinstance(input, HOLDS_BY_ITSELF) or any(brake.cause in RESTS for brake in brakes_of(after)):
        return decided
    change, effects = left_in_peace(after, decision.reason, context)
    more = replace(decision, changes=(*decision.changes, change), effects=(*decision.effects, *effects))
    return Decided(more, evolve(after, change))


def called_off(state: State, reason: str, context: LoanContext) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    """What follows for the case where its visit is over and nobody came: nothing where none is open."""
    if isinstance(state, Unknown) or open_visit(state) is None:
        return (), ()
    if not _is_known(state):
        return (VisitOver(),), ()
    change, effects = left_in_peace(state, reason, context)
    return (change,), effects


def left_in_peace(state: KnownState, reason: str, context: LoanContext) -> tuple[Change, tuple[Effect, ...]]:
    """The rest, and the texts that it takes back."""
    brake = Braked("visited", context.at + context.rules.look_again)
    return withdraw_texts(state, brake, reason, context.rules.limits.holds.look_again_days.rule)


def _is_known(state: State) -> bool:
    """Is a visit open of which the borrower has heard?"""
    return open_visit(state) is not None and not (isinstance(state, Visiting) and state.stage == "requested")
