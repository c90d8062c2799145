"""The open bookings of a region by local day and crew: made once of all of them, then carried on by each change.

It says nothing that the bookings do not say. It is never stored: a region read from its document makes it anew.
Nothing in it is changed in place; a day that a change does not touch is the same object before and after, and so is
what a crew has that day. Whoever keeps something made of a day may tell by that whether it still holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TypeGuard
from zoneinfo import ZoneInfo

from shared.contracts.values import CollectorId, Ident
from shared.decision.replaced import replace

from .fleet import whole

if TYPE_CHECKING:
    from .state import Assigned, BookingState, OpenBooking, Underway

Crew = tuple[CollectorId, ...]


class BookedVisit(NamedTuple):
    """`order` is the booking's place among all that the region ever had: of crews that cost the same the first goes."""

    order: int
    name: Ident
    visit: Assigned | Underway


@dataclass(frozen=True, slots=True, eq=False)
class BookedDay:
    """What each crew has on a day, in the order planned, and the crews that each collector is in: one, but for what
    should be over by now."""

    crews: Mapping[Crew, tuple[BookedVisit, ...]] = field(default_factory=dict)
    crews_of: Mapping[CollectorId, tuple[Crew, ...]] = field(default_factory=dict)

    def with_crew(self, crew: Crew, held: Iterable[BookedVisit]) -> BookedDay:
        """The same day, with these for all that `crew` has. None: the crew is no more."""
        mine = tuple(sorted(held, key=_planned))
        crews, crews_of = dict(self.crews), self.crews_of
        if mine:
            crews[crew] = mine
        else:
            crews.pop(crew, None)
        if (crew in crews) != (crew in self.crews):
            others = {name: tuple(each for each in crews_of.get(name, ()) if each != crew) for name in crew}
            changed = {name: (*others[name], crew) if mine else others[name] for name in crew}
            crews_of = {name: found for name, found in {**crews_of, **changed}.items() if found}
        return BookedDay(crews, crews_of)

    def only(self, kept: Callable[[BookedVisit], bool]) -> BookedDay:
        """The same day with those alone that are `kept`; itself where all are."""
        changed = {
            crew: tuple(each for each in held if kept(each))
            for crew, held in self.crews.items()
            if not all(kept(each) for each in held)
        }
        if not changed:
            return self
        crews = {crew: left for crew, held in self.crews.items() if (left := changed.get(crew, held))}
        return BookedDay(crews, self.crews_of if len(crews) == len(self.crews) else _crews_of(crews))

    def from_now_on(self, now_s: int) -> BookedDay:
        """What still holds its crew at `now_s`: what should be over by now, and was never begun, does not."""
        return self.only(lambda each: _holds(each.visit, now_s))


NOTHING_BOOKED = BookedDay()


@dataclass(frozen=True, slots=True)
class BookedDays:
    """`of` are the bookings that it is made of, `days` those open by the local day of `zone` on which they begin."""

    of: Mapping[Ident, BookingState]
    zone: str
    days: Mapping[date, BookedDay]
    next_order: int

    def __eq__(self, other: object) -> bool:
        """It is made of what is compared anyway."""
        return other is None or isinstance(other, BookedDays)

    __hash__ = None  # type: ignore[assignment]

    def on(self, day: date) -> BookedDay:
        return self.days.get(day, NOTHING_BOOKED)

    def each(self) -> Iterator[BookedVisit]:
        """Every open booking, by day."""
        for day in self.days.values():
            for held in day.crews.values():
                yield from held

    def carried_on(self, after: Mapping[Ident, BookingState], names: Iterable[Ident]) -> BookedDays | None:
        """The same of the bookings `after`, which differ in `names` alone. None where it has to be made anew."""
        days, next_order = dict(self.days), self.next_order
        for name in names:
            old, new = self.of.get(name), after.get(name)
            order = next_order
            if _is_open(old):
                order = _taken_out(days, self._day_of(old), name, old)
            elif old is not None and _is_open(new):
                return None  # its place among the others is not known here
            elif old is None:
                next_order += 1
            if _is_open(new):
                on = self._day_of(new)
                day = days.get(on, NOTHING_BOOKED)
                days[on] = day.with_crew(new.crew, (*day.crews.get(new.crew, ()), BookedVisit(order, name, new)))
        return replace(self, of=after, days=days, next_order=next_order)

    def _day_of(self, visit: OpenBooking) -> date:
        return visit.booking.window.start.astimezone(ZoneInfo(self.zone)).date()


def booked_days(bookings: Mapping[Ident, BookingState], zone: str) -> BookedDays:
    """Made of all bookings."""
    place = ZoneInfo(zone)
    found: dict[date, dict[Crew, list[BookedVisit]]] = {}
    for order, (name, visit) in enumerate(bookings.items()):
        if _is_open(visit):
            crews = found.setdefault(visit.booking.window.start.astimezone(place).date(), {})
            crews.setdefault(visit.crew, []).append(BookedVisit(order, name, visit))
    days = {on: _day(crews) for on, crews in found.items()}
    return BookedDays(bookings, zone, days, len(bookings))


def _day(crews: Mapping[Crew, list[BookedVisit]]) -> BookedDay:
    return BookedDay({crew: tuple(sorted(held, key=_planned)) for crew, held in crews.items()}, _crews_of(crews))


def _crews_of(crews: Iterable[Crew]) -> dict[CollectorId, tuple[Crew, ...]]:
    found: dict[CollectorId, tuple[Crew, ...]] = {}
    for crew in crews:
        for name in crew:
            found[name] = (*found.get(name, ()), crew)
    return found


def _taken_out(days: dict[date, BookedDay], on: date, name: Ident, visit: OpenBooking) -> int:
    day = days[on]
    held = day.crews[visit.crew]
    left = day.with_crew(visit.crew, (each for each in held if each.name != name))
    if left.crews:
        days[on] = left
    else:
        del days[on]
    return next(each.order for each in held if each.name == name)


def _is_open(visit: Any) -> TypeGuard[OpenBooking]:
    return getattr(visit, "crew", None) is not None


def _holds(visit: OpenBooking, now_s: int) -> bool:
    if visit.kind == "underway":
        return True
    stay_s = visit.booking.needs.duration_min * 60
    return max(whole(visit.booking.window.end), whole(visit.arrive) + stay_s) >= now_s


def _planned(each: BookedVisit) -> tuple[int, Ident]:
    return whole(each.visit.arrive), each.name
