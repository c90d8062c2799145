"""A visit that was withdrawn while no text may be sent: scheduler holds it, until this says that it is over.

1. Who can't be texted can't be told that nobody comes, nor be given notice: so scheduler does not close that visit, and
   shows it to people, who may know another way. As long as it does the case says which visit that is (`held_visit`).
2. Once texts may be sent again (a START, another number, another person), or the case is closed, nothing comes of it:
   it is withdrawn once more, this time as any other, and scheduler closes it. Nobody is told: nobody expects it.
3. What else holds the case does not matter: the next visit is another one, and the gate asks for it.
4. It is added to whatever was decided, so that no handler can forget it.
"""

from __future__ import annotations

from shared.contracts.visits import Unwanted, VisitWithdrawn
from shared.decision import Decided, Effect, Publish
from shared.decision.replaced import replace

from .authority import survives
from .changes import Change, VisitOver, VisitStaged
from .evolve import evolve
from .formats import HELD_VISITS
from .lookup import LoanContext
from .state import BrakeCause, Closed, Held, State, brakes_of

ENDED_BY: dict[BrakeCause, str] = {
    "opted-out": "opted-in",
    "wrong-number": "number-corrected",
    "forgotten-person": "person-named",
}
"""A brake under which no text may be sent → what ended it, as the visit's withdrawal says."""


def with_held_visit(decided: Decided[State, Change], before: State, context: LoanContext) -> Decided[State, Change]:
    """The decision, with what becomes of the visit that scheduler holds, or holds from now on."""
    after = decided.after
    if isinstance(after, Held) and any(map(_holds_it, decided.decision.effects)):
        return _with(decided, VisitStaged("held", context.at)) if context.rules.format >= HELD_VISITS else decided
    if not isinstance(before, Held) or before.held_visit is None or _bars(after):
        return decided
    unwanted = Unwanted(visit=before.held_visit, cause=_ended_by(before, after))
    changes = (VisitOver(),) if isinstance(after, Held) else ()
    return _with(decided, *changes, effect=Publish(VisitWithdrawn, before.loan.case, unwanted))


def _holds_it(effect: Effect) -> bool:
    """Does scheduler hear that a visit is off, and that no text may be sent?"""
    return isinstance(effect, Publish) and isinstance(effect.data, Unwanted) and effect.data.no_more_texts is True


def _bars(state: State) -> bool:
    """May nobody be told even that a visit does not happen?"""
    return isinstance(state, Held) and not all(survives("visit-cancelled", brake.cause) for brake in state.brakes)


def _ended_by(before: Held, after: State) -> str:
    if isinstance(after, Closed):
        return "closed" if after.final else "paid"
    on = {brake.cause for brake in brakes_of(after)}
    ended = (ENDED_BY.get(brake.cause) for brake in before.brakes if brake.cause not in on)
    return next((cause for cause in ended if cause is not None), "details-corrected")


def _with(decided: Decided[State, Change], *changes: Change, effect: Publish | None = None) -> Decided[State, Change]:
    decision, after = decided
    effects = (*decision.effects, effect) if effect is not None else decision.effects
    for change in changes:
        after = evolve(after, change)
    return Decided(replace(decision, changes=(*decision.changes, *changes), effects=effects), after)
