"""What we say: every kind, in every language, held to the lint."""

from __future__ import annotations

import re
from typing import get_args

import pytest

from services.notifier.core.replies.classify import ASKS_FOR_4
from services.notifier.core.wording import Params, render
from services.notifier.core.wording.lint import SEGMENTS_MAX, faults, segments
from services.notifier.core.wording.render import LANGUAGES
from shared.contracts.texts import TextKind, Wording

from .events import wording

KINDS = get_args(TextKind)
ASKS_NOTHING = {
    "thanks-paid",
    "opt-out-confirmed",
    "visit-cancelled",
    "visit-held",
    "hardship",
    "plan-offer",
    "no-slots",
}


def said(
    kind: str,
    language: str = "en",
    officer: str | None = "Ana Reis",
    crew: tuple[str | None, ...] = ("Rui Sá", "Eva Lima"),
) -> str:
    return render(kind, language, Params(wording(kind), officer, crew if wording(kind).crew else (), 30))  # type: ignore[arg-type]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", KINDS)
def test_no_text_threatens_shouts_discloses_or_is_too_long(kind: str, language: str) -> None:
    body = said(kind, language)
    assert faults(body) == []
    assert segments(body) <= SEGMENTS_MAX
    assert "{" not in body


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", sorted(set(KINDS) - ASKS_NOTHING))
def test_every_text_that_asks_says_how_to_stop(kind: str, language: str) -> None:
    assert "STOP" in said(kind, language)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_offer_teaches_the_digits(language: str) -> None:
    body = said("offer", language)
    assert "\n1: " in body
    assert "\n3: " in body
    assert "1-3" in body
    assert "4:" in body
    assert "5:" in body


@pytest.mark.parametrize("language", sorted(LANGUAGES))
@pytest.mark.parametrize("kind", ["notice", "reminder"])
def test_a_notice_says_who_when_and_how_to_check(kind: str, language: str) -> None:
    body = said(kind, language)
    for part in ("Rui Sá", "Eva Lima", "123456", "30", "12:00-14:00", "4"):
        assert part in body


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_a_4_answers_is_what_asks_for_one(language: str) -> None:
    assert {kind for kind in KINDS if re.search(r"\b4(:|\.)", said(kind, language))} == ASKS_FOR_4


def test_times_are_those_of_the_borrowers_clock() -> None:
    assert "Mon 30 Nov 12:00-14:00" in said("notice")
    assert "seg 30 nov 12:00-14:00" in said("notice", "pt")


def test_the_officers_name_is_in_every_reminder() -> None:
    assert all(
        "Ana Reis" in said(kind, language) for kind in KINDS if kind.startswith("reminder-") for language in LANGUAGES
    )


def test_a_name_that_can_not_be_read_any_more_is_left_out() -> None:
    assert "the service team" in said("reminder-early", officer=None)
    assert "a colleague and Eva Lima" in said("notice", crew=(None, "Eva Lima"))
    assert "a colleague" in render("notice", "en", Params(Wording(), None, (), 30))


def test_names_can_not_break_a_text() -> None:
    body = said("reminder-early", officer="A\n{x}\x00 B" + "C" * 100)
    assert "A x B" in body
    assert len(body) < 400


def test_three_names_are_listed_as_people_list_them() -> None:
    assert "A, B and C" in said("notice", crew=("A", "B", "C"))


def test_an_unknown_language_is_answered_in_english() -> None:
    assert said("thanks-paid", "xx") == said("thanks-paid", "en")


def test_a_single_slot_is_taken_with_one_digit() -> None:
    one = Wording(slots=wording("offer").slots[:1])
    assert "Reply 1;" in render("offer", "en", Params(one, "Ana", (), 30))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("Pay or we go to court", "threat"),
        ("your debt", "disclosure"),
        ("tem uma dívida", "disclosure"),
        ("5 €", "disclosure"),
        ("reply YES", "carrier-word"),
        ("reply CANCEL", "carrier-word"),
        ("PAGUE agora", "shouting"),
        ("pay!", "shouting"),
        ("see https://x", "link"),
        ("a" * 700, "too-long"),
        ("ã" * 300, "too-long"),
    ],
)
def test_the_lint_finds(body: str, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(body))


def test_segments_are_counted_as_carriers_count_them() -> None:
    assert [segments("a" * n) for n in (1, 160, 161, 306, 307)] == [1, 1, 2, 2, 3]
    assert [segments("ã" * n) for n in (70, 71, 134, 135)] == [1, 2, 2, 3]
