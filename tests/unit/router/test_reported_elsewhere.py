"""What other dispatch systems were reported to get wrong, each tried on ours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.router.core.day_routes import day_at, days_of
from services.router.core.state import Assigned, Unassigned
from shared.contracts.routing import CrewChanged, CrewUnassigned

from .events import absent, hired, made, on_shift
from .given import given

TEAM = [hired("ana"), hired("rui")]
NO_SHIFTS = range(0)
ODD_DAYS = {
    "America/Santiago": ("2026-04-04", "2026-09-06"),  # at midnight: one day has it twice, one not at all
    "America/Havana": ("2026-03-08", "2026-11-01"),
    "Africa/Cairo": ("2026-04-24", "2026-10-29"),
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # by half an hour
    "Europe/Lisbon": ("2026-03-29", "2026-10-25"),
    "Pacific/Apia": ("2011-12-29", "2011-12-31"),  # a whole day is left out between these
}


@pytest.mark.parametrize(("start", "end"), [(9.9, 10.2), (10.25, 12), (10.5, 10.75)])
def test_an_absence_counts_on_the_way_there_at_the_door_and_on_the_way_home(start: float, end: float) -> None:
    """OCA/field-service 1382: only the start of an order was held against time off."""
    town = given(TEAM, made("b1", hour=10, hours=0.25), [hired("eva", 2)]).when(absent("ana", 5, start, end))
    assert "ana" not in town.visit("b1", Assigned).crew
    assert town.told(CrewChanged).version == 2


def test_a_shift_that_began_the_evening_before_counts_in_the_morning() -> None:
    """frappe/hrms 541: a shift over midnight was looked for on the day of its start alone."""
    night = [on_shift(name, 4, 20, 24 + 14) for name in ("ana", "rui")]
    team = [hired(name, days=NO_SHIFTS) for name in ("ana", "rui")]
    town = given(team, night).when(made("b1", day=5, hour=9, hours=1))
    assert isinstance(town.region.bookings["b1"], Assigned)
    assert isinstance(town.when(made("b2", day=5, hour=15)).region.bookings["b2"], Unassigned)


@pytest.mark.parametrize("second", [(11, 18), (14, 18), (9, 18), (14.5, 18)])
def test_two_shifts_of_one_collector_are_not_two_people(second: tuple[float, float]) -> None:
    """A crew of two was made of one person whose day was entered twice, or in two parts."""
    twice = [on_shift("ana", 5, 9, 14, shift="a"), on_shift("ana", 5, *second, shift="b")]
    town = given(hired("ana", days=NO_SHIFTS), twice)
    town.when(made("b1", day=5, hour=13, hours=1.5))
    assert isinstance(town.region.bookings["b1"], Unassigned)
    assert {each.code for each in town.told(CrewUnassigned).refused} == {"crew-too-small"}


def test_who_steps_in_with_shorter_hours_takes_only_what_fits_them() -> None:
    """jsprit 503: a vehicle with other hours took over a route whose windows it could not meet."""
    spare = [hired("eva", days=NO_SHIFTS), on_shift("eva", 5, 9, 13)]
    town = given(TEAM, *(made(f"b{hour}", hour=hour, hours=1) for hour in (10, 11, 15)), spare).when(absent("ana", 5))
    assert town.visit("b10", Assigned).crew == town.visit("b11", Assigned).crew == ("eva", "rui")
    assert isinstance(town.region.bookings["b15"], Unassigned)


def test_no_booking_is_lost_when_one_after_another_falls_ill() -> None:
    """VROOM 814 and others: what could not be assigned was in no list."""
    names = ("ana", "rui", "eva", "leo", "mia")
    bookings = [f"b{hour}" for hour in (10, 12, 14, 16)]
    team = [hired(name, number) for number, name in enumerate(names)]
    town = given(team, *(made(booking, hour=int(booking[1:])) for booking in bookings))
    heard: dict[str, str] = {}
    for name in names:
        town.when(absent(name, 5))
        heard |= {told.booking: "another crew" for told in town.all_told(CrewChanged)}
        heard |= {told.booking: "nobody" for told in town.all_told(CrewUnassigned)}
        crews = [visit.crew for visit in town.region.bookings.values() if isinstance(visit, Assigned)]
        assert not any(name in crew for crew in crews)
    assert heard == dict.fromkeys(bookings, "nobody")
    assert town.duties == {}


@pytest.mark.parametrize(("zone", "on"), [(zone, on) for zone, days in ODD_DAYS.items() for on in days])
def test_a_day_on_which_clocks_change_begins_where_the_one_before_ends(zone: str, on: str) -> None:
    """Days of 23, 24½ and 25 hours, with midnight twice or not at all: each instant is of the day that a clock there
    shows, and of no other."""
    noon = datetime.fromisoformat(f"{on}T12:00").replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moments = [noon + timedelta(minutes=15 * step) for step in range(-4 * 40, 4 * 40)]
    for moment in moments:
        day = day_at(moment, zone)
        assert day.on == moment.astimezone(ZoneInfo(zone)).date()
        assert day.start_s <= moment.timestamp() < day.end_s
    days = days_of(moments, zone)
    assert [day.end_s for day in days[:-1]] == [day.start_s for day in days[1:]]
    assert len({day.on for day in days}) == len(days)
