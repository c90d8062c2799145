"""Visits refused in words that no rule has: "no entry", "visits are not welcome", "never". See `visits_refused`."""

from __future__ import annotations

import re
from functools import cache

from .barred_words import BARRED, NEVER
from .reading import OpenQuestion
from .threats import SCRIPTS, is_denied, words_between
from .words import ReplyWords, Word

NEVER_CHARS_MAX = 40
_OF_ONE_VISIT = frozenset(("offer", "notice"))


def barred(reply: ReplyWords, asked: OpenQuestion) -> list[tuple[Word, ...]]:
    """The words of each refusal of that kind."""
    text = reply.folded.text
    if asked.kind in _OF_ONE_VISIT and len(text) <= NEVER_CHARS_MAX and _never().fullmatch(text) is not None:
        return [tuple(reply.words)]
    found: list[tuple[Word, ...]] = []
    for place, (letters, _) in enumerate(SCRIPTS):
        if letters.search(text) is not None:
            signs = (one for one in _looked_for(place).finditer(text) if not is_denied(text, one))
            found += (words_between(reply, one.start(), one.end()) for one in signs)
    return [words for words in found if words]


@cache
def _never() -> re.Pattern[str]:
    return re.compile(NEVER)


@cache
def _looked_for(place: int) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{BARRED[place]})" if place == 0 else BARRED[place])
