"""A meaning with the words that it rests on, less sure for each that was only nearly one of ours."""

from __future__ import annotations

from .reading import FoundMeaning, MeaningName
from .words import ReplyWords, Word


def found_meaning(
    reply: ReplyWords, kind: MeaningName, sure: float, rule: str, words: tuple[Word, ...]
) -> FoundMeaning:
    spans = tuple(reply.folded.as_typed(word.start, word.end) for word in words)
    sure -= 0.05 * sum(word.mended for word in words)
    return FoundMeaning(kind, round(max(sure, 0.5), 2), spans, rule)
