"""What we say: every kind, in every language, held to the lint, with the longest names and times."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any, get_args

import pytest

from services.notifier.core.wording import LANGUAGES, Params, render
from services.notifier.core.wording.language import KINDS, PARAMETERS, LanguageWords
from services.notifier.core.wording.lint import faults
from services.notifier.core.wording.render import when
from services.notifier.core.wording.segments import SEGMENTS_MAX, segments, units
from services.notifier.hearing.binding import ASKS_FOR_4
from shared.contracts.texts import ClosedTime, TextKind, Wording
from shared.contracts.values import Slot, Window

from .events import NOW, window, wording

SPOKEN = list(LANGUAGES.values())
ASKS_NOTHING = {
    "thanks-paid",
    "opt-out-confirmed",
    "visit-cancelled",
    "visit-held",
    "moved",
    "missed",
    "who-comes",
    "code-unknown",
    "on-the-way",
    "hardship",
    "plan-offer",
    "no-slots",
}
LONG_NAMES = {
    "Latin": "Ana Catarina " * 5,
    "beyond GSM-7": "Łukasz Ołż" * 9,
    "Chinese": "欧阳" * 30,
    "Arabic": "عبد الرحمن " * 9,
    "rare": "𠮷" * 40,
    "GSM-7": "[]{}" * 20,
}
every_language = pytest.mark.parametrize("spoken", SPOKEN, ids=[spoken.tag for spoken in SPOKEN])
every_closed = pytest.mark.parametrize("closed", get_args(ClosedTime))
every_kind = pytest.mark.parametrize("kind", sorted(KINDS))


def said(
    kind: TextKind,
    spoken: LanguageWords = LANGUAGES["en"],
    officer: str | None = "Ana Reis",
    crew: tuple[str | None, ...] = ("Rui Sá", "Eva Lima"),
) -> str:
    return render(kind, spoken, Params(wording(kind), officer, crew if wording(kind).crew else (), 30))


@cache
def longest(tag: str) -> Wording:
    """Three of the times that take most, and a code of eight digits."""
    spoken = LANGUAGES[tag]
    times = (window(NOW + timedelta(days=days, minutes=30)) for days in range(366))
    time = max(times, key=lambda one: units(f"中{when(one, spoken)}"))
    return Wording(
        slots=tuple(Slot(slot=str(n), window=time, detour_s=0) for n in range(3)), window=time, check_code="48291307"
    )


@every_language
@every_kind
def test_no_text_breaks_a_rule(kind: TextKind, spoken: LanguageWords) -> None:
    body = said(kind, spoken)
    assert faults(body, spoken) == []
    assert "{" not in body
    assert body == unicodedata.normalize("NFC", body).strip()


@every_language
@every_kind
def test_the_longest_names_and_times_fit(kind: TextKind, spoken: LanguageWords) -> None:
    for crew in (1, 2, 3, 4) if "crew" in PARAMETERS.get(kind, ()) else (1,):
        for name in LONG_NAMES.values():
            body = render(kind, spoken, Params(longest(spoken.tag), name, [name] * crew, 365))
            assert segments(body) <= SEGMENTS_MAX, f"{units(body)} units: {body}"


@every_language
@pytest.mark.parametrize("kind", sorted(KINDS - ASKS_NOTHING))
def test_every_text_that_asks_says_how_to_stop(kind: TextKind, spoken: LanguageWords) -> None:
    assert re.search(r"STOP[.。]?$", said(kind, spoken))


@every_language
@every_kind
def test_a_text_teaches_the_same_digits_in_every_language(kind: TextKind, spoken: LanguageWords) -> None:
    """Each promises the same, so each names 4 and 5 where English does."""
    taught = [sorted(set(re.findall(r"[45]", words.templates[kind]))) for words in (spoken, LANGUAGES["en"])]
    assert taught[0] == taught[1]


@every_language
def test_the_offer_lists_the_times_and_teaches_the_digits(spoken: LanguageWords) -> None:
    lines = said("offer", spoken).split("\n")
    assert [line[0] for line in lines[1:4]] == ["1", "2", "3"]
    assert all(hour in lines[number] for number, hour in ((1, "12"), (2, "13"), (3, "14")))
    assert re.search(r"1[-–]3", lines[4])


def instead(spoken: LanguageWords, closed: ClosedTime, times: Wording | None = None) -> str:
    """The offer of other windows to somebody who wished for a time that the rules close."""
    said = (times or wording("offer")).model_copy(update={"closed": closed})
    return render("offer", spoken, Params(said, "Ana Reis", (), 30))


@every_language
@every_closed
def test_an_offer_of_other_windows_says_why_in_place_of_its_first_line(
    spoken: LanguageWords, closed: ClosedTime
) -> None:
    first, *rest = instead(spoken, closed).split("\n")
    assert first == spoken.closed[closed]
    assert rest == said("offer", spoken).split("\n")[1:]


@every_language
@every_closed
def test_saying_why_breaks_no_rule_and_costs_no_segment_more(spoken: LanguageWords, closed: ClosedTime) -> None:
    for times in (wording("offer"), longest(spoken.tag)):
        body = instead(spoken, closed, times)
        assert faults(body, spoken) == []
        assert body == unicodedata.normalize("NFC", body).strip()
        assert segments(body) <= segments(render("offer", spoken, Params(times, "Ana Reis", (), 30)))
    assert segments(instead(spoken, closed)) == (2 if spoken.tag in ("en", "fr", "id", "zh-Hans", "zh-Hant") else 3)


@every_language
def test_an_hour_and_a_day_are_told_apart(spoken: LanguageWords) -> None:
    assert set(spoken.closed) == set(get_args(ClosedTime))
    assert len(set(spoken.closed.values())) == 2


def test_a_text_that_offers_nothing_says_no_why() -> None:
    closed = Params(Wording(window=window(), closed="day"), "Ana", (), 30)
    assert render("agreed", LANGUAGES["en"], closed) == said("agreed")


@every_language
@pytest.mark.parametrize("kind", ["notice", "reminder"])
def test_a_notice_says_who_when_and_how_to_check(kind: TextKind, spoken: LanguageWords) -> None:
    body = said(kind, spoken)
    for part in ("Rui Sá", "Eva Lima", "123456", "30", "4", spoken.days[0], spoken.months[10]):
        assert part in body


@every_language
def test_what_a_4_answers_is_what_asks_for_one(spoken: LanguageWords) -> None:
    assert {kind for kind in KINDS if re.search(r"(?<!\d)4(?!\d)", spoken.templates[kind])} == ASKS_FOR_4


@every_language
@every_kind
def test_an_officers_name_is_in_each_text_that_speaks_for_one(kind: TextKind, spoken: LanguageWords) -> None:
    named = "officer" in PARAMETERS.get(kind, ())
    assert ("Ana Reis" in said(kind, spoken)) == named
    assert (spoken.bank in said(kind, spoken, officer=None)) == named


TIMES = {
    "en": "Fri 16 Oct 15:00-17:00",
    "es": "vie 16 oct 15:00-17:00",
    "pt": "sex 16 out 15:00-17:00",
    "fr": "ven 16 oct 15h00-17h00",
    "zh-Hans": "10月16日(周五) 15:00–17:00",
    "zh-Hant": "10月16日(週五) 15:00–17:00",
    "hi": "शुक्र 16 अक्टू 15:00-17:00",
    "id": "Jum 16 Okt 15.00-17.00",
    "ar": "الجمعة 16 أكتوبر 15:00 إلى 17:00",
}


@every_language
def test_times_are_written_as_the_language_writes_them(spoken: LanguageWords) -> None:
    assert when(_clock("2026-10-16T15:00"), spoken) == TIMES[spoken.tag]


def test_the_first_of_a_month_is_an_ordinal_in_french() -> None:
    assert when(_clock("2026-10-01T09:05"), LANGUAGES["fr"]) == "jeu 1er oct 09h05-11h05"
    assert when(_clock("2026-10-01T09:05"), LANGUAGES["es"]) == "jue 1 oct 09:05-11:05"


def _clock(local: str) -> Window:
    return window(NOW).model_copy(update={"local": local})


def test_times_are_those_of_the_borrowers_clock() -> None:
    assert "Mon 30 Nov 12:00-14:00" in said("notice")
    assert "seg 30 nov 12:00-14:00" in said("notice", LANGUAGES["pt"])


@every_language
def test_days_and_months_are_all_there_and_no_two_alike(spoken: LanguageWords) -> None:
    assert len(set(spoken.days)) == 7
    assert len(set(spoken.months)) == 12


def test_a_name_that_can_not_be_read_any_more_is_left_out() -> None:
    assert "the service team" in said("reminder-early", officer=None)
    assert "a colleague and Eva Lima" in said("notice", crew=(None, "Eva Lima"))
    assert "a colleague" in render("notice", LANGUAGES["en"], Params(Wording(), None, (), 30))


def test_names_can_not_break_a_text() -> None:
    body = said("reminder-early", officer="A\n{x}\x00 B" + "C" * 100)
    assert "A x B" in body
    assert len(body) < 400


LISTS = {
    "en": "A, B and C", "es": "A, B y C", "pt": "A, B e C", "fr": "A, B et C", "hi": "A, B और C", "id": "A, B dan C",
    "zh-Hans": "A、B和C", "zh-Hant": "A、B和C", "ar": "A وB وC",
}  # fmt: skip


@every_language
def test_three_names_are_listed_as_people_list_them(spoken: LanguageWords) -> None:
    assert LISTS[spoken.tag] in said("notice", spoken, crew=("A", "B", "C"))


def test_a_single_slot_is_taken_with_one_digit() -> None:
    one = Wording(slots=wording("offer").slots[:1])
    assert "Reply 1;" in render("offer", LANGUAGES["en"], Params(one, "Ana", (), 30))


@pytest.mark.parametrize("kind", [*sorted(KINDS), *get_args(ClosedTime)])
def test_arabic_reads_in_its_order_without_marks_of_direction(kind: Any) -> None:
    """Each line begins with an Arabic letter, and one stands between Latin letters and the next number."""
    body = said(kind, LANGUAGES["ar"]) if kind in KINDS else instead(LANGUAGES["ar"], kind)
    for line in body.split("\n"):
        strong = [unicodedata.bidirectional(letter) for letter in line]
        assert next(kind for kind in strong if kind in ("L", "R", "AL")) == "AL", line
        last = ""
        for letter, of in zip(line, strong, strict=True):
            assert not (of in ("EN", "AN") and last == "L"), f"{letter} in {line}"
            last = of if of in ("L", "R", "AL") else last


SPOILED: dict[str, tuple[Callable[[dict[Any, str]], Any], str]] = {
    "a text is missing": (lambda texts: texts.pop("notice"), "texts missing: ['notice']"),
    "a text is nobody's": (lambda texts: texts.update(late="x"), "unknown: ['late']"),
    "a parameter is missing": (lambda texts: texts.update(notice="{crew} {window}"), "notice has other parameters"),
    "a parameter is new": (lambda texts: texts.update({"visit-held": "{officer}"}), "visit-held has other parameters"),
}


@pytest.mark.parametrize(
    ("spoiled", "why"),
    [
        ({"hour": "À 23 h, non."}, "lines of a time that is closed: ['day', 'hour'] wanted"),
        ({"hour": "{officer}", "day": "Non."}, "what opens an offer is one line without parameters: hour"),
        ({"hour": "Non.", "day": "Non.\nVous préférez :"}, "what opens an offer is one line without parameters: day"),
    ],
)
def test_a_language_in_which_an_offer_can_not_say_why_can_not_be_loaded(spoiled: Any, why: str) -> None:
    with pytest.raises(ValueError, match=re.escape(why)):
        replace(LANGUAGES["fr"], closed=spoiled)


def test_an_offer_lists_its_windows_behind_its_first_line() -> None:
    texts = {**LANGUAGES["fr"].templates, "offer": "{officer} : {slots}\nRépondez {digits}"}
    with pytest.raises(ValueError, match=re.escape("fr: an offer opens with a line of its own")):
        replace(LANGUAGES["fr"], templates=texts)


@pytest.mark.parametrize("name", SPOILED)
def test_a_language_that_lacks_something_can_not_be_loaded(name: str) -> None:
    spoil, why = SPOILED[name]
    texts: dict[Any, str] = dict(LANGUAGES["fr"].templates)
    spoil(texts)
    with pytest.raises(ValueError, match=re.escape(why)):
        replace(LANGUAGES["fr"], templates=texts)


def test_nine_languages_are_written() -> None:
    assert list(LANGUAGES) == ["en", "es", "pt", "fr", "zh-Hans", "zh-Hant", "hi", "id", "ar"]
    assert set(get_args(TextKind)) == KINDS
