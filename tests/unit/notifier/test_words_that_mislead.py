"""Words that look like one thing and mean another, and what a meaning carries with it."""

from __future__ import annotations

import pytest

from services.notifier.hearing.letters import plain

from .events import NOW, question
from .heard import read


def kinds(words: str) -> list[str]:
    return [meaning.kind for meaning in read(words, (), NOW)[0]]


@pytest.mark.parametrize(
    "words", ["i will not pay", "i'm not going to pay", "never going to pay you", "not gonna pay", "no voy a pagar"]
)
def test_a_refusal_to_pay_is_no_promise(words: str) -> None:
    assert "promise" not in kinds(words)


@pytest.mark.parametrize("words", ["i will pay", "i'm going to pay", "gonna pay friday", "voy a pagar"])
def test_a_promise_is_one(words: str) -> None:
    assert kinds(words) == ["promise"]


@pytest.mark.parametrize("mark", ["'", "’", "`"])
def test_an_apostrophe_is_one_however_it_is_typed(mark: str) -> None:
    assert plain(f"Don{mark}t") == "don't"
    assert kinds(f"i{mark}ll pay friday") == ["promise"]


@pytest.mark.parametrize(("words", "kind", "digit"), [("2", "slot", 2), ("4", "other-time", 4), ("5", "hardship", 5)])
def test_a_digit_is_told_with_what_it_means(words: str, kind: str, digit: int) -> None:
    (meaning,), _, _ = read(words, (question("offer"),), NOW)
    assert (meaning.kind, meaning.digit, meaning.confidence) == (kind, digit, 0.99)


def test_a_digit_that_means_nothing_is_told_as_such() -> None:
    (meaning,), _, _ = read("9", (question("offer"),), NOW)
    assert (meaning.kind, meaning.digit, meaning.confidence) == ("unknown", 9, 0.0)
