"""What a region does when a timer wakes it: it tells the plan of a day, and forgets what is over."""

from __future__ import annotations

from datetime import timedelta

from shared.decision import Decision, Effect, accept, refuse
from shared.decision.figures import counted

from .changes import RegionChange, Tidied
from .day_plan import plan_of, plan_revised
from .events_out import EVENING_BEFORE, DutiesForgotten
from .evolve import evolve
from .inputs import PlanDue, TidyDue
from .lookup import RegionContext
from .positions import KEPT, PositionsForgotten
from .state import RegionState
from .timers import next_tidying

KEEP = timedelta(days=2)
"""House figure. So long after its window a booking may still be reported on."""
HEARD_AGAIN = timedelta(days=30)
"""The topic `fleet` is kept so long. A certificate that was cut short is remembered until then, though it is over: an
older word about it that is read late (a mended record, say) would bring it to life again."""


def plan_due(region: RegionState, due: PlanDue, context: RegionContext) -> Decision[RegionChange]:
    """The whole plan of a day, told on the evening before; whatever changes it after that tells what it changes."""
    visits = len(plan_of(region, due.day))
    if not visits:
        return refuse("nothing-planned", f"nobody is visited on {due.day}")
    told = plan_revised(region, due.day, EVENING_BEFORE)
    return accept("plan-told", f"the plan of {due.day}: {counted(visits, 'visit')}", effects=(told,))


def tidy_due(region: RegionState, due: TidyDue, context: RegionContext) -> Decision[RegionChange]:
    """Forget what is over; come again tomorrow while there is anything that will be over one day."""
    before = context.at - KEEP
    change = Tidied(before=before, said_since=before - HEARD_AGAIN)
    left = evolve(region, change)
    gone = len(region.bookings) - len(left.bookings)
    effects: list[Effect] = [DutiesForgotten(change.before), PositionsForgotten(context.at - KEPT)]
    if left.bookings or any(each.shifts or each.absences for each in left.collectors.values()):
        effects.append(next_tidying(context.at))
    return accept("tidied", f"{gone} bookings are forgotten", change, effects=effects)
