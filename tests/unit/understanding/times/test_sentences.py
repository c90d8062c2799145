"""What borrowers write of time, in eight languages, on wednesday 14 October 2026 at half past nine in the morning."""

import pytest

from .said import SENTENCES, sentences, short

EACH = [
    pytest.param(text, meant, id=f"{path.stem}: {text}")
    for path in sorted(SENTENCES.glob("*.txt"))
    for text, meant in sentences(path.stem)
]


@pytest.mark.parametrize(("text", "meant"), EACH)
def test_it_means(text: str, meant: str) -> None:
    assert short(text) == meant
