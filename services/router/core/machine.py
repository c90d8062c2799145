"""The life of a booking, from the window agreed on to the visit made, and of the region it lies in.

Theory of operation. One region is one aggregate with one writer, because its days are one problem: who goes where.

1. Everything that changes a region is a change folded by `evolve`. Handlers read no clock and touch nothing.
2. A booking has a crew or it has reasons; scheduler is told at once which. `version` counts its crews: a notice is
   for one of them, so whoever changes the crew raises it.
3. A crew is legal when each member is registered, holds every certificate on the visit's local day, is at work on
   the way and at the door, is not barred from that door, and goes with nobody else that day. It is as large as the
   visit needs, no smaller and no larger.
4. A crew is formed by its first booking of a day, of the collectors nearest to it, and stays together that day.
5. Windows are hard: an insertion that would break another booking's window, or bring somebody home after work, is
   not one. Among legal ones the one that adds the least travel is taken.
6. Quotes reserve nothing. A booking is checked again when it is made.
7. What takes somebody from a crew (absence, other hours, another home, a certificate that ends or is revoked, leaving,
   a complaint) sends another crew to what that crew can't keep, and only to that. A visit under way is left alone.
8. A switch that stops visiting stops quotes and crews; who is on the way is told by scheduler, not by us.
9. An input that makes no sense here is refused with a reason. Outcomes cross topics: they may come late or twice.
10. Two days after its window a booking is forgotten, and its duties with it, so that state and table stay small;
    the history remains.
11. A collector may work in two regions: duties there are seen as time that is taken.
12. Where a collector is now is a fact beside the region (`positions`), and no input of it.

`TABLE` is the machine: what it has no line for is refused. An input that names one booking is answered in that
booking's state, everything else by the region. What the region decides may move its bookings too: `BESIDE` says which
way, and every step is held to it, so that an input about one booking moves no other. The diagram in docs/machines is
drawn from both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from shared.contracts.fleet import (
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised, CrewArrived, CrewDeparted, VisitEnded
from shared.contracts.routing import BookingCancelled, BookingMade, SlotsAsked
from shared.contracts.values import Ident
from shared.decision import Decided, Decider, IllegalMove, Transition, on
from shared.decision.replaced import replace

from .booking import (
    booking_made,
    crew_cancelled,
    crew_set_off,
    not_awaited,
    slots_asked,
    still_under_way,
    unassigned_cancelled,
    visit_ended,
)
from .changes import RegionChange, touched
from .evolve import evolve
from .fleet_events import (
    certified,
    complained,
    deregistered,
    registered,
    revoked,
    shift_planned,
    unavailable,
)
from .inputs import BookingInput, PlanDue, RouterInput, TidyDue
from .lookup import RegionContext, RouterContext
from .published_rows import rows_of
from .state import Assigned, Cancelled, Done, RegionState, Unassigned, Underway, UnknownBooking, initial
from .upkeep import plan_due, tidy_due

TABLE: tuple[Transition[RegionContext, RegionChange], ...] = (
    # one booking: agreed on, withdrawn
    on(UnknownBooking, BookingMade, booking_made, to=(Assigned, Unassigned)),
    on(Unassigned, BookingCancelled, unassigned_cancelled, to=(Cancelled,)),
    on(Assigned, BookingCancelled, crew_cancelled, to=(Cancelled,)),
    on(Underway, BookingCancelled, crew_cancelled, to=(Cancelled,)),
    # one booking: its crew on the day
    on(Assigned, CrewDeparted, crew_set_off, to=(Underway,)),
    on(Assigned, CrewArrived, crew_set_off, to=(Underway,)),
    on(Underway, CrewDeparted, still_under_way),
    on(Underway, CrewArrived, still_under_way),
    on(Assigned, VisitEnded, visit_ended, to=(Done,)),
    on(Underway, VisitEnded, visit_ended, to=(Done,)),
    # the region
    on(RegionState, SlotsAsked, slots_asked),
    on(RegionState, ComplaintRaised, complained),
    on(RegionState, CollectorRegistered, registered),
    on(RegionState, CollectorDeregistered, deregistered),
    on(RegionState, CollectorCertified, certified),
    on(RegionState, CertificateRevoked, revoked),
    on(RegionState, ShiftPlanned, shift_planned),
    on(RegionState, CollectorUnavailable, unavailable),
    on(RegionState, PlanDue, plan_due),
    on(RegionState, TidyDue, tidy_due),
)
Moves = Mapping[type[object], tuple[type[object], ...]]
CREW_LOST: Moves = {Assigned: (Unassigned,)}
"""A crew that can't keep its booking: another goes, or nobody. A visit under way is left alone."""
BESIDE: Mapping[type[object], Moves] = {
    ComplaintRaised: CREW_LOST,
    CollectorRegistered: CREW_LOST,
    CollectorDeregistered: CREW_LOST,
    CollectorCertified: CREW_LOST,
    CertificateRevoked: CREW_LOST,
    ShiftPlanned: CREW_LOST,
    CollectorUnavailable: CREW_LOST,
    TidyDue: dict.fromkeys((Assigned, Underway, Unassigned, Cancelled, Done), (UnknownBooking,)),
}
"""By input of the region and state of a booking: where it may lead besides nowhere."""


def _stage(region: RegionState, input: RouterInput) -> object:
    return region.booking(input.data.booking) if isinstance(input, BookingInput) else region


DECIDER: Decider[RegionState, RouterInput, RegionContext, RegionChange] = Decider(
    initial, TABLE, evolve, _stage, not_awaited
)


class RouterMachine:
    """The table, with the whole region at hand for its handlers; after it `BESIDE`, and the rows that are published."""

    initial = staticmethod(initial)
    evolve = staticmethod(evolve)

    def step(
        self, region: RegionState, input: RouterInput, context: RouterContext
    ) -> Decided[RegionState, RegionChange]:
        """What follows from `input`, and the region after it. Raises only what is a fault of this machine."""
        here = RegionContext(context.at, context.rules, context.lookup, context.stopped, region=region)
        decided = DECIDER.step(region, input, here)
        named = input.data.booking if isinstance(input, BookingInput) else None
        moves = BESIDE.get(type(input), {})
        for name, before, after in moved(region, decided.after, touched(decided.decision.changes)):
            if name != named and after not in moves.get(before, ()):
                raise IllegalMove(
                    f"{decided.decision.reason}: booking {name} from {before.__name__} to {after.__name__} "
                    f"by {type(input).__name__}"
                )
        rows = rows_of(region, decided.after, decided.decision.changes)
        if not rows:
            return decided
        effects = (*decided.decision.effects, *rows)
        return Decided(replace(decided.decision, effects=effects), decided.after)


def moved(
    region: RegionState, after: RegionState, names: Iterable[Ident] | None = None
) -> Iterator[tuple[str, type[object], type[object]]]:
    """Bookings, of all or of those named, that are in another state than they were, or gone."""
    if region.bookings is after.bookings:
        return
    for name in region.bookings.keys() | after.bookings.keys() if names is None else names:
        old, new = region.booking(name), after.booking(name)
        if type(old) is not type(new):
            yield name, type(old), type(new)


MACHINE = RouterMachine()
