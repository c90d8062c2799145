"""A region of some size, from a seed: crews of neighbours, each with a few doors near by on every day of a week.

Homes and doors are really sealed, as they are in a router that runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from services.router.core.day_routes import day_routes, days_of
from services.router.core.events_out import Duty
from services.router.core.events_out import duties as duties_of
from services.router.core.fleet import Collector, CollectorShift, Spell
from services.router.core.lookup import RegionLookup
from services.router.core.state import Assigned, RegionState
from services.router.core.timetable import timetable
from services.router.core.travel import Coordinates, SpeedModel
from shared.contracts.values import Sealed
from shared.privacy.cipher import seal
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.keys import wrapped as wrap
from tests.unit.router.events import CERTIFICATES, MONDAY, REGION, ZONE, at, booking, opened

SPREAD_KM, NEAR_KM = 9.0, 1.5
DAYS = (4, 5, 7, 8, 9, 10, 11)
HOURS = (10, 12, 14, 16)
CREWS_OUT = 0.8
"""Of all pairs so many are out each day; the others are free."""
MASTER = b"m" * 32
Km = tuple[float, float]


@dataclass
class FilledRegion:
    """`region` as it begins, and the keys that open it. `place` draws a place, `sealed` puts it into a box; `places`
    says what is in each."""

    collectors: int
    visits: int
    random: Random
    region: RegionState
    keys: MemoryKeys
    plain: dict[str, bytes]
    places: dict[str, Coordinates] = field(default_factory=dict)

    def place(self, around: Km = (0.0, 0.0), spread_km: float = SPREAD_KM) -> Km:
        east, north = (self.random.gauss(centre, spread_km / 2) for centre in around)
        return round(east, 3), round(north, 3)

    def sealed(self, km: Km, kid: str, field: str = "home") -> Sealed:
        key = self.plain.get(kid)
        if key is None:
            key = self.plain[kid] = os.urandom(32)
            self.keys.put({kid: wrap(kid, key, MASTER)})
        lat, lon = opened(label(km))
        box = seal(f"{lat},{lon}", key=key, kid=kid, of="e-1", field=field)
        self.places[box.box] = (lat, lon)
        return box

    def ring(self) -> KeyRing:
        return KeyRing(self.keys, MASTER)


def region_of_size(collectors: int, visits: int, seed: int = 1) -> FilledRegion:
    """Of so many collectors and open visits."""
    made = FilledRegion(collectors, visits, Random(seed), RegionState(region=REGION, zone=ZONE), MemoryKeys(), {})
    homes = sorted((made.place() for _ in range(collectors)), key=lambda km: (round(km[0] / NEAR_KM), km[1]))
    staff = {f"c{number:04}": _hired(made, f"c{number:04}", km) for number, km in enumerate(homes)}
    bookings = dict(_booked(made, list(staff), homes))
    made.region = RegionState(region=REGION, zone=ZONE, collectors=staff, bookings=bookings)
    return made


def duties(made: FilledRegion) -> Iterator[Duty]:
    """The rows that lie in the table for what is booked."""
    region, lookup = made.region, RegionLookup(made.places)
    for on in region.booked(ZONE).days:
        days = days_of([datetime.combine(on, time(12), ZoneInfo(ZONE))], ZONE)
        planned = day_routes(region, days, MONDAY, lookup)
        for day, crew in planned.crews:
            for route in planned.routes_of(day, crew):
                yield from duties_of(REGION, crew, timetable(planned, route, SpeedModel()))


def _hired(made: FilledRegion, name: str, km: Km) -> Collector:
    spell = Spell(valid_from=date(2026, 10, 1), valid_to=date(2027, 10, 1), said_at=MONDAY)
    return Collector(
        name=made.sealed((0, 0), f"c-{name}", "name"),
        home=made.sealed(km, f"c-{name}"),
        registered_at=MONDAY,
        certificates=dict.fromkeys(CERTIFICATES, (spell,)),
        shifts={f"d{day}": CollectorShift(start=at(day, 9), end=at(day, 18), said_at=MONDAY) for day in range(1, 13)},
    )


def _booked(made: FilledRegion, names: list[str], homes: list[Km]) -> Iterator[tuple[str, Assigned]]:
    number, crews = 0, range(0, int(made.collectors * CREWS_OUT) // 2 * 2, 2)
    for of_day, day in enumerate(DAYS):
        last = made.visits * (of_day + 1) // len(DAYS)
        for hour in HOURS:
            for first in crews:
                if number >= last:
                    break
                number += 1
                name, km = f"b{number}", made.place(homes[first], NEAR_KM)
                wanted = booking(name, day, hour, *km)
                wanted = wanted.model_copy(update={"home": made.sealed(km, f"b-{number}")})
                there, crew = at(day, hour), (names[first], names[first + 1])
                yield (
                    name,
                    Assigned(booking=wanted, version=1, crew=crew, arrive=there, depart=there + timedelta(minutes=30)),
                )


def label(km: Km) -> Sealed:
    """A box that tells the place by its label alone."""
    text = "_".join(str(round(each * 1000)).replace("-", "m") for each in km)
    return Sealed(kid="label", of="e-1", field="home", box=text)
