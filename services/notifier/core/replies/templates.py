"""Our texts as they come back: each template as folded words, with gaps where parameters stand.

Whatever a phone does to what it quotes (marks, line breaks, case, accents), the words stay, so words are compared.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from ..wording.render import LANGUAGES
from .normalise import fold

WORD = re.compile(r"\w+")
RUN_WORDS_MIN = 5
"""So many words of ours in a row are a copy. Fewer may be a borrower's own: "no more texts, stop" are four of ours."""
NAME, WHEN = "{name}", "{when}"
"""The gaps: any words, or numbers with days and months."""
NAMED = frozenset({"officer", "crew"})
Template = tuple[str, ...]


@cache
def templates() -> tuple[Template, ...]:
    """Every text in every language; a parameter is one of the two gaps."""
    return tuple(_words(body) for spoken in LANGUAGES.values() for body in spoken.templates.values())


def _words(body: str) -> Template:
    found: list[str] = []
    for literal, parameter, _, _ in string.Formatter().parse(body):
        found += WORD.findall(fold(literal))
        if parameter is not None:
            found.append(NAME if parameter in NAMED else WHEN)
    return tuple(found)


@cache
def runs() -> Mapping[Template, Sequence[tuple[int, int]]]:
    """Where in which template each run of words begins."""
    found: dict[Template, list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(templates()):
        for start in range(len(words) - RUN_WORDS_MIN + 1):
            run = words[start : start + RUN_WORDS_MIN]
            if not any(map(is_gap, run)):
                found[run].append((number, start))
    return found


@cache
def calendar() -> frozenset[str]:
    """Days and months as our texts write them, folded."""
    return frozenset(fold(name) for spoken in LANGUAGES.values() for name in (*spoken.days, *spoken.months))


def is_gap(word: str) -> bool:
    return word in (NAME, WHEN)


def fits(gap: str, word: str) -> bool:
    """May `word` stand in this gap?"""
    return gap == NAME or word.isdecimal() or word in calendar()
