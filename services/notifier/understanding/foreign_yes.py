""" "Ja": the yes of half of northern Europe, and what Portuguese phones write for "já" (now, already).

As a time it counts only where something else in the reply is Portuguese, or the borrower is known to write it. Else a
yes in a language that nobody taught us would be an answer that asks for another time, and takes the offer away.
"""

from __future__ import annotations

import re

from .lexicon import CODES, lexicon
from .times import TimeMention

WORD = re.compile(r"[^\W\d_]+")
FOREIGN_YES = frozenset(("ja",))
BOTH_HAVE = frozenset(
    "a da das de dem den der do du e em en er es et i la me na no o om os se so som tal te tu um va vi".split()
)
"""Words of Portuguese that the others have as well, as something else: "ja das geht", "ja, um 10"."""
_MEANS_NOW_IN = CODES.index("pt")
_ENGLISH = CODES.index("en")


def without_foreign_yes(found: tuple[TimeMention, ...], text: str, language: str) -> tuple[TimeMention, ...]:
    """The times in `text` but for a "ja" that is somebody's yes."""
    if language.startswith("pt") or not any(_is_yes(text, one) for one in found) or _is_portuguese(text):
        return found
    return tuple(one for one in found if not _is_yes(text, one))


def _is_yes(text: str, mention: TimeMention) -> bool:
    return text[mention.start : mention.end].lower() in FOREIGN_YES


def _is_portuguese(text: str) -> bool:
    """Is there a word that Portuguese has and English does not, besides?"""
    return any(_tells_portuguese(word) for word in WORD.findall(text.lower()) if word not in FOREIGN_YES | BOTH_HAVE)


def _tells_portuguese(word: str) -> bool:
    known = lexicon(of_ascii=word.isascii()).known_as(word)
    return _MEANS_NOW_IN in known.languages and _ENGLISH not in known.languages
