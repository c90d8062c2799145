"""What a mention tells besides its best reading: where it stands, doubts, other readings, what it leans on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from services.notifier.understanding.times import TimeMention, mentions

from .said import AT, reading, short

NEW_YORK = ZoneInfo("America/New_York")


def only(text: str, at: datetime = AT, hint: str = "") -> TimeMention:
    (found,) = mentions(text, at, hint)
    return found


def test_a_mention_stands_where_it_was_written() -> None:
    text = "D'accord, après‑demain à 15h, merci"
    found = only(text)
    assert text[found.start : found.end] == "après‑demain à 15h"


def test_letters_that_grow_when_folded_move_no_mention() -> None:
    text = "ﷺ ﷺ غدا الساعة ٥"
    found = only(text)
    assert text[found.start : found.end] == "غدا الساعة ٥"


def test_a_day_that_no_month_has_is_told_and_has_no_reading() -> None:
    found = only("31 February works")
    assert found.readings == ()
    assert found.doubts == {"no_such_date"}


@pytest.mark.parametrize("text", ["12/31/9999", "9999-12-31", "0000-01-01", "31.12.9999 at 23:59", "99/99/99", "1/1/1"])
def test_years_that_nobody_means_raise_nothing(text: str) -> None:
    assert all(
        one.start is None or 1900 <= one.start.year < 2200 for found in mentions(text, AT) for one in found.readings
    )


def test_an_hour_that_the_clock_skips_is_told() -> None:
    before_spring = datetime(2027, 3, 13, 12, tzinfo=NEW_YORK)
    best = only("tomorrow at 2:30 am", before_spring).best
    assert best is not None
    assert best.doubts == {"no_such_hour"}


def test_an_hour_of_today_that_is_over_is_told() -> None:
    afternoon = AT.replace(hour=14, minute=20)
    assert [one.doubts for one in only("today 9am", afternoon).readings] == [{"past"}]


def test_of_two_hours_the_one_ahead_is_meant() -> None:
    assert short("today at 9", AT.replace(hour=14)) == "10-14 21:00"


def test_a_long_number_is_a_word_like_any_other() -> None:
    assert short("12345 or 99999999999 hello, friday") == "10-16"


def test_an_hour_without_more_is_in_business_hours_first() -> None:
    assert [reading(one) for one in only("at 4").readings] == ["16:00", "04:00"]
    assert [reading(one) for one in only("at 9").readings] == ["09:00", "21:00"]


def test_an_hour_by_its_preposition_alone_is_bare() -> None:
    assert only("at 4").bare
    assert not only("at 4pm").bare


def test_kal_is_tomorrow_first_and_yesterday_second() -> None:
    days = [one.start.date() for one in only("कल").readings if one.start]
    assert days == [date(2026, 10, 15), date(2026, 10, 13)]


def test_two_numbers_are_read_in_both_orders_and_the_near_one_first() -> None:
    assert [reading(one) for one in only("5/11").readings][:2] == ["11-05", "05-11"]


def test_what_leans_on_another_time_says_by_how_much() -> None:
    found = only("an hour after that")
    assert (found.relative, found.shift) == ("later", timedelta(hours=1))
    assert mentions("same time on friday", AT)[0].relative == "same"
    assert only("push it 2 days").shift == timedelta(days=2)


def test_corrections_and_refusals_are_two_mentions() -> None:
    assert short("tues no wait weds") == "10-20; 10-14"
    assert short("周五不行,改到下周一") == "10-16; 10-19"


def test_the_day_of_a_range_that_was_named_last_belongs_to_it() -> None:
    best = only("from the 5th to the 7th of november").best
    assert best is not None
    assert best.named
    assert reading(best) == "11-05..11-08"


def test_an_hour_is_put_on_a_day() -> None:
    best = only("after 6").best
    assert best is not None
    start, end = best.on(date(2026, 10, 16), NEW_YORK)
    assert (start.hour, end.hour, start.tzinfo) == (18, 21, NEW_YORK)


@pytest.mark.parametrize("text", ["2", "the 2nd one", "option 2", "I have 3 kids", "pay $50", "call 555 1234", "24/7"])
def test_other_numbers_are_no_times(text: str) -> None:
    assert mentions(text, AT) == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("mañana at 5", "10-15 17:00"),
        ("tmr下午3点", "10-15 15:00"),
        ("kal 4 pm", "10-15 16:00"),
        ("ok besok jam 3, thanks", "10-15 15:00"),
    ],
)
def test_two_languages_in_one_text(text: str, meant: str) -> None:
    assert short(text) == meant


def test_the_language_that_somebody_writes_settles_draws() -> None:
    assert only("5 november", hint="fr").language in ("fr", "en")
    assert [reading(one) for one in only("3/4/2027", hint="es").readings] == ["04-03", "03-04"]


def test_a_part_of_the_day_before_a_comma_stands_alone() -> None:
    assert short("cant do mornings, friday then") == "08:00..12:00; 10-16"


@pytest.mark.parametrize("text", ["afternoon one", "the afternoon one"])
def test_one_may_mean_that_one(text: str) -> None:
    assert short(text) == "12:00..18:00"


@pytest.mark.parametrize("text", ["friday 25:10", "friday, ok 99:99", "25:61 friday", "fri, 9:75 or 24:30"])
def test_an_hour_that_no_clock_shows_is_no_time_and_no_error(text: str) -> None:
    assert short(text) == "10-16"
