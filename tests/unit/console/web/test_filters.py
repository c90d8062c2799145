"""What a viewer asks to see: plain words, looked for in what is shown."""

import pytest

from services.console.web.stream.filters import LENGTH_MAX, NoFilter, StreamFilter

from .records import numbered, record


@pytest.mark.parametrize(
    ("asked", "passes"),
    [
        ({}, True),
        ({"topic": "texts"}, True),
        ({"topic": "loans"}, False),
        ({"subject": "case-1"}, True),
        ({"subject": "case"}, False),
        ({"type": "text.sent"}, True),
        ({"type": "reply"}, False),
        ({"text": "KIND offer"}, True),
        ({"text": "phone"}, False),
        ({"header": "TRACEPARENT=00"}, True),
        ({"header": "x"}, False),
        ({"topic": "texts", "subject": "case-2"}, False),
    ],
)
def test_a_record_passes_when_every_word_is_found(asked: dict[str, str], passes: bool) -> None:
    seen = record(1, said="kind offer", headers="traceparent=00-ab")
    assert StreamFilter.of(asked).lets(numbered(seen)) is passes


def test_a_pattern_is_looked_for_letter_by_letter() -> None:
    bomb = StreamFilter.of({"text": "(a+)+$"})
    assert not bomb.lets(numbered(record(1, said="a" * 400)))
    assert bomb.lets(numbered(record(1, said="(A+)+$")))


def test_a_word_too_long_is_refused_and_not_cut() -> None:
    with pytest.raises(NoFilter, match="subject takes at most 100"):
        StreamFilter.of({"subject": "x" * (LENGTH_MAX + 1)})
