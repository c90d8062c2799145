"""The choice of one window, where enough of the reply is explained."""

from __future__ import annotations

from collections.abc import Sequence

from .coverage import is_explained
from .fitting import is_told_exactly
from .heard import FoundAnswer, Heard
from .reading import FoundTime, OfferedWindow
from .words import Word


def choice(
    heard: Heard, window: OfferedWindow, among: Sequence[OfferedWindow], words: Sequence[Word], rule: str
) -> FoundAnswer:
    if not is_explained(heard.reply, words, told=is_told_exactly(heard.wanted) and len(among) == 1):
        return FoundAnswer(missing="too many words that nobody explained")
    resting = tuple(words)
    sure = 0.95 if len(among) == 1 else 0.85
    sure -= 0.1 * sum(word.mended for word in words)
    start, end = window.start, window.end
    return FoundAnswer((("choose", sure, rule, resting),), window.number, FoundTime(start, end))
