"""What is decided on inputs about one booking: made, cancelled, on the way, ended."""

from __future__ import annotations

from shared.contracts.outcomes import CrewArrived, CrewDeparted, VisitEnded
from shared.contracts.routing import BookingCancelled, BookingMade, SlotsAsked
from shared.contracts.values import Reason
from shared.decision import Decision, accept, refuse
from shared.decision.figures import counted

from . import unassigned_reasons
from .changes import Ended, RegionChange, SetOff, Settled, Withdrawn
from .crew_assignment import NearestCrew, NoLegalCrew, crew_for, no_crew
from .day_plan import plans_changed
from .events_out import (
    CANCELLED,
    NEAREST,
    DutyDropped,
    DutyEnded,
    crew_told,
    slots_quoted,
)
from .inputs import BookingInput, RouterInput
from .lookup import RegionContext
from .quote import quote
from .state import Assigned, RegionState, Unassigned, Underway, UnknownBooking
from .timers import next_tidying

ALREADY = {
    "assigned": "a crew is found for this booking already",
    "underway": "its crew is on the way or at the door",
    "unassigned": "no crew was found for this booking",
    "cancelled": "this booking is over",
    "done": "this booking is over",
}


def slots_asked(region: RegionState, asked: SlotsAsked, context: RegionContext) -> Decision[RegionChange]:
    """Quote slots. Changes nothing: what is quoted is not reserved."""
    stopped = context.visits_stopped(asked.data.case)
    slots, refused = ((), (unassigned_reasons.visiting_stopped(stopped),)) if stopped else quote(asked.data, context)
    told = slots_quoted(asked.data, slots, refused)
    if not slots:
        return refuse(f"no-slots-{refused[0].code}", _sentence(refused), refused[0].rule, told)
    return accept("slots-quoted", f"{counted(len(slots), 'window')} that a legal crew can serve", effects=(told,))


def booking_made(unknown: UnknownBooking, made: BookingMade, context: RegionContext) -> Decision[RegionChange]:
    """A crew for this window, or why there is none: the slot was quoted, and quotes reserve nothing."""
    region, booking = context.region, made.data
    stopped = context.visits_stopped(booking.case)
    found: NearestCrew | NoLegalCrew
    if stopped:
        found = no_crew(booking, 0, (unassigned_reasons.visiting_stopped(stopped),))
    else:
        found = crew_for(region, booking, 0, context)
    # The first booking settles the region's zone for good: a crew's day is a local one, and must not shift under it.
    settled = [] if region.zone else [Settled(zone=booking.window.zone)]
    told = [*crew_told(region.region, found, NEAREST), next_tidying(context.at)]
    if isinstance(found, NoLegalCrew):
        first, why = found.reasons[0], _sentence(found.reasons)
        return accept(f"unassigned-{first.code}", why, *settled, found.change, rule=first.rule, effects=told)
    told += plans_changed([*settled, found.change], [booking.window.start], context, NEAREST)
    text = f"{found.detour_s // 60} min of added travel, summed over {len(found.members)} members"
    return accept("crew-assigned", text, *settled, found.change, effects=told)


def unassigned_cancelled(
    unassigned: Unassigned, cancelled: BookingCancelled, context: RegionContext
) -> Decision[RegionChange]:
    return accept("cancelled", f"nobody was going: {cancelled.data.cause}", Withdrawn(booking=cancelled.data.booking))


def crew_cancelled(
    visit: Assigned | Underway, cancelled: BookingCancelled, context: RegionContext
) -> Decision[RegionChange]:
    withdrawn = Withdrawn(booking=cancelled.data.booking)
    plans = plans_changed([withdrawn], [visit.booking.window.start], context, CANCELLED)
    why = f"the crew is free again: {cancelled.data.cause}"
    return accept("cancelled", why, withdrawn, effects=(DutyDropped(withdrawn.booking), *plans))


def crew_set_off(
    assigned: Assigned, fact: CrewDeparted | CrewArrived, context: RegionContext
) -> Decision[RegionChange]:
    """From now on this crew's day is left alone until the visit has ended."""
    return accept("under-way", _whereabouts(fact), SetOff(booking=fact.data.booking))


def still_under_way(
    visit: Underway, fact: CrewDeparted | CrewArrived, context: RegionContext
) -> Decision[RegionChange]:
    return accept("under-way", f"{_whereabouts(fact)}; its day is left alone already")


def _whereabouts(fact: CrewDeparted | CrewArrived) -> str:
    return "the crew is on its way" if isinstance(fact, CrewDeparted) else "the crew is at the door"


def visit_ended(visit: Assigned | Underway, ended: VisitEnded, context: RegionContext) -> Decision[RegionChange]:
    name = ended.data.booking
    return accept("visit-ended", "the crew is free again", Ended(booking=name), effects=(DutyEnded(name, context.at),))


def not_awaited(region: RegionState, input: RouterInput, context: RegionContext) -> Decision[RegionChange]:
    """What no line of the table answers. Outcomes cross topics, and any record may come late or twice."""
    assert isinstance(input, BookingInput), "whatever else a region hears has its line"
    visit = region.booking(input.data.booking)
    if isinstance(visit, UnknownBooking):
        return refuse("unknown-booking", "there is no such booking, or it is over for long")
    return refuse(f"already-{visit.kind}", ALREADY[visit.kind])


def _sentence(reasons: tuple[Reason, ...]) -> str:
    return "; ".join(reason.text for reason in reasons)
