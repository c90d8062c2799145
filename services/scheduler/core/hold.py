"""Brakes, and looking again at what is held. Nothing held is forgotten: asked anew, held on, or given up."""

from __future__ import annotations

from shared.decision import accept, refuse
from shared.decision.figures import times

from .changes import AppointmentDecision, StillHeld
from .events_out import reason_of
from .inputs import VisitBrake
from .lookup import AppointmentContext
from .state import HeldVisit, OpenStage, Permitted
from .timers import LookAgain
from .transitions import apology, ask_anew, close, hold

BY_NOTICE = frozenset(
    {"notice-failed", "notice-refused", "notice-not-delivered", "notice-too-late", "receipt-too-late"}
)


def visit_braked(stage: OpenStage, brake: VisitBrake, context: AppointmentContext) -> AppointmentDecision:
    """The visit must not happen. Accepted in every open stage, always; no permit follows it."""
    if not brake.no_more_texts:
        over = f"the visit is withdrawn: {brake.cause}"
        if isinstance(stage, HeldVisit) and stage.braked:
            over = f"it was held for {stage.reason}, and nothing comes of it any more: {brake.cause}"
        reason = reason_of(brake.cause, over)
        sorry = apology(stage, "visit-cancelled", context)
        return close(stage, "cancelled", reason, context, last=sorry)
    if isinstance(stage, HeldVisit) and stage.braked:
        return refuse("already-braked", f"it is held for {stage.reason}")
    if isinstance(stage, Permitted) and stage.crew_is_there:
        # A crew that stands at the door finishes, and its report is awaited; but nobody is texted about it any more.
        return close(stage, "cancelled", reason_of(brake.cause, f"the visit is withdrawn: {brake.cause}"), context)
    # The person can't be texted any more, so notice can't be given: the visit waits for another channel. When they can
    # be texted again, or the case is closed, notifier withdraws it once more; its next request ends it in any case.
    reason = reason_of(brake.cause, "no text may be sent any more, and until one may, notice needs another channel")
    return hold(stage, reason, "channel", context.rules.look_operator, context, braked=True)


def look_again(stage: HeldVisit, timer: LookAgain, context: AppointmentContext) -> AppointmentDecision:
    """Is what the visit waits for there now?"""
    rules = context.rules
    scope = context.visits_stopped(stage.visit)
    if scope is not None:
        still = StillHeld(context.at + rules.look_stopped)
        return accept("visiting-stopped", f"visits are still stopped for {scope}", still)
    if stage.tally.looks >= rules.looks_max:
        sentence = f"it is held for {stage.reason} and was looked at {times(stage.tally.looks)}"
        reason = reason_of("held-too-long", sentence, rules.looks_cite)
        return close(stage, "expired", reason, context)
    still = StillHeld(context.at + rules.look_operator)
    if stage.braked:
        why = f"it is held for {stage.reason}: until texts may be sent again, notice needs another channel"
        return accept("still-held", why, still)
    # A notice that failed twice fails for a cause that no other window mends.
    if stage.reason in BY_NOTICE and stage.tally.moves >= rules.moves_max:
        return accept("still-held", f"it is held for {stage.reason}: a person decides how this goes on", still)
    reason = reason_of("looked-again", f"it is held for {stage.reason}; the router is asked anew")
    return ask_anew(stage, "move" if stage.reason in BY_NOTICE else "look", reason, context)
