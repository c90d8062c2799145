"""A list of days or places is denied, accepted or excepted as a whole."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from services.notifier.hearing.explain import explained
from services.notifier.understanding.reading import OfferedWindow, ReplyReading

AT = datetime(2026, 11, 24, 14, 20, tzinfo=ZoneInfo("Asia/Shanghai"))
WINDOWS = tuple(
    OfferedWindow(number, AT.replace(day=day, hour=hour, minute=0), AT.replace(day=day, hour=hour + 2, minute=0))
    for number, day, hour in ((1, 26, 10), (2, 27, 14), (3, 28, 9))
)


def heard(text: str, language: str = "zh-Hans") -> ReplyReading:
    return explained(text, "offer", WINDOWS, AT, language).read.reading


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "1,2不行"),
        ("zh-Hans", "1、2不行"),
        ("zh-Hans", "第一个、第二个不行"),
        ("zh-Hans", "周四、周五不行"),
        ("en", "1,2 don't work"),
        ("en", "1,2,3 none of them work"),
        ("zh-Hans", "周四、周五、周六都没空"),
    ],
)
def test_what_denies_a_list_denies_its_first_place_too(language: str, text: str) -> None:
    assert heard(text, language).slot in (None, 3)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh-Hans", "除了1、2都行"),
        ("zh-Hans", "除了1和2都行"),
        ("zh-Hans", "除了周四、周五都行"),
        ("en", "anything except 1 and 2"),
        ("es", "cualquiera menos la 1 y la 2"),
        ("fr", "n'importe sauf le 1 et le 2"),
    ],
)
def test_a_list_is_excepted_as_a_whole(language: str, text: str) -> None:
    assert heard(text, language).slot == 3


def test_who_works_on_two_of_three_days_takes_the_third() -> None:
    assert heard("1和3我都要上班").slot == 2
    assert heard("1和2和3我都要上班").slot is None


def test_a_bare_day_before_the_next_one_and_a_refusal_is_asked_back() -> None:
    found = heard("周四，周五不行")
    assert found.slot == 1
    assert found.meanings[0].confidence < 0.9


def test_a_full_week_behind_the_time_that_is_asked_for_does_not_deny_it() -> None:
    assert [one.kind for one in heard("可以改下週三晚上嗎 這週都滿了", "zh-Hant").meanings] == ["propose"]


@pytest.mark.parametrize(
    ("text", "slot"),
    [
        ("礼拜五后晌吧，头晌得赶集", 2),
        ("黑五那天下午，正好在家抢东西", 2),
        ("头一个啦，早死早超生XD", 1),
        ("假日再来啦，平常都在上班", 3),
        ("不早不晚的那个，周五", 2),
        ("后天撒，我候到起", 1),
        ("感恩节过后那天", 2),
    ],
)
def test_manners_of_speech_of_the_country_choose(text: str, slot: int) -> None:
    assert heard(text).slot == slot


@pytest.mark.parametrize("text", ["别来嘛", "莫来嘛", "甭来了", "不许过来嘛"])
def test_who_says_in_them_not_to_come_declines(text: str) -> None:
    assert [one.kind for one in heard(text).meanings] == ["decline"]


def test_days_of_the_twelfth_moon_are_times() -> None:
    found = heard("腊月二十七").time
    assert found is not None
    assert found.start.date().isoformat() == "2027-02-03"


def test_a_family_that_is_at_home_is_no_insult() -> None:
    assert [one.kind for one in heard("周日行不行，那天全家都在").meanings] == ["propose"]


@pytest.mark.parametrize("text", ["后天不出车", "后天没啥事", "后天不忙"])
def test_who_does_not_work_on_a_day_takes_it(text: str) -> None:
    assert heard(text).slot == 1


def test_who_has_time_takes_neither_of_the_two_days_left() -> None:
    assert heard("后天要出车，我有空").slot is None


def test_any_that_is_left_is_taken_where_that_is_said() -> None:
    assert heard("周四不行，其他都可以").slot == 2


def test_a_day_that_is_let_go_for_another_is_not_wanted() -> None:
    assert heard("周四。算了，还是周五吧").slot == 2


@pytest.mark.parametrize("text", ["立刻给我删了", "赶紧给我删除"])
def test_who_wants_to_be_removed_at_once_opts_out(text: str) -> None:
    assert [one.kind for one in heard(text).meanings] == ["stop"]
