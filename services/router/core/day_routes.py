"""The days asked about, as routes: which crews are formed, where they go in which order, who is still free.

A crew is formed for a local day when its first booking of that day is assigned, and its members stay together all
that day: whoever is in a crew is in no other one. Crews are not stored; they are what the day's bookings say. When
the last booking of a crew's day is gone, its members are free again.

A route is a crew's day, or a part of it where shifts have gaps. Members travel from their own homes to the first
stop, together from stop to stop, and home from the last one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from itertools import product
from zoneinfo import ZoneInfo

from shared.contracts.values import CollectorId, Ident
from shared.decision.replaced import replace

from .booked_days import BookedDay, Crew
from .fleet import TimeSpan, clipped, moment, whole, without_each
from .lookup import RegionLookup
from .state import OpenBooking, RegionState, Underway
from .travel import Coordinates, centre_of

FRESH = timedelta(minutes=30)
"""A position older than this says nothing about where its collector is."""

CrewDay = tuple[int, Crew]


@dataclass(frozen=True, slots=True)
class RegionDay:
    """A local day of the region, in seconds since 1970."""

    on: date
    start_s: int
    end_s: int
    zone: str


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


class Homes(Mapping[CollectorId, Coordinates]):
    """Where those live who are registered and whose home can be read; each is looked up when it is asked for."""

    def __init__(self, region: RegionState, lookup: RegionLookup) -> None:
        self._collectors, self._lookup = region.collectors, lookup

    def __getitem__(self, name: CollectorId) -> Coordinates:
        collector = self._collectors[name]
        place = self._lookup.place_of(collector.home) if collector.home is not None else None
        if place is None:
            raise KeyError(name)
        return place

    def __iter__(self) -> Iterator[CollectorId]:
        return (name for name in self._collectors if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(slots=True)
class DayRoutes:
    """`booked` is what is open on each of the days, and still holds its crew. Everything else is found when asked for,
    so that a question about one crew costs the same however many there are."""

    region: RegionState
    days: tuple[RegionDay, ...]
    at: datetime
    lookup: RegionLookup
    homes: Homes
    booked: tuple[BookedDay, ...]
    _spans: dict[tuple[CollectorId, int], list[TimeSpan]] = field(default_factory=dict)

    @property
    def reach(self) -> tuple[datetime, datetime]:
        """From the start of the first day to the end of the last."""
        return moment(self.days[0].start_s), moment(self.days[-1].end_s)

    @property
    def crews(self) -> dict[CrewDay, list[Stop]]:
        """The open stops of each crew and day in the order planned; the crew that is out for longest comes first."""
        out = [(day, crew) for day, booked in enumerate(self.booked) for crew in booked.crews]
        return {each: self.stops_of(*each) for each in sorted(out, key=self._since)}

    def crews_with(self, collector: CollectorId) -> list[CrewDay]:
        """Those of `crews` that the collector is in, in the same order."""
        out = [(day, crew) for day, booked in enumerate(self.booked) for crew in booked.crews_of.get(collector, ())]
        return sorted(out, key=self._since)

    def crew_of(self, collector: CollectorId, day: int) -> Crew | None:
        """The crew that the collector is in on that day."""
        found = [crew_day for crew_day in self.crews_with(collector) if crew_day[0] == day]
        return found[-1][1] if found else None

    def stops_of(self, day: int, crew: Crew) -> list[Stop]:
        return [stop_of(each.visit, self.lookup) for each in self.booked[day].crews[crew]]

    def routes_of(self, day: int, crew: Crew) -> list[Route]:
        """A crew's day: one route, or one for each part of a day in which all its members are at work."""
        parts = self.parts_of(day, crew)
        held = in_parts(self.stops_of(day, crew), [part.spans for part in parts])
        return [replace(part, stops=tuple(mine)) for part, mine in zip(parts, held, strict=True)]

    def parts_of(self, day: int, crew: Crew) -> list[Route]:
        """The same without the stops."""
        joint = joint_spans([self.spans_on(name, day) for name in crew])
        return [Route(day, crew, spans, ()) for spans in joint]

    def spans_on(self, collector: CollectorId, day: int) -> list[TimeSpan]:
        """When the collector is at work on a day of these days, from now on."""
        known = self._spans.get((collector, day))
        if known is None:
            found = at_work(self.region, collector, self.days[day], self.lookup)
            known = self._spans[collector, day] = clipped(found, whole(self.at), self.days[day].end_s)
        return known

    def is_running(self, day: int) -> bool:
        """Has the day begun?"""
        return self.days[day].start_s <= whole(self.at)

    def start_of(self, collector: CollectorId, day: int) -> Coordinates:
        """Home; on the running day the last position, while it is fresh."""
        if not self.is_running(day):
            return self.homes[collector]
        spot = self.lookup.spots.get((self.region.region, collector))
        if spot is not None and timedelta(0) <= self.at - spot.at <= FRESH:
            return self.lookup.place_of(spot.place) or self.homes[collector]
        return self.homes[collector]

    def _since(self, crew_day: CrewDay) -> int:
        return min(each.order for each in self.booked[crew_day[0]].crews[crew_day[1]])


def day_at(at: datetime, zone: str) -> RegionDay:
    """The local day that holds `at`."""
    place = ZoneInfo(zone)
    on = at.astimezone(place).date()
    start, end = (datetime.combine(each, daytime(), place) for each in (on, on + timedelta(days=1)))
    return RegionDay(on, whole(start.astimezone(UTC)), whole(end.astimezone(UTC)), zone)


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
    """The routes of `days`, which are days of the region's zone, as they stand at `at`; `without` are left out."""
    now_s, gone = whole(at), [visit for name in without if isinstance(visit := region.bookings.get(name), OpenBooking)]
    found: list[BookedDay] = []
    for day in days:
        booked = region.booked(day.zone).on(day.on)
        for visit in gone:
            name, held = visit.booking.booking, booked.crews.get(visit.crew, ())
            if any(each.name == name for each in held):
                booked = booked.with_crew(visit.crew, (each for each in held if each.name != name))
        found.append(booked.from_now_on(now_s) if day.start_s <= now_s else booked)
    return DayRoutes(region, tuple(days), at, lookup, Homes(region, lookup), tuple(found))


def at_work(region: RegionState, collector: CollectorId, day: RegionDay, lookup: RegionLookup) -> list[TimeSpan]:
    """When the collector is at work on that day, and not on duty in another region."""
    spans = region.collectors[collector].working(moment(day.start_s), moment(day.end_s))
    spans = without_each(spans, lookup.busy.get((region.region, collector), ()))
    return clipped(spans, day.start_s, day.end_s)


def stop_of(visit: OpenBooking, lookup: RegionLookup) -> Stop:
    """A home that can't be read any more is taken to be in the middle of its cell: its neighbours must be planned."""
    booking = visit.booking
    return Stop(
        booking.booking,
        whole(booking.window.start),
        whole(booking.window.end),
        booking.needs.duration_min * 60,
        whole(visit.arrive),
        lookup.place_of(booking.home) or centre_of(booking.cell) or (0.0, 0.0),
        isinstance(visit, Underway),
    )


def in_parts(stops: Sequence[Stop], joint: Sequence[Sequence[TimeSpan]]) -> list[list[Stop]]:
    """The stops of each part of a crew's day: where it plans to arrive while all its members are at work."""
    if len(joint) <= 1:
        return [list(stops) for _ in joint]
    held: list[list[Stop]] = [[] for _ in joint]
    for stop in stops:
        fits = (n for n, spans in enumerate(joint) if all(span[0] <= stop.arrive_s < span[1] for span in spans))
        held[next(fits, 0)].append(stop)
    return held


def joint_spans(spans: Sequence[Sequence[TimeSpan]]) -> list[tuple[TimeSpan, ...]]:
    """Every choice of one span per member in which all are at work at the same time, ascending."""
    met = (each for each in product(*spans) if max(span[0] for span in each) < min(span[1] for span in each))
    return sorted(met, key=lambda each: max(span[0] for span in each))
