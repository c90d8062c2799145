"""Days and weeks of appointments are those of the place, as long as they are there."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from services.console.web.appointment_days import appointment, chosen, counted, days, first_day

LISBON, SHANGHAI = "Europe/Lisbon", "Asia/Shanghai"


def row(day: str, hour: int, case: str = "c-1", **other: Any) -> dict[str, Any]:
    """A window of two hours that begins at `hour` UTC."""
    start = datetime.fromisoformat(day).replace(hour=hour, tzinfo=UTC)
    return {
        "case_id": case, "day": day, "window_start": start, "window_end": start + timedelta(hours=2), "zone": LISBON,
        "region": "gaia", "state": "permitted", "reason": None, "ended_at": None, "crew": ["gaia-01"],
        "departed_at": None, "arrived_at": None,
    } | other  # fmt: skip


def test_a_week_begins_on_monday_and_has_its_empty_days() -> None:
    first = first_day(date(2027, 4, 22), "week")
    week = days([row("2027-04-21", 12), row("2027-04-21", 8, "c-2"), row("2027-05-01", 8)], first, "week", LISBON)
    assert [day.on.isoformat() for day in week][::6] == ["2027-04-19", "2027-04-25"]
    assert [len(day.appointments) for day in week] == [0, 0, 2, 0, 0, 0, 0]
    assert [each.case for each in week[2].appointments] == ["c-2", "c-1"]
    assert [each.clock for each in week[2].appointments] == ["09:00–11:00", "13:00–15:00"]


def test_a_window_is_told_in_the_zone_of_its_visit() -> None:
    assert appointment(row("2027-04-22", 1, zone=SHANGHAI)).clock == "09:00–11:00"


@pytest.mark.parametrize(
    ("on", "hours", "labels", "change"),
    [
        (date(2027, 3, 28), 23, ["00", "02", "03"], "at 01:00 clocks go forward to 02:00"),
        (date(2027, 10, 31), 25, ["00", "01", "01"], "at 02:00 clocks go back to 01:00"),
        (date(2027, 4, 1), 24, ["00", "01", "02"], ""),
    ],
)
def test_a_day_has_as_many_hours_as_it_has_there(on: date, hours: int, labels: list[str], change: str) -> None:
    (day,) = days([], on, "day", LISBON)
    assert (day.hours_long, len(day.hours), day.change) == (hours, hours, change)
    assert [hour.label for hour in day.hours[:3]] == labels


def test_windows_are_counted_in_the_hour_that_is_meant_where_one_comes_twice() -> None:
    both = [row("2027-10-31", 0, "c-1"), row("2027-10-31", 1, "c-2"), row("2027-10-31", 9, "c-3")]
    (day,) = days(both, date(2027, 10, 31), "day", LISBON)
    assert [(hour.label, hour.count) for hour in day.hours if hour.count] == [("01", 1), ("01", 1), ("09", 1)]
    assert [each.offset for each in day.appointments] == ["UTC+0100", "UTC+0000", ""]


def test_who_left_or_arrived_is_on_the_way_or_at_the_door_until_the_visit_is_over() -> None:
    at = datetime(2027, 4, 22, 8, tzinfo=UTC)
    rows = [
        row("2027-04-22", 8), row("2027-04-22", 8, departed_at=at), row("2027-04-22", 8, departed_at=at, arrived_at=at),
        row("2027-04-22", 8, state="kept", region="porto", arrived_at=at),
    ]  # fmt: skip
    states, regions = counted(rows)
    assert states == [("permitted", 1), ("under-way", 1), ("at-the-door", 1), ("kept", 1)]
    assert regions == [("gaia", 3), ("porto", 1)]
    assert chosen(rows, "kept", "") == rows[3:]
    assert chosen(rows, "", "gaia") == rows[:3]
    assert chosen(rows, "kept", "gaia") == []


def test_it_is_told_when_the_borrower_hears_who_comes_while_that_is_ahead() -> None:
    ahead = datetime(2027, 4, 17, 14, tzinfo=UTC)
    assert appointment(row("2027-04-19", 8, state="agreed", named_at=ahead)).named == "Sat 17"
    assert appointment(row("2027-04-19", 8, state="agreed", named_at=None)).named == ""
    assert appointment(row("2027-04-19", 8)).named == ""
