"""Which days of a region its next decisions may plan: only their doors are opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta

from services.router.core.arrival_windows import DAYS_MAX
from services.router.core.inputs import FleetFact, RouterInput
from services.router.core.state import RegionState
from shared.contracts.routing import BookingMade, SlotsAsked
from shared.policy.local_time import local_day

A_DAY = timedelta(days=1)


def days_concerned(region: RegionState, inputs: Iterable[RouterInput], now: datetime) -> Iterator[tuple[str, date]]:
    """Zone and local day. What is booked by the inputs themselves is among it, so later ones of them find it."""
    for input in inputs:
        match input:
            case SlotsAsked(data=ask):
                zone = region.zone or ask.zone
                # The clock of the process that decided last may be ahead of ours; never by a day.
                first = local_day(max(ask.earliest, now - A_DAY), zone)
                last = min(local_day(max(ask.latest, ask.earliest), zone), first + timedelta(days=DAYS_MAX + 1))
                yield from ((zone, first + timedelta(days=each)) for each in range((last - first).days + 1))
            case BookingMade(data=booking):
                zone = region.zone or booking.window.zone
                yield zone, local_day(booking.window.start, zone)
            case _ if region.zone is not None:
                yield from ((region.zone, on) for on in _touched(region, region.zone, input))


def _touched(region: RegionState, zone: str, input: RouterInput) -> Sequence[date]:
    """A fact about a collector concerns the days on which they are in a crew; a complaint may concern any day."""
    days = region.booked(zone).days
    if not isinstance(input, FleetFact):
        return list(days)
    return [on for on, day in days.items() if input.data.collector in day.crews_of]


def may_plan_on(
    region: RegionState, inputs: Iterable[RouterInput], first: datetime, last: datetime, now: datetime
) -> bool:
    """Is a day that meets the time between these two among them?"""
    return any(
        local_day(first, zone) <= on <= local_day(last, zone) for zone, on in set(days_concerned(region, inputs, now))
    )
