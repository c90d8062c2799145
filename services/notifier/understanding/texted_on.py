"""A clause that says no more than that texts are wanted, or that nobody opted out: it is nothing against a window.

"Dont stop texting me, 2", "yo no pedí la baja, la 2". Where anything in the reply is an opt-out, no clause is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from .coverage import unexplained
from .heard import Heard
from .languages.shape import bits, marks
from .words import Word

_TEXTS = bits("contact", "message", "cease", "halt", "optout", "optout_end", "resume", "keep", "start_word", "remove")
_BESIDE = _TEXTS | bits(
    "light", "polite", "laugh", "i", "me", "you", "not", "dont", "didnt", "never", "no", "ne", "pas", "post_not", "say",
    "want", "need", "yes", "fits", "number", "again", "but", "listing", "away", "because", "lets_on",
)  # fmt: skip
_OPEN, _DISOWNS = bits("if", "hedge", "undecided", "come", "visit", "call", "pay", "money"), marks("disowns")


def wants_texts(heard: Heard, clause: Sequence[Word]) -> bool:
    """Is a `clause` about nothing else, and is it no opt-out?"""
    if "stop" in heard.elsewhere or any(word.mention is not None for word in clause) or unexplained(clause):
        return False
    disowned = any(word.marks & _DISOWNS for word in clause)
    if not (disowned or "start" in heard.elsewhere) or not any(word.roles & _TEXTS for word in clause):
        return False
    return all(
        word.roles & _BESIDE or word.marks & _DISOWNS or not word.text[0].isalnum() for word in clause
    ) and not any(word.roles & _OPEN and not word.roles & _TEXTS for word in clause)
