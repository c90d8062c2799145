"""The life of a booking, from the window agreed on to the visit made, and of the region it lies in.

Theory of operation. One region is one aggregate with one writer, because its days are one problem: who goes where.

1. Everything that changes a region is a change folded by `evolve`. `decide` reads no clock and touches nothing.
2. A booking has a crew or it has reasons; scheduler is told at once which. `version` counts its crews: a notice is
   for one of them, so whoever changes the crew or the window raises it.
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

`MOVES` is the whole picture: from a booking's state, by an input, to the states it may be in afterwards. A test
checks that `decide` does neither more nor less.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from services.router.core import booking, plan, staff
from services.router.core.changes import Tidied
from services.router.core.duties import DutiesForgotten
from services.router.core.evolve import evolve
from services.router.core.means import Means, Moment, Sight
from services.router.core.region import Region
from services.router.core.visit import Assigned, Cancelled, Done, Unassigned, Underway, Unknown
from shared.contracts.fleet import (
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    PositionReported,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised, CrewArrived, CrewDeparted, VisitEnded
from shared.contracts.routing import BookingCancelled, BookingMade, BookingMoved, SlotsAsked
from shared.decision import Context, Decision, TimerDue, accept, refuse

Input = (
    SlotsAsked | BookingMade | BookingMoved | BookingCancelled | CrewDeparted | CrewArrived | VisitEnded
    | ComplaintRaised | CollectorRegistered | CollectorDeregistered | CollectorCertified | CertificateRevoked
    | ShiftPlanned | PositionReported | CollectorUnavailable | TimerDue
)  # fmt: skip

MOVES: dict[type[Any], dict[type[Any], tuple[type[Any], ...]]] = {
    Unknown: {BookingMade: (Assigned, Unassigned), BookingMoved: (Assigned, Unassigned)},
    Assigned: {
        BookingMoved: (Assigned, Unassigned),
        BookingCancelled: (Cancelled,),
        CrewDeparted: (Underway,),
        CrewArrived: (Underway,),
        VisitEnded: (Done,),
        ComplaintRaised: (Assigned, Unassigned),
        CollectorRegistered: (Assigned, Unassigned),
        CollectorDeregistered: (Assigned, Unassigned),
        CollectorCertified: (Assigned, Unassigned),
        CertificateRevoked: (Assigned, Unassigned),
        ShiftPlanned: (Assigned, Unassigned),
        CollectorUnavailable: (Assigned, Unassigned),
        TimerDue: (Unknown,),
    },
    Underway: {
        BookingCancelled: (Cancelled,),
        CrewArrived: (Underway,),
        CrewDeparted: (Underway,),
        VisitEnded: (Done,),
        TimerDue: (Unknown,),
    },
    Unassigned: {BookingMoved: (Assigned, Unassigned), BookingCancelled: (Cancelled,), TimerDue: (Unknown,)},
    Cancelled: {TimerDue: (Unknown,)},
    Done: {TimerDue: (Unknown,)},
}

KEEP = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Router:
    """`decide` with its means. `context.extra` is a `Sight`, or None for nothing seen."""

    means: Means

    def decide(self, region: Region, said: Input, at: datetime, context: Context) -> Decision:
        """What follows from `said` at the moment `at` (aware, UTC)? Never raises."""
        now = Moment(at, context.extra or Sight(), self.means)
        match said:
            case SlotsAsked(data=ask):
                return booking.on_asked(region, ask, now, _stopped(region, ask.case, context))
            case BookingMade(data=made):
                known = _known(region, made.booking)
                return booking.on_made(region, known, made, now, _stopped(region, made.case, context))
            case BookingMoved(data=made):
                known = _known(region, made.booking)
                return booking.on_moved(region, known, made, now, _stopped(region, made.case, context))
            case BookingCancelled(data=cancelled):
                return booking.on_cancelled(region, _known(region, cancelled.booking), cancelled, now)
            case CrewDeparted(data=fact) | CrewArrived(data=fact):
                return booking.on_set_off(_known(region, fact.booking), fact)
            case VisitEnded(data=result):
                return booking.on_ended(_known(region, result.booking), result, now)
            case ComplaintRaised():
                return staff.on_complaint(region, said, now)
            case TimerDue():
                return _on_timer(region, said, now)
            case (
                CollectorRegistered() | CollectorDeregistered() | CollectorCertified() | CertificateRevoked()
                | ShiftPlanned() | PositionReported() | CollectorUnavailable()
            ):  # fmt: skip
                return staff.on_fleet(region, said, now)
            case _:
                assert_never(said)


def _known(region: Region, name: str) -> Assigned | Underway | Unassigned | Cancelled | Done | Unknown:
    return region.bookings.get(name, Unknown())


def _stopped(region: Region, case: str, context: Context) -> str | None:
    return context.is_stopped("visiting", region=region.region, case=case)


def _on_timer(region: Region, said: TimerDue, now: Moment) -> Decision:
    if said.kind == booking.TIDY:
        return _tidied(region, now)
    if said.kind.startswith(plan.TIMER):
        return plan.on_evening(region, said.kind.removeprefix(plan.TIMER))
    return refuse("unknown-timer", "Nothing waits for this timer.")


def _tidied(region: Region, now: Moment) -> Decision:
    """Forget what is over; come again tomorrow while there is anything that will be over one day."""
    change = Tidied(before=now.at - KEEP)
    left = evolve(region, change)
    again = left.bookings or any(each.shifts or each.absences for each in left.collectors.values())
    gone = len(region.bookings) - len(left.bookings)
    return accept(
        "tidied",
        f"{gone} bookings are forgotten.",
        change,
        effects=(DutiesForgotten(change.before), *((booking.next_tidying(now.at),) if again else ())),
    )
