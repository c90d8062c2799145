"""English as it is texted in America, Britain, Ireland and Australia, beside readings that must not become a yes."""

from __future__ import annotations

import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("universal credit got stopped", "reminder", "hardship"),
        ("friday when my dole comes in", "reminder", "promise"),
        ("faster payment went this morning", "reminder", "paid"),
        ("done it at the post office yday", "reminder", "paid"),
        ("cant see the point of being here anymore", "reminder", "vulnerable"),
        ("what he drive", "notice", "verify"),
        ("in yer dreams", "offer", "decline"),
        ("how bout never", "offer", "decline"),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, asked: AskedKind, wanted: str) -> None:
    assert meanings(text, asked) == [wanted]


@pytest.mark.parametrize("text", ["whichever one isnt a school day", "whichever doesnt clash with the match"])
def test_whichever_is_not_something_chooses_no_window_by_itself(text: str) -> None:
    assert meanings(text, "offer") == ["unclear"]


def test_aye_right_alone_calls_nothing_off() -> None:
    assert meanings("aye right", "notice") == ["unclear"]
