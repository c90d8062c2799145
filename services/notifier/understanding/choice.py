"""The choice of one window, where enough of the reply is explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from .clashing import clashes
from .coverage import is_explained
from .fitting import is_told_exactly
from .heard import FoundAnswer, Heard
from .held_back import ASKED_BACK, CLASH, held_back
from .languages.shape import bits
from .nearly import may_be_meant, nearly_chosen
from .plainness import is_plain
from .reading import FoundTime, OfferedWindow
from .words import Word

_SOUNDS_LIKE = bits("sounds_like")
_ANY_WILL_DO = bits("either", "except", "or")
UNEXPLAINED = "too many words that nobody explained"
ONE, ANY, DOUBTFUL = 0.95, 0.9, 0.85
"""One window that is named; any, where all fit; what is asked back before people are sent."""


def choice(
    heard: Heard, window: OfferedWindow, among: Sequence[OfferedWindow], words: Sequence[Word], rule: str
) -> FoundAnswer:
    one = len(among) == 1
    explained = is_explained(heard.reply, words, told=one and is_told_exactly(heard.wanted))
    doubt = held_back(heard, words)
    if not doubt and one and clashes(heard, window, words):
        doubt = CLASH
    if not explained and not (one and (is_explained(heard.reply, words, loosely=True) or nearly_chosen(heard, words))):
        guessed = one and (doubt in ASKED_BACK or (not doubt and may_be_meant(heard, words)))
        return FoundAnswer(missing=UNEXPLAINED, guess=window.number if guessed else None)
    if doubt:
        return FoundAnswer(missing=doubt, guess=window.number if one and doubt in ASKED_BACK else None)
    resting = tuple(words)
    sure = ONE if one else ANY
    if len(among) > 1 and not heard.agreeing(_ANY_WILL_DO):
        sure = DOUBTFUL
    if not explained or not is_plain(heard, window, resting):
        sure = DOUBTFUL
    sure -= 0.1 * sum(word.mended or word.roles & _SOUNDS_LIKE != 0 for word in words)
    start, end = window.start, window.end
    return FoundAnswer((("choose", sure, rule, resting),), window.number, FoundTime(start, end))


def doubted(found: FoundAnswer) -> FoundAnswer:
    """The same choice, to be asked back."""
    return replace(
        found, meanings=tuple((kind, min(sure, DOUBTFUL), rule, on) for kind, sure, rule, on in found.meanings)
    )
