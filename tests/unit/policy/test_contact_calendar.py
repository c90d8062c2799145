"""When contact is open: a table of days on which clocks change, of midnights, zones, holidays and dates of leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.contracts.values import Window
from shared.policy import ContactCalendar
from shared.policy.parts import Channel

from .packs import example

HOUR = timedelta(hours=1)


def leaf(value: str, since: str = "2000-01-01", status: str = "law") -> str:
    return f'{{ value = {{ {value} }}, cite = "a source", effective_from = {since}, status = "{status}" }}'


def hours(start: str, end: str, *, days: str = "[1,2,3,4,5,6,7]", more: str = "", **dates: str) -> str:
    return leaf(f'channels = ["visit"], weekdays = {days}, start = {start}:00, end = {end}:00{more}', **dates)


def calendar(*windows: str, blackouts: tuple[str, ...] = ()) -> ContactCalendar:
    return example(f"[contact]\nwindows = [{', '.join(windows)}]\nblackouts = [{', '.join(blackouts)}]\n").calendar


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


DAYTIME, NIGHT, SKIPPED = hours("09:00", "19:00"), hours("00:00", "06:00"), hours("01:15", "01:45")


@pytest.mark.parametrize(
    ("windows", "zone", "asked", "opens"),
    [
        # The clocks of Lisbon go forward on 2027-03-28 at 1:00, and back on 2026-10-25 at 2:00.
        (DAYTIME, "Europe/Lisbon", "2027-03-27T19:00+00:00", "2027-03-28T08:00+00:00"),
        (DAYTIME, "Europe/Lisbon", "2026-10-24T19:00+01:00", "2026-10-25T09:00+00:00"),
        (SKIPPED, "Europe/Lisbon", "2027-03-27T12:00+00:00", "2027-03-28T01:15+00:00"),
        (NIGHT, "Europe/Lisbon", "2026-12-01T06:00+00:00", "2026-12-02T00:00+00:00"),
        (NIGHT, "Europe/Lisbon", "2026-12-01T05:59+00:00", "2026-12-01T05:59+00:00"),
        # Midnight is skipped in Beirut on 2027-03-28: the day begins at one.
        (NIGHT, "Asia/Beirut", "2027-03-27T12:00+02:00", "2027-03-28T01:00+03:00"),
        # One moment, two days.
        (hours("09:00", "19:00", days="[7]"), "Pacific/Kiritimati", "2026-11-28T20:00+00:00", "2026-11-28T20:00+00:00"),
        (hours("09:00", "19:00", days="[7]"), "Pacific/Pago_Pago", "2026-11-28T20:00+00:00", "2026-11-29T20:00+00:00"),
        (DAYTIME, "Asia/Kathmandu", "2026-12-01T00:00+00:00", "2026-12-01T03:15+00:00"),
        # A window of tomorrow is not one of today, and a draft never is one.
        (hours("09:00", "19:00", since="2026-12-03"), "Asia/Tokyo", "2026-12-01T00:00+00:00", "2026-12-03T00:00+00:00"),
        (hours("09:00", "19:00", status="draft"), "Asia/Tokyo", "2026-12-01T00:00+00:00", None),
        (hours("09:00", "19:00", since="2027-06-01"), "Asia/Tokyo", "2026-12-01T00:00+00:00", None),
    ],
)  # fmt: skip
def test_when_it_opens_next(windows: str, zone: str, asked: str, opens: str | None) -> None:
    found = calendar(windows).next_open("visit", zone, at(asked))
    assert found == (None if opens is None else at(opens))


@pytest.mark.parametrize(
    ("blackout", "closed"),
    [
        (leaf('name = "x", yearly = "02-29"'), ["2028-02-29"]),
        (leaf('name = "x", yearly = "12-01"'), ["2026-12-01", "2027-12-01"]),
        (leaf('name = "x", first = 2026-12-01, last = 2026-12-03'), ["2026-12-01", "2026-12-02", "2026-12-03"]),
        (leaf('name = "x", yearly = "12-01"', status="draft"), []),
        (leaf('name = "x", yearly = "12-01"', since="2027-01-01"), ["2027-12-01"]),
    ],
)
def test_a_day_without_contact(blackout: str, closed: list[str]) -> None:
    strict = calendar(DAYTIME, blackouts=(blackout,))
    lax = calendar(hours("09:00", "19:00", more=", holidays = true"), blackouts=(blackout,))
    days = [date(2026, 11, 30) + timedelta(days=ahead) for ahead in range(700)]
    found = [day.isoformat() for day in days if not strict.hours("visit", day)]
    assert found == closed
    assert [strict.is_blacked_out(day) for day in days] == [day.isoformat() in found for day in days]
    assert all(lax.hours("visit", day) for day in days)


def test_hours_of_one_channel_are_not_those_of_another() -> None:
    found = calendar(DAYTIME)
    channels: list[Channel] = ["text", "call", "letter"]
    assert all(found.next_open(channel, "Asia/Tokyo", at("2026-12-01T03:00+00:00")) is None for channel in channels)
    assert found.first_open("text", "Asia/Tokyo", at("2026-12-01T03:00+00:00")) == at("2027-01-30T03:00+00:00")


def test_open_time_is_counted_in_hours_that_pass_not_on_the_wall_clock() -> None:
    nights = calendar(hours("00:00", "06:00", days="[7]"))
    back, forward = at("2026-10-25T00:00+01:00"), at("2027-03-28T00:00+00:00")
    assert nights.open_for("visit", "Europe/Lisbon", back, 7 * HOUR) == at("2026-10-25T06:00+00:00")
    assert nights.open_for("visit", "Europe/Lisbon", forward, 5 * HOUR) == at("2027-03-28T06:00+01:00")


def test_of_windows_that_overlap_no_hour_counts_twice() -> None:
    found = calendar(hours("09:00", "12:00"), hours("11:00", "15:00"))
    start = at("2026-12-01T09:00+00:00")
    assert found.open_for("visit", "Europe/Lisbon", start, 5 * HOUR) == at("2026-12-01T14:00+00:00")
    assert [leaf.value.start.hour for leaf in found.hours("visit", date(2026, 12, 1))] == [9, 11]


def test_hours_that_the_clocks_skip_are_not_there() -> None:
    found = calendar(hours("01:30", "02:00"))
    assert found.spans("visit", "Europe/Lisbon", date(2027, 3, 28)) == ()
    assert len(found.spans("visit", "Europe/Lisbon", date(2027, 3, 29))) == 1


@pytest.mark.parametrize(
    ("start", "lasts", "then", "allowed"),
    [
        ("2026-12-01T09:00+00:00", 2 * HOUR, 0 * HOUR, True),
        ("2026-12-01T17:00+00:00", 2 * HOUR, 0 * HOUR, True),
        ("2026-12-01T17:00+00:00", 2 * HOUR, HOUR / 60, False),
        ("2026-12-01T08:59+00:00", 2 * HOUR, 0 * HOUR, False),
        ("2026-12-01T18:00+00:00", 24 * HOUR, 0 * HOUR, False),
        ("2026-12-01T10:00+00:00", 0 * HOUR, 0 * HOUR, False),
    ],
)
def test_a_window_lies_in_hours_as_a_whole(start: str, lasts: timedelta, then: timedelta, allowed: bool) -> None:
    begins = at(start)
    window = Window.model_construct(start=begins, end=begins + lasts, zone="Europe/Lisbon", local="")
    assert (calendar(DAYTIME).rule_of("visit", window, then) == "contact.windows[0]: a source") is allowed
    nowhere = window.model_copy(update={"zone": "no/where"})
    assert calendar(DAYTIME).rule_of("visit", nowhere, then) is None


def test_a_day_begins_with_its_hours_holiday_or_not_and_at_midnight_without_any() -> None:
    found = calendar(
        hours("09:00", "19:00", days="[1]"), blackouts=(leaf('name = "x", first = 2026-11-30, last = 2026-11-30'),)
    )
    assert found.beginning("visit", "Asia/Tokyo", at("2026-11-30T20:00+09:00")) == at("2026-11-30T09:00+09:00")
    assert found.beginning("visit", "Asia/Tokyo", at("2026-12-01T20:00+09:00")) == at("2026-12-01T00:00+09:00")


def test_a_day_cites_what_opens_or_closes_it() -> None:
    """A holiday its blackout; a day that no window names the windows of the channel, since they leave it out."""
    weekdays, saturdays = hours("09:00", "19:00", days="[1,2,3,4,5]"), hours("10:00", "12:00", days="[6]")
    texts = leaf('channels = ["text"], weekdays = [7], start = 09:00:00, end = 10:00:00')
    blackouts = (leaf('name = "christmas", yearly = "12-25"'), leaf('name = "a sunday", yearly = "12-27"'))
    found = calendar(texts, weekdays, saturdays, blackouts=blackouts)
    cited = {day: found.rule_on("visit", date(2026, 12, day)) for day in (24, 25, 26, 27)}
    assert {day: rule.split(":")[0] for day, rule in cited.items()} == {
        24: "contact.windows[1]", 25: "contact.blackouts[0]", 26: "contact.windows[2]", 27: "contact.windows[1]",
    }  # fmt: skip
    assert found.rule_on("letter", date(2026, 12, 24)) == ""
