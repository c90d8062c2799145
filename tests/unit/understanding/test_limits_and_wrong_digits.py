"""Hours that begin or end what suits, and a digit that was wrong: neither is a yes to another thing."""

from __future__ import annotations

import pytest

from .asking import meanings, reading


@pytest.mark.parametrize(
    "text",
    ["thursday by 9", "thursday before 10", "el jueves antes de las 9", "jeudi avant 9h", "周四9点之前", "الخميس قبل ٩",
     "friday before 11", "friday by 12", "thursday after 12", "saturday after 12", "el sábado a partir de las 12",
     "周六12点以后", "wednesday from 11", "tomorrow after 9", "周三11点以后", "besok mulai jam 11", "الاربعاء بعد ١١"],
)  # fmt: skip
def test_a_limit_takes_no_window_beyond_it(text: str) -> None:
    assert meanings(text) == ["propose"]


@pytest.mark.parametrize(
    "text", ["thursday from 11", "quinta a partir das 11", "周四11点以后", "guruvar 11 baje ke baad"]
)
def test_a_limit_within_a_window_is_asked_back(text: str) -> None:
    found = reading(text)
    assert found.slot == 1
    assert found.meanings[0].confidence < 0.9


@pytest.mark.parametrize("text", ["friday after 2", "friday before 4", "viernes a partir de las 2"])
def test_a_limit_with_the_whole_window_on_its_side_takes_it(text: str) -> None:
    found = reading(text)
    assert (found.slot, found.meanings[0].confidence) == (2, 0.95)


@pytest.mark.parametrize("text", ["home from 3", "not after 3", "out till 3"])
def test_on_a_notice_a_limit_within_the_agreed_time_is_no_yes(text: str) -> None:
    assert meanings(text, "notice") == ["unclear"]


@pytest.mark.parametrize(
    "text",
    ["wrong number sorry i meant 2", "numero equivocado, quiero el 2", "número errado, queria o 2", "打错了，是2",
     "galat number daba diya, 2 chahiye", "salah nomor, maksud saya 2", "غلطت بالرقم قصدي ٢"],
)  # fmt: skip
def test_who_corrects_a_digit_has_not_been_reached_by_mistake(text: str) -> None:
    found = reading(text)
    assert [meaning.kind for meaning in found.meanings] == ["unclear"]
    assert found.guess == 2


def test_a_wrong_number_beside_no_digit_of_the_offer_stays_one() -> None:
    assert meanings("wrong number, this is a bakery") == ["wrong_number"]


@pytest.mark.parametrize("text", ["friday i suppose", "vendredi je suppose", "vendredi sauf imprévu"])
def test_what_is_only_supposed_is_asked_back(text: str) -> None:
    assert reading(text).guess == 2


@pytest.mark.parametrize(
    "text",
    ["dont ring, knock, baby sleeping", "no calls please, just come", "no llamen, toquen a la puerta",
     "n'appelez pas, frappez", "别打电话，直接上来", "jangan telepon, langsung datang"],
)  # fmt: skip
def test_who_says_how_to_come_to_the_door_opts_out_of_nothing(text: str) -> None:
    assert "stop" not in meanings(text, "notice")


def test_who_wants_no_calls_at_all_does() -> None:
    assert meanings("no calls please", "notice") == ["stop"]


@pytest.mark.parametrize(
    "text",
    ["thursday afternoon", "thursday works but it has to be the afternoon", "el jueves sí pero por la tarde",
     "周四可以 但是得下午", "jeudi ça va mais l'après-midi", "quinta-feira pode, mas tem que ser à tarde",
     "kamis bisa tapi sore ya", "الخميس تمام بس العصر", "guruvar theek hai par shaam ko"],
)  # fmt: skip
def test_the_afternoon_of_a_day_is_not_its_morning_window(text: str) -> None:
    assert meanings(text) == ["propose"]
