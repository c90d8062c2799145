"""Published opt-out keywords, applied in the three ways in which they are."""

import pytest

from tests.benchmarks.replies.opt_out_lists import LISTS, OptOutsFound, alone, anywhere, at_the_beginning, opt_outs

KEYWORDS = ("stop", "opt out", "opt-out", "arret")


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("STOP", (True, True, True)),
        (" Stop! ", (True, True, True)),
        ("arrêt", (True, True, True)),
        ("Opt  Out", (True, True, True)),
        ("opt-out", (True, True, True)),
        ("stop texting me", (False, True, True)),
        ("please stop", (False, False, True)),
        ("nonstop", (False, False, False)),
        ("停止", (False, False, False)),
        ("", (False, False, False)),
    ],
)
def test_a_keyword_is_found_alone_at_the_beginning_or_anywhere(text: str, ways: tuple[bool, bool, bool]) -> None:
    assert (alone(text, KEYWORDS), at_the_beginning(text, KEYWORDS), anywhere(text, KEYWORDS)) == ways


def test_what_may_be_an_opt_out_is_neither_missed_nor_false() -> None:
    rows = [(True, False, True), (True, False, False), (False, True, True), (False, False, True), (False, False, False)]
    assert opt_outs(rows) == OptOutsFound(wanted=2, found=1, others=2, false=1)


def test_nothing_wanted_is_told_without_a_division() -> None:
    assert "0.0 %" in str(opt_outs([]))


def test_every_list_says_where_it_is_from_and_finds_its_own_keywords() -> None:
    for listed in LISTS:
        assert listed.source
        assert all(alone(keyword.upper(), listed.keywords) for keyword in listed.keywords)
