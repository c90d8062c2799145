"""Our texts as they come back: each template as folded words, with gaps where parameters stand.

Whatever a phone does to what it quotes (marks, line breaks, case, accents), the words stay, so words are compared.
Chinese has no spaces: there a character is a word here, and two of them count as one.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache

from services.notifier.core.wording import LANGUAGES
from services.notifier.core.wording.language import LanguageWords

from .letters import plain

_IDEOGRAPHS = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff"
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
WORD = re.compile(rf"[{_IDEOGRAPHS}]|(?:(?![{_IDEOGRAPHS}])[\w{_MARKS}])+")
"""A word with the marks that are written over, under and beside its letters, or one Chinese character."""
_HOUR = re.compile(r"\d+h\d*")
"""As French writes it: 10h00."""
RUN_WORDS_MIN = 5
"""So many words of ours in a row are a copy. Fewer may be a borrower's own: "no more texts, stop" are four of ours."""
NAME, WHEN = "{name}", "{when}"
"""The gaps: any words, or numbers with days and months."""
NAMED = frozenset({"officer", "crew"})
Template = tuple[str, ...]


@cache
def templates() -> tuple[Template, ...]:
    """Every text in every language; a parameter is one of the two gaps."""
    return tuple(_words(each.body) for spoken in LANGUAGES.values() for each in spoken.all_templates())


def _words(body: str) -> Template:
    found: list[str] = []
    for literal, parameter, _, _ in string.Formatter().parse(body):
        found += WORD.findall(plain(literal))
        if parameter is not None:
            found.append(NAME if parameter in NAMED else WHEN)
    return tuple(found)


@cache
def runs() -> Mapping[Template, Sequence[tuple[int, int]]]:
    """Where in which template each run of words begins."""
    found: dict[Template, list[tuple[int, int]]] = defaultdict(list)
    for number, words in enumerate(templates()):
        for start, end in enumerate(run_ends(words)):
            run = words[start:end]
            if not any(map(is_gap, run)):
                found[run].append((number, start))
    return found


def run_ends(words: Sequence[str]) -> list[int]:
    """Where the run that begins at each word ends; none begins behind the last that is long enough."""
    halves = [1 if len(word) == 1 and word > "\u3000" else 2 for word in words]
    ends: list[int] = []
    start = run = 0
    for end, more in enumerate(halves, 1):
        run += more
        while run >= 2 * RUN_WORDS_MIN:
            ends.append(end)
            run -= halves[start]
            start += 1
    return ends


@cache
def calendar() -> frozenset[str]:
    """What our texts write a time with, beside numbers: days, months, and what stands between them, folded."""
    return frozenset(word for spoken in LANGUAGES.values() for name in _time_words(spoken) for word in _words(name))


def _time_words(spoken: LanguageWords) -> tuple[str, ...]:
    hours = re.sub(r"\{\w+\}", " ", f"{spoken.window} {spoken.slot} {spoken.digits}")
    return (*spoken.days, *spoken.months, hours, spoken.first)


def is_gap(word: str) -> bool:
    return word in (NAME, WHEN)


def fits(gap: str, word: str) -> bool:
    """May `word` stand in this gap?"""
    return gap == NAME or word.isdecimal() or word in calendar() or _HOUR.fullmatch(word) is not None
