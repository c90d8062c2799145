"""What of a proposed time was said in so many words: one day, and hours by the clock, with all that they may mean."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

from datetime import date, time

import pytest

from services.notifier.understanding.reading import AskedKind, SpokenTime

from .asking import meanings, reading

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (27, 28, 29, 30))


def hours(*said: str) -> tuple[tuple[time, time], ...]:
    """ "23" is that hour, "19-0" from seven until midnight."""
    found = [[time(int(hour)) for hour in one.split("-")] for one in said]
    return tuple((one[0], one[-1]) for one in found)


def named(text: str, kind: AskedKind = "offer") -> SpokenTime | None:
    return reading(text, kind).named


@pytest.mark.parametrize(
    "text",
    [
        "can you come at 23:00?", "could you come at 11pm", "¿pueden venir a las 23:00?", "podem vir às 23h?", "vous pouvez venir à 23h ?", "晚上十一点可以来吗？", "晚上十一點可以來嗎？", "raat 11 baje aa sakte ho?", "रात 11 बजे आ सकते हैं?",
        "bisa datang jam 23.00?", "هل يمكنكم القدوم الساعة 23:00؟",
    ],
)  # fmt: skip
def test_an_hour_of_no_day_is_named_in_every_language(text: str) -> None:
    assert meanings(text) == ["propose"]
    found = named(text)
    assert found is not None
    assert (found.day, [first for first, _ in found.hours]) == (None, [time(23)])


@pytest.mark.parametrize(
    "text",
    ["can you come on sunday?", "¿pueden venir el domingo?", "podem vir no domingo?", "vous pouvez venir dimanche ?", "周日可以来吗？", "週日可以來嗎？", "रविवार को आ सकते हैं?", "bisa datang hari minggu?", "هل يمكنكم القدوم يوم الأحد؟"],
)  # fmt: skip
def test_a_day_is_named_in_every_language(text: str) -> None:
    assert named(text) == SpokenTime(SUNDAY)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("sunday at 10 in the morning", SpokenTime(SUNDAY, hours("10"))),
        ("christmas day would suit me", SpokenTime(date(2026, 12, 25))),
        ("monday after 7pm", SpokenTime(MONDAY, hours("19-0"))),
        ("monday evening after 10pm", SpokenTime(MONDAY, hours("22-0"))),
        ("sunday evening", SpokenTime(SUNDAY, hours("18-21"))),
        ("monday between 20 and 22", SpokenTime(MONDAY, hours("20-22"))),
        ("before 8 in the morning on monday", SpokenTime(MONDAY, hours("0-8"))),
        ("only after 10pm", SpokenTime(None, hours("22-0"))),
        ("late in the evening, 9pm, on monday", SpokenTime(MONDAY, hours("21"))),
        # In the morning or in the evening: both are told.
        ("monday at 8?", SpokenTime(MONDAY, hours("8", "20"))),
        ("can you come at 8?", SpokenTime(None, hours("8", "20"))),
        # Not a day that was named, but its hours are.
        ("next week at 23:00", SpokenTime(None, hours("23"))),
        ("monday at 23:00 or at 10 in the morning", SpokenTime(MONDAY, hours("23", "10"))),
    ],
)
def test_a_day_and_its_hours_are_named_as_they_were_said(text: str, found: SpokenTime) -> None:
    assert "propose" in meanings(text)
    assert named(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "next week", "in january", "sunday or monday", "another week, monday or the sunday after", "an hour later than the second", "4", "none of them", "2", "some other time",
        "the first week of december", "between christmas and new year",
    ],
)  # fmt: skip
def test_several_days_and_what_leans_on_a_window_name_nothing(text: str) -> None:
    assert named(text) is None


@pytest.mark.parametrize(
    "text", ["not on sunday", "I pay on sunday", "i'm at work until 23:00, none of these works", "thursday then, sunday we are away"]
)  # fmt: skip
def test_what_is_not_wished_for_is_not_named(text: str) -> None:
    assert named(text) is None


def test_an_hour_instead_of_the_agreed_one_names_no_day() -> None:
    assert named("can you come at 23:00 instead?", "notice") == SpokenTime(None, hours("23"))


def test_another_day_instead_of_the_agreed_one_is_named() -> None:
    assert named("could we do it on sunday instead?", "notice") == SpokenTime(SUNDAY)
    assert named("sunday instead, same hours", "notice") == SpokenTime(SUNDAY)


def test_where_no_time_was_offered_a_time_of_ones_own_is_named_too() -> None:
    assert named("sunday at 10:00 would be good", "question") == SpokenTime(SUNDAY, hours("10", "22"))
    assert named("at 23:00", "question") == SpokenTime(None, hours("23"))
