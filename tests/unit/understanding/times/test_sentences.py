"""What borrowers write of time, in eight languages, on wednesday 14 October 2026 at half past nine in the morning."""

import pytest

from .said import SENTENCES, sentences, short


@pytest.mark.parametrize("language", sorted(path.stem for path in SENTENCES.glob("*.txt")))
def test_every_sentence_means_what_its_writer_meant(language: str) -> None:
    wrong = [(text, meant, got) for text, meant in sentences(language) if (got := short(text)) != meant]
    assert wrong == []
