"""Days and hours in an answer: which of them are meant, which only tell why, and what speaks of no visit at all."""

# ruff: noqa: E501 (texts are read as lists)
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OfferedWindow, OpenQuestion

from .asking import ZONE, at, meanings, reading, slot


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("the friday slot, i finish work at 1", 2), ("sat only, weekdays im on the road till 8", 3), ("the day before black friday works", 1), ("2 cuz thursday is turkey day", 2),
        ("周四上午吧，下午要去接孩子", 1), ("el viernes mejor, el jueves trabajo hasta las 6", 2), ("o de sexta, quinta tenho consulta de manhã", 2),
        ("samedi, je travaille jeudi et vendredi jusqu'à 19h", 3), ("vendredi après-midi, le matin je suis à l'école avec le petit", 2), ("shukrawar wala thik hai, guruvar ko office hai 7 baje tak", 2),
        ("kamis aja, jumat saya kerja sampai jam 5", 1), ("الجمعة بعد الظهر، الصبح عندي موعد مع الدكتور", 2), ("make it the 27th, 3ish is perfect", 2), ("28th can", 3), ("friday, 3ish", 2),
    ],
)  # fmt: skip
def test_what_tells_why_takes_nothing_from_the_day_that_is_wanted(text: str, number: int) -> None:
    assert (meanings(text), slot(text)) == (["choose"], number)


@pytest.mark.parametrize(
    "text",
    [
        "happy thanksgiving to you and your family", "have a nice weekend", "感恩节快乐", "feliz navidad", "bom fim de semana pra vocês", "joyeux noël", "diwali ki shubhkamnayein", "selamat natal", "عيد مبارك",
        "im 67 years old", "I have 2 kids and 1 dog", "2 much stress", "3Q", "maybe friday, i will see", "no sé si el viernes pueda", "não sei se sexta dá", "<b>1</b>", "can my brother be there instead on friday?",
    ],
)  # fmt: skip
def test_what_speaks_of_no_visit_takes_no_window(text: str) -> None:
    assert slot(text) is None
    assert not {"choose", "propose"} & set(meanings(text))


@pytest.mark.parametrize(
    ("text", "kind", "wanted", "start"),
    [
        ("can you come a bit later, 5pm same day", "notice", ["reschedule", "propose"], at(27, 17)), ("monday instead, same hours", "notice", ["reschedule", "propose"], at(30, 14)),
        ("friday my son has exams, can we do sat at 10", "notice", ["reschedule", "propose"], at(28, 10)), ("周五要陪老人看病，换周六上午九点行吗", "notice", ["reschedule", "propose"], at(28, 9)),
        ("do ghante pehle aa sakte ho kya", "notice", ["reschedule", "propose"], at(27, 12)), ("ممكن قبل بساعتين؟", "notice", ["reschedule", "propose"], at(27, 12)), ("早两个小时行吗", "notice", ["reschedule", "propose"], at(27, 12)),
        ("bisa maju dua jam ga", "notice", ["reschedule", "propose"], at(27, 12)), ("melhor às 17 e não às 14", "notice", ["reschedule", "propose"], at(27, 17)), ("jam 5 aja jangan jam 2", "notice", ["reschedule", "propose"], at(27, 17)),
        ("le lundi matin m'arrange, le 7 par exemple", "offer", ["propose"], datetime(2026, 12, 7, 8, tzinfo=ZONE)), ("晚一个小时吧，我三点才到家", "notice", ["reschedule", "propose"], at(27, 15)),
        ("四点半，不是两点", "notice", ["reschedule", "propose"], at(27, 16, 30)), ("jam setengah 5, bukan jam 2", "notice", ["reschedule", "propose"], at(27, 16, 30)),
        ("could we do it tonight instead? i'm in from 7", "notice", ["reschedule", "propose"], at(24, 19)), ("30 ki shaam ko", "offer", ["propose"], at(30, 18)),
        ("before 9 in morning on sunday", "offer", ["propose"], at(29, 8)), ("周一我休息，几点都行", "offer", ["propose"], at(30, 0)),
        ("i start at 4 now, could he come at 12?", "notice", ["reschedule", "propose"], at(27, 12)), ("puedo domingo o lunes pero antes de las once", "offer", ["propose"], at(29, 8)), ("dimanche ou lundi mais avant onze heures", "offer", ["propose"], at(29, 8)),
        ("the soonest is monday 30th and not before 5", "offer", ["propose"], at(30, 17)),
        ("week of the 7th I'm off, tuesday best", "offer", ["propose"], datetime(2026, 12, 8, tzinfo=ZONE)), ("la semana del 7 estoy libre, el jueves mejor", "offer", ["propose"], datetime(2026, 12, 10, tzinfo=ZONE)),
        ("pásenla para el lunes por la mañana", "notice", ["reschedule", "propose"], at(30, 8)),
        ("couldn't you come on Monday the 30th at 10?", "offer", ["decline", "propose"], at(30, 10)), ("ninguno me queda porque el viernes viene mi suegra, no podrían el lunes a las diez de la mañana?", "offer", ["decline", "propose"], at(30, 10)),
        ("não dá segunda às 10 da manhã?", "offer", ["decline", "propose"], at(30, 10)), ("could you come in the morning instead? i pick my kid up at 3", "notice", ["reschedule", "propose"], at(27, 8)),
        ("lundi matin plutôt, l'après-midi j'ai foot", "offer", ["propose"], at(30, 8)), ("星期一八點九得唔得", "offer", ["propose"], at(30, 8, 45)),
        ("friday but after 6", "offer", ["propose"], at(27, 18)), ("none of those days, so monday at 4?", "offer", ["decline", "propose"], at(30, 16)), ("sábado a las 4 de la tarde", "offer", ["propose"], at(28, 16)),
    ],
)  # fmt: skip
def test_another_time_is_told_with_its_hour(text: str, kind: AskedKind, wanted: list[str], start: datetime) -> None:
    found = reading(text, kind)
    assert set(wanted) >= {meaning.kind for meaning in found.meanings} >= {"propose"}
    assert found.time is not None
    assert found.time.start == start


@pytest.mark.parametrize(
    "text",
    [
        "just ring the bell when ur at the gate", "its the blue door next to the chemist", "到了按门铃", "toca el timbre", "é o portão azul do lado da padaria", "sonnez, deuxième étage",
        "safed gate hai mandir ke samne", "rumah cat hijau depan masjid", "البيت الابيض جنب المسجد", "see you friday", "周五见", "nos vemos el viernes", "à vendredi",
    ],
)  # fmt: skip
def test_the_way_to_the_door_is_a_yes_to_an_agreed_visit(text: str) -> None:
    assert meanings(text, "notice") == ["confirm"]


def test_a_weekday_and_a_number_that_name_two_windows_are_asked_back() -> None:
    first, second, third = (
        OfferedWindow(1, at(26, 10), at(26, 12)),
        OfferedWindow(2, at(27, 14), at(27, 16)),
        OfferedWindow(3, at(4, 9).replace(month=12), at(4, 11).replace(month=12)),
    )
    found = read("friday 3", OpenQuestion("offer", (first, second, third)), at(24, 14))
    assert found.slot is None


def test_an_emoji_beside_a_number_makes_no_hour_of_it() -> None:
    only = OpenQuestion("offer", (OfferedWindow(1, at(27, 14), at(27, 16)),))
    assert read("😀 2", only, at(24, 14)).slot is None


ENDS = [one.replace(tzinfo=UTC) for one in (datetime.min, datetime.max)]  # noqa: DTZ901
EXTREMES = st.one_of(st.sampled_from(ENDS), st.datetimes(timezones=st.just(UTC)))
ZONES = st.sampled_from([ZONE, UTC, timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))])
FAR = ["in 9999 years", "31/12/9999", "tomorrow at 3", "friday 3", "an hour later", "in 99999999 days", "the day after christmas", "next week", "not until friday", "5 ko"]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(EXTREMES, EXTREMES, ZONES, st.sampled_from(FAR), st.sampled_from(["offer", "notice", "reminder"]))
def test_no_date_makes_the_reader_raise(
    now: datetime, start: datetime, zone: tzinfo, text: str, kind: AskedKind
) -> None:
    window = OfferedWindow(1, start.replace(tzinfo=zone), start.replace(tzinfo=zone))
    read(text, OpenQuestion(kind, (window,)), now.replace(tzinfo=zone))
