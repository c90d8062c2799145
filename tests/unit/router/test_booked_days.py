"""A region's days are what its bookings say, whatever way the region was made."""

from __future__ import annotations

from services.router.core.booked_days import BookedDays
from services.router.core.changes import CrewLacking, Ended
from services.router.core.evolve import evolve
from services.router.core.state import Assigned, RegionState

from .events import ZONE, at, cancelled, hired, made
from .given import MACHINE, given

TEAM = [hired("ana"), hired("rui"), hired("eva", 9), hired("leo", 9)]


def names(region: RegionState, zone: str = ZONE) -> list[list[str]]:
    """Of each day, in order, the bookings."""
    days = region.booked(zone).days
    return [sorted(each.name for held in days[on].crews.values() for each in held) for on in sorted(days)]


def test_a_copy_with_other_bookings_or_in_another_zone_has_other_days() -> None:
    region = given(TEAM, made("b1", day=5), made("b2", day=7)).region
    assert names(region) == [["b1"], ["b2"]]
    assert names(region.model_copy(update={"bookings": {"b2": region.bookings["b2"]}})) == [["b2"]]
    far = region.booked("Pacific/Kiritimati").days
    assert sorted(far) == sorted(each.replace(day=each.day + 1) for each in region.booked(ZONE).days)


def test_a_day_that_a_change_does_not_touch_is_the_same_object() -> None:
    town = given(TEAM, made("b1", day=5), made("b2", day=7))
    before = town.region.booked(ZONE).days
    after = town.when(cancelled("b1")).region.booked(ZONE).days
    assert [on for on in before if before[on] is not after.get(on)] == [at(5, 9).date()]
    assert names(town.region) == [["b2"]]


def test_a_booking_that_is_opened_again_is_found_again() -> None:
    region = given(TEAM, made("b1", day=5), made("b2", day=5, hour=14)).region
    again = region.bookings["b1"]
    assert isinstance(again, Assigned)
    over = evolve(region, Ended(booking="b1"))
    assert names(over) == [["b2"]]
    assert names(over.rebooked({"b1": again})) == [["b1", "b2"]]


def test_who_loses_a_crew_is_in_none_and_others_keep_theirs() -> None:
    region = given(TEAM, made("b1", day=5, east=1), made("b2", day=5, east=9)).region
    lost = region.bookings["b1"]
    assert isinstance(lost, Assigned)
    (day,) = evolve(region, CrewLacking(booking=lost.booking, version=1)).booked(ZONE).days.values()
    assert set(day.crews_of) == {"eva", "leo"}


def test_regions_are_equal_whether_anybody_asked_for_their_days_or_not() -> None:
    region = given(TEAM, made("b1", day=5)).region
    read = MACHINE.states.validate_json(MACHINE.states.dump_json(region))
    assert region == read
    assert isinstance(read.booked(ZONE), BookedDays)
    assert region == read
