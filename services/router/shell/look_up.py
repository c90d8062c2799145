"""What decisions need to know: homes of collectors and borrowers, last positions, time that other regions have taken.

Nothing is written down. What was opened is remembered in memory, by its box, and forgotten with its key: each time it
is asked whether the key is still there, which the key ring answers from its own cache for at most a minute. What
nobody asked for since then is forgotten anyway.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from services.router.core.day_routes import FRESH
from services.router.core.fleet import Spot, TimeSpan, whole
from services.router.core.inputs import RouterInput
from services.router.core.lookup import RegionLookup
from services.router.core.state import Assigned, RegionState, Underway
from services.router.core.travel import Coordinates
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
from shared.privacy.cipher import Unreadable, unseal
from shared.privacy.keys import CACHE_S, KeyRing
from shared.runtime.looking import LookUnit
from shared.runtime.ports import Clock, Unit

PLACES_MAX = 50_000
PLANNING = (
    SlotsAsked, BookingMade, CollectorRegistered, CollectorDeregistered, CollectorCertified,
    CertificateRevoked, CollectorUnavailable, ShiftPlanned, ComplaintRaised,
)  # fmt: skip
"""Inputs that may need to know where things are. Outcomes are only remembered."""
A_DAY = timedelta(hours=26)
"""A local day, with an hour of the clocks' and an hour between two processes."""


class PlaceOpener:
    """Router's look-up: what a decision may know besides its state."""

    def __init__(
        self, ring: KeyRing, clock: Clock, places_max: int = PLACES_MAX, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._ring = ring
        self._clock = clock
        self._places_max = places_max
        self._now_s = now_s
        self._opened: OrderedDict[str, Coordinates | None] = OrderedDict()
        self._asked_s: dict[str, float] = {}

    async def __call__(
        self, unit: Unit, states: Mapping[str, RegionState], inputs: Sequence[tuple[str, RouterInput]]
    ) -> RegionLookup:
        planning = {aggregate for aggregate, input in inputs if isinstance(input, PLANNING)}
        boxes = {box.box: box for aggregate in planning for box in in_region(states[aggregate])}
        boxes |= {box.box: box for aggregate, input in inputs if aggregate in planning for box in in_input(input)}
        now = self._clock.now()
        today = {name for name, input in inputs if isinstance(input, PLANNING) and may_plan_today(input, now)}
        spots = await last_spots(unit, today, now)
        boxes |= {spot.place.box: spot.place for spot in spots.values()}
        busy = await busy_elsewhere(unit, {name: states[name] for name in planning})
        return RegionLookup(await self.open(boxes), busy, spots)

    async def open(self, boxes: Mapping[str, Sealed]) -> dict[str, Coordinates]:
        """The places in these boxes; one whose key is gone, or that holds no place, is left out."""
        keys = await self._ring.keys({box.kid for box in boxes.values()})
        now_s = self._now_s()
        found: dict[str, Coordinates] = {}
        for name, box in boxes.items():
            if (key := keys.get(box.kid)) is None:
                self._forget(name)
                continue
            if name not in self._opened:
                self._opened[name] = _place(box, key)
            self._opened.move_to_end(name)
            self._asked_s[name] = now_s
            if (place := self._opened[name]) is not None:
                found[name] = place
        while self._opened:
            oldest = next(iter(self._opened))
            if len(self._opened) <= self._places_max and now_s - self._asked_s[oldest] < CACHE_S:
                break
            self._forget(oldest)
        return found

    def _forget(self, name: str) -> None:
        self._opened.pop(name, None)
        self._asked_s.pop(name, None)


async def nothing_seen(
    unit: Unit, states: Mapping[str, RegionState], inputs: Sequence[tuple[str, RouterInput]]
) -> RegionLookup:
    return RegionLookup()


async def busy_elsewhere(
    unit: Unit | LookUnit, regions: Mapping[str, RegionState]
) -> dict[tuple[str, CollectorId], list[TimeSpan]]:
    """When collectors of these regions are on duty in other regions."""
    pairs = [(name, collector) for name, region in regions.items() for collector in region.collectors]
    if not pairs:
        return {}
    params = {"regions": [pair[0] for pair in pairs], "collectors": [pair[1] for pair in pairs]}
    found: dict[tuple[str, CollectorId], list[TimeSpan]] = {}
    for row in await unit.select("busy_elsewhere", params):
        span = (whole(row["starts_at"]), whole(row["ends_at"]))
        found.setdefault((row["region"], row["collector"]), []).append(span)
    return found


def may_plan_today(input: RouterInput, now: datetime) -> bool:
    """May where collectors are now count? A window that is known, and of another day, is reached from home."""
    match input:
        case SlotsAsked(data=ask):
            return ask.earliest < now + A_DAY
        case BookingMade(data=booking):
            return booking.window.start < now + A_DAY
        case _:
            return True


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


def in_region(region: RegionState) -> Iterator[Sealed]:
    """Every place that a region's state holds."""
    for collector in region.collectors.values():
        if collector.home is not None:
            yield collector.home
    for visit in region.bookings.values():
        if isinstance(visit, Assigned | Underway):
            yield visit.booking.home


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


def _place(box: Sealed, key: bytes) -> Coordinates | None:
    try:
        lat, lon = map(float, unseal(box, key=key, field=box.field).split(","))
    except (Unreadable, ValueError):
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
