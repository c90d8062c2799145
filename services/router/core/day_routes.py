"""The days asked about, as routes: which crews are formed, where they go in which order, who is still free.

A crew is formed for a local day when its first booking of that day is assigned, and its members stay together all
that day: whoever is in a crew is in no other one. Crews are not stored; they are what the day's bookings say. When
the last booking of a crew's day is gone, its members are free again.

A route is a crew's day, or a part of it where shifts have gaps. Members travel from their own homes to the first
stop, together from stop to stop, and home from the last one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from itertools import product
from zoneinfo import ZoneInfo

from shared.contracts.values import CollectorId, Ident

from .fleet import TimeSpan, clipped, moment, whole, without_each
from .lookup import RegionLookup
from .state import OpenBooking, RegionState, Underway
from .travel import Coordinates, centre_of

FRESH = timedelta(minutes=30)
"""A position older than this says nothing about where its collector is."""

Crew = tuple[CollectorId, ...]
CrewDay = tuple[int, Crew]


@dataclass(frozen=True, slots=True)
class RegionDay:
    """A local day of the region, in seconds since 1970."""

    on: date
    start_s: int
    end_s: int


@dataclass(frozen=True, slots=True)
class Stop:
    """A door: arrive between `open_s` and `close_s`, then stay `stay_s`. `arrive_s` is the plan so far."""

    booking: Ident
    open_s: int
    close_s: int
    stay_s: int
    arrive_s: int
    place: Coordinates
    underway: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """`spans[i]` is when member `i` of `crew` is at work; they overlap. `day` indexes the days asked about."""

    day: int
    crew: Crew
    spans: tuple[TimeSpan, ...]
    stops: tuple[Stop, ...]


@dataclass(slots=True)
class DayRoutes:
    """`homes` holds who is registered and whose home could be read, `spans` when they work on each day, from now on.

    `crews` are the open stops of each crew and day in the order planned, `taken` who is in which crew per day.
    """

    region: RegionState
    days: tuple[RegionDay, ...]
    at: datetime
    lookup: RegionLookup
    homes: dict[CollectorId, Coordinates]
    spans: list[dict[CollectorId, list[TimeSpan]]]
    crews: dict[CrewDay, list[Stop]] = field(default_factory=dict)
    taken: list[dict[CollectorId, Crew]] = field(default_factory=list)

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """From the start of the first day to the end of the last."""
        return moment(self.days[0].start_s), moment(self.days[-1].end_s)

    def routes(self) -> list[Route]:
        """The routes to which a stop could be added: not those of crews with a visit under way."""
        return [
            route
            for (day, crew), stops in self.crews.items()
            if not any(stop.underway for stop in stops) and all(name in self.homes for name in crew)
            for route in self.routes_of(day, crew)
        ]

    def routes_of(self, day: int, crew: Crew) -> list[Route]:
        """A crew's day: one route, or one for each part of a day in which all its members are at work."""
        stops = self.crews[day, crew]
        joint = joint_spans([self.spans_on(name, day) for name in crew])
        if len(joint) <= 1:
            return [Route(day, crew, spans, tuple(stops)) for spans in joint]
        held: list[list[Stop]] = [[] for _ in joint]
        for stop in stops:
            fits = (n for n, spans in enumerate(joint) if all(span[0] <= stop.arrive_s < span[1] for span in spans))
            held[next(fits, 0)].append(stop)
        return [Route(day, crew, spans, tuple(mine)) for spans, mine in zip(joint, held, strict=True)]

    def spans_on(self, collector: CollectorId, day: int) -> list[TimeSpan]:
        """When the collector is at work on a day of these days, from now on."""
        return self.spans[day].get(collector, [])

    def start_of(self, collector: CollectorId, day: int) -> Coordinates:
        """Home; on the running day the last position, while it is fresh."""
        if whole(self.at) < self.days[day].start_s:
            return self.homes[collector]
        spot = self.lookup.spots.get((self.region.region, collector))
        if spot is not None and timedelta(0) <= self.at - spot.at <= FRESH:
            return self.lookup.place_of(spot.place) or self.homes[collector]
        return self.homes[collector]


def day_at(at: datetime, zone: str) -> RegionDay:
    """The local day that holds `at`."""
    place = ZoneInfo(zone)
    on = at.astimezone(place).date()
    start, end = (datetime.combine(each, daytime(), place) for each in (on, on + timedelta(days=1)))
    return RegionDay(on, whole(start.astimezone(UTC)), whole(end.astimezone(UTC)))


def days_of(moments: Iterable[datetime], zone: str) -> tuple[RegionDay, ...]:
    """The local days that hold these moments, each once, ascending."""
    found: dict[int, RegionDay] = {}
    last: RegionDay | None = None
    for each in moments:
        if last is None or not last.start_s <= each.timestamp() < last.end_s:
            last = day_at(each, zone)
            found[last.start_s] = last
    return tuple(found[start] for start in sorted(found))


def day_routes(
    region: RegionState, days: Sequence[RegionDay], at: datetime, lookup: RegionLookup, without: Iterable[Ident] = ()
) -> DayRoutes:
    """The routes of `days` as they stand at `at`, leaving out the bookings `without`."""
    homes = {
        name: place
        for name, collector in region.collectors.items()
        if collector.home is not None and (place := lookup.place_of(collector.home)) is not None
    }
    planned = DayRoutes(region, tuple(days), at, lookup, homes, _at_work(region, days, whole(at), lookup))
    planned.crews = _crews(planned, frozenset(without))
    planned.taken = [{} for _ in days]
    for day, crew in planned.crews:
        planned.taken[day].update(dict.fromkeys(crew, crew))
    return planned


def _at_work(
    region: RegionState, days: Sequence[RegionDay], now_s: int, lookup: RegionLookup
) -> list[dict[CollectorId, list[TimeSpan]]]:
    found: list[dict[CollectorId, list[TimeSpan]]] = [{} for _ in days]
    ends, first, last = [day.end_s for day in days], moment(days[0].start_s), moment(days[-1].end_s)
    for name, collector in region.collectors.items():
        for start, end in without_each(collector.working(first, last), lookup.busy.get((region.region, name), ())):
            for number in range(bisect_right(ends, start), len(days)):
                if days[number].start_s >= end:
                    break
                found[number].setdefault(name, []).extend(
                    clipped([(start, end)], max(days[number].start_s, now_s), days[number].end_s)
                )
    return found


def _crews(planned: DayRoutes, without: frozenset[Ident]) -> dict[CrewDay, list[Stop]]:
    """OpenBooking stops by day and crew, in the order planned. What should be over by now no longer holds its crew."""
    starts, now_s = [day.start_s for day in planned.days], whole(planned.at)
    first, last = planned.reach
    found: dict[CrewDay, list[Stop]] = {}
    for name, visit in planned.region.bookings.items():
        if not isinstance(visit, OpenBooking) or name in without:
            continue
        start = visit.booking.window.start
        if not first <= start < last:
            continue
        open_s = whole(start)
        day = bisect_right(starts, open_s) - 1
        if open_s >= planned.days[day].end_s:
            continue
        stop = _stop(visit, open_s, planned.lookup)
        if stop.underway or max(stop.close_s, stop.arrive_s + stop.stay_s) >= now_s:
            found.setdefault((day, visit.crew), []).append(stop)
    for stops in found.values():
        stops.sort(key=lambda stop: (stop.arrive_s, stop.booking))
    return found


def _stop(visit: OpenBooking, open_s: int, lookup: RegionLookup) -> Stop:
    """A home that can't be read any more is taken to be in the middle of its cell: its neighbours must be planned."""
    booking = visit.booking
    return Stop(
        booking.booking,
        open_s,
        whole(booking.window.end),
        booking.needs.duration_min * 60,
        whole(visit.arrive),
        lookup.place_of(booking.home) or centre_of(booking.cell) or (0.0, 0.0),
        isinstance(visit, Underway),
    )


def joint_spans(spans: Sequence[Sequence[TimeSpan]]) -> list[tuple[TimeSpan, ...]]:
    """Every choice of one span per member in which all are at work at the same time, ascending."""
    met = (each for each in product(*spans) if max(span[0] for span in each) < min(span[1] for span in each))
    return sorted(met, key=lambda each: max(span[0] for span in each))
