"""Letters are read as they are meant, and the way back to what was written is kept."""

# ruff: noqa: E501 (texts are read as lists)
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notifier.understanding.letters import HEAD_CHARS_MAX, TAIL_CHARS_MAX, fold

from .asking import meanings


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("ＳＴＯＰ", "stop"), ("S\u200bTOP", "stop"), ("déjà", "deja"), ("請發簡訊", "请发简讯"), ("٣", "3"), ("３", "3"), ("②", "2"), ("أوقفوا", "اوقفوا"),
    ],
)  # fmt: skip
def test_a_letter_is_folded_to_its_plain_form(written: str, read: str) -> None:
    assert fold(written).text == read


@pytest.mark.parametrize(
    "text", ["SТОР", "st0p", "5top", "s t o p", "S.T.O.P.", "S-T-O-P", "stoppp", "ＳＴＯＰ", "st\u00adop"]
)
def test_a_disguised_stop_is_a_stop(text: str) -> None:
    assert meanings(text) == ["stop"]


def test_a_word_that_mixes_no_alphabets_stays_itself() -> None:
    assert "stop" not in meanings("сорт")


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_every_folded_letter_comes_from_a_written_one(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.origins) <= HEAD_CHARS_MAX + TAIL_CHARS_MAX
    assert all(0 <= place < len(text) for place in folded.origins)


def test_a_letter_that_grows_when_folded_makes_no_long_text() -> None:
    assert len(fold("ﷺ" * 1_600).text) <= HEAD_CHARS_MAX + TAIL_CHARS_MAX
