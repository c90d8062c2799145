"""A day that is given up for another in one breath: "周五换成周六", "swap friday for sunday"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .times_said import Reference, is_dated
from .words import ReplyWords

_BECOMES = frozenset("改到 改成 改为 改去 换到 换成 换去 换 改 调到 调成 挪到 推到 延到 转到 转去".split())
_GIVES_UP = frozenset(
    "swap change move switch shift cambiar cambia trocar troca muda changer deplacer ganti tukar".split()
)
_FOR_ANOTHER = frozenset("for to with por pelo pela para pro pra contre a au jadi ke dengan".split())
"""Between a day that is given up and the one that is wanted."""


def without_given_up(reply: ReplyWords, said: Sequence[Reference]) -> list[Reference]:
    """The same times, and what is given up for the next is not wanted."""
    found = list(said)
    for place, (one, other) in enumerate(pairwise(said)):
        if one.wanted and other.wanted and is_dated(one) and is_dated(other) and _becomes(reply, one, other):
            found[place] = replace(one, wanted=False)
    return found


def _becomes(reply: ReplyWords, one: Reference, other: Reference) -> bool:
    clause = reply.clauses[one.word.clause]
    places = {word.start: place for place, word in enumerate(clause)}  # a day that was counted is a word of its own
    at, behind = places[one.word.start], places.get(other.word.start)
    if behind is None:
        return False
    between = "".join(word.text for word in clause[at + 1 : behind]).replace(" ", "")
    gives_up = any(word.text in _GIVES_UP for word in clause[:at])
    return between in _BECOMES or (gives_up and between in _FOR_ANOTHER)
