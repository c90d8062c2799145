"""What decisions need to know: homes of collectors and borrowers, last positions, time that other regions have taken.

Nothing is written down. What was opened is remembered in memory and forgotten with its key (see `opened_places`); only
what the inputs may plan is asked about.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta

from services.router.core.booked_days import BookedVisit
from services.router.core.day_routes import FRESH
from services.router.core.fleet import Collector, Spot
from services.router.core.inputs import RouterInput
from services.router.core.lookup import RegionLookup
from services.router.core.state import RegionState
from shared.contracts.fleet import (
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised
from shared.contracts.routing import BookingMade, SlotsAsked
from shared.contracts.values import CollectorId, Sealed
from shared.privacy.keys import KeyRing
from shared.runtime.looking import LookUnit
from shared.runtime.ports import Clock, Unit

from .busy_elsewhere import BusyElsewhere
from .days_concerned import days_concerned, may_plan_on
from .opened_places import PLACES_MAX, GroupName, OpenedPlaces, PlaceSource

PLANNING = (
    SlotsAsked, BookingMade, CollectorRegistered, CollectorDeregistered, CollectorCertified,
    CertificateRevoked, CollectorUnavailable, ShiftPlanned, ComplaintRaised,
)  # fmt: skip
"""Inputs that may need to know where things are. Outcomes are only remembered."""
APART = timedelta(hours=1)
"""So far may the clocks of two processes that decide about one region be apart."""


class PlaceOpener:
    """Router's look-up: what a decision may know besides its state."""

    def __init__(
        self, ring: KeyRing, clock: Clock, places_max: int = PLACES_MAX, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self.opened = OpenedPlaces(ring, places_max, now_s)
        self._busy = BusyElsewhere(now_s)

    async def __call__(
        self, unit: Unit, states: Mapping[str, RegionState], inputs: Sequence[tuple[str, RouterInput]]
    ) -> RegionLookup:
        heard: dict[str, list[RouterInput]] = {}
        for name, input in inputs:
            heard.setdefault(name, []).append(input)
        planned = {
            name: states[name] for name, mine in heard.items() if any(isinstance(input, PLANNING) for input in mine)
        }
        now, brought = self._clock.now(), {name: planning_of(heard[name]) for name in planned}
        today = [
            name
            for name, region in planned.items()
            if may_plan_on(region, brought[name], now - APART, now + APART, now)
        ]
        spots = await last_spots(unit, today, now)
        busy = await self._busy(unit, planned, brought)
        sources: dict[GroupName, PlaceSource] = {}
        for name, region in planned.items():
            sources |= sources_of(region, days_concerned(region, brought[name], now))
            boxes = [box for input in heard[name] for box in in_input(input)]
            boxes += [spot.place for (where, _), spot in spots.items() if where == name]
            sources["besides", name] = PlaceSource({box.box: box for box in boxes}, lambda box: (box,))
        # Last, and awaited by nobody else: what is decided on next sees what was opened for it.
        await self.opened.open(sources)
        return RegionLookup(self.opened.places, busy, spots, self.opened.kept)


def planning_of(inputs: Iterable[RouterInput]) -> list[RouterInput]:
    """Those that plan."""
    return [input for input in inputs if isinstance(input, PLANNING)]


def sources_of(region: RegionState, days: Iterable[tuple[str, date]]) -> dict[GroupName, PlaceSource]:
    """The homes of a region's collectors, and the doors of these of its days."""
    found: dict[GroupName, PlaceSource] = {(region.region,): PlaceSource(region.collectors, _home_of)}
    for zone, on in days:
        doors = region.booked(zone).on(on).crews
        found[region.region, zone, on.isoformat()] = PlaceSource(doors, _doors_of)
    return found


def _home_of(collector: Collector) -> tuple[Sealed, ...]:
    return (collector.home,) if collector.home is not None else ()


def _doors_of(held: tuple[BookedVisit, ...]) -> Iterator[Sealed]:
    return (each.visit.booking.home for each in held)


async def nothing_seen(
    unit: Unit, states: Mapping[str, RegionState], inputs: Sequence[tuple[str, RouterInput]]
) -> RegionLookup:
    return RegionLookup()


async def last_spots(
    unit: Unit | LookUnit, regions: Iterable[str], now: datetime
) -> dict[tuple[str, CollectorId], Spot]:
    """Where collectors of these regions were, as far as it says anything yet, before the batch that is decided on."""
    names = sorted(regions)
    if not names:
        return {}
    rows = await unit.select("last_positions", {"regions": names, "since": now - FRESH})
    return {
        (row["region"], row["collector"]): Spot(at=row["at"], place=Sealed.model_validate_json(row["place"]))
        for row in rows
    }


def in_input(input: object) -> Iterable[Sealed]:
    """The place that an input brings; later inputs of the same batch may need it."""
    match input:
        case SlotsAsked(data=ask):
            return (ask.home,)
        case BookingMade(data=booking):
            return (booking.home,)
        case CollectorRegistered(data=fact):
            return (fact.home,)
        case _:
            return ()
