"""Reading never fails, never takes long for a reason of form, and tells on which words it rests."""

# ruff: noqa: E501 (texts are read as lists)
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.understanding.entries import listed_entries, ways_of
from services.notifier.understanding.languages import LANGUAGES
from services.notifier.understanding.languages.shape import ROLES, LanguageRoles
from services.notifier.understanding.precedence import EXPLAINS, ORDER
from services.notifier.understanding.reader import written

from .asking import meanings, reading


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n",
        "😀",
        "\0",
        "\u202egnitxet pots",
        "<b>ok</b>",
        "=1+1",
        "%s%n{0}",
        "ﷺ" * 1_600,
        "stop " * 400,
        "“" * 1_600,
        "é́́" * 500,
        "wednesday or the day after or friday",
        "fin semaine lendemain fin semaine",
        "paid already, receipt will send, lost my job",
    ],
)
def test_nothing_that_is_written_stops_the_reader(text: str) -> None:
    assert reading(text).meanings


@given(st.text(max_size=200), st.sampled_from(["offer", "notice", "reminder", "question", "none"]))
@settings(max_examples=80, deadline=None)
def test_unclear_stands_alone_and_every_span_lies_within_the_text(text: str, kind: str) -> None:
    found = reading(text, kind)  # type: ignore[arg-type]
    kinds = [meaning.kind for meaning in found.meanings]
    assert kinds == ["unclear"] or "unclear" not in kinds
    assert all(0 <= span.start < span.end <= len(text) for meaning in found.meanings for span in meaning.spans)


@given(
    st.sampled_from(
        ["stop texting me", "friday works", "别再发短信了", "no me escriban más", "paid yesterday", "koi bhi nahi"]
    ),
    st.sampled_from("!.…🙏 "),
)
@settings(max_examples=20, deadline=None)
def test_case_and_wrapping_change_no_meaning(text: str, sign: str) -> None:
    assert meanings(text.upper()) == meanings(f"{sign}{text}{sign}") == meanings(text)


def test_the_words_behind_a_meaning_are_the_borrowers_own() -> None:
    found = reading("ＯＫ but ＳＴＯＰ texting me").meanings[0]
    assert written("ＯＫ but ＳＴＯＰ texting me", found.spans) == "ＳＴＯＰ … texting"


def test_every_language_fills_the_roles_that_an_opt_out_and_an_answer_need() -> None:
    needed = {"dont", "cease", "contact", "message", "remove", "number", "optout", "limit", "yes", "no", "fits", "misfit", "either", "none", "change", "pay", "paid",
              "nomoney", "wrong_number", "die", "lawyer", "ill", "crisis", "dispute", "verify", "human", "call_me", "help", "insult"}  # fmt: skip
    assert {language.code: needed - set(language.words) for language in LANGUAGES if needed - set(language.words)} == {}


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_entry_of_a_language_has_words(language: LanguageRoles) -> None:
    lists = [listed for listed, *_ in language.entries()]
    entries = [one for listed in lists for half in (True, False) for one in listed_entries(listed, of_ascii=half)]
    assert entries != []
    assert all(any(way for ways in ways_of(entry) for way in ways) for entry in entries)
    assert set(language.words) <= set(ROLES)


def test_precedence_knows_every_meaning_once() -> None:
    assert len(set(ORDER)) == len(ORDER)
    assert {name for stronger, weaker, _ in EXPLAINS for name in (stronger, *weaker)} <= set(ORDER)
