"""A place in our list that is taken back for another: "la 1 euh non, plutôt la dernière", "1, no, 3"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from .languages.shape import BIT, bits
from .times_said import Reference
from .words import ReplyWords, Word

_DENIES = bits("no", "not", "misfit", "cant", "wait_word")
_RATHER = bits("rather", "instead", "wait_word", "fits")
_LIGHT = bits("light", "polite")


def without_taken_back(
    reply: ReplyWords, said: Sequence[Reference], others: Sequence[Reference], highest: int
) -> tuple[list[Reference], list[Reference]]:
    """The same places and other numbers; of two with a no right behind the first, and what turns to the second, only
    that is wanted. "1 no 3" alone may mean "not 3": it stays as it is.
    """
    beside = [one for one in others if 1 <= (one.word.number or 0) <= highest]
    in_order = sorted((*said, *beside), key=lambda one: one.word.start)
    places, numbers = list(said), list(others)
    for one, other in pairwise(in_order):
        if one not in said or not _turns(reply, one.word, other.word):
            continue
        places = [replace(each, wanted=False) if each is one else each for each in places if each is not other]
        places.append(replace(other, wanted=True))
        numbers = [each for each in numbers if each is not other]
    return places, numbers


def _turns(reply: ReplyWords, one: Word, other: Word) -> bool:
    at, behind = reply.words.index(one), reply.words.index(other)
    between = reply.words[at + 1 : behind]
    telling = [word for word in between if not word.roles & _LIGHT or word.roles & BIT["no"]]
    if not telling or not telling[0].roles & _DENIES or telling[0].roles & BIT["fits"]:
        return False
    if any(word.text == telling[0].text and word.clause == one.clause for word in reply.words[:at]):
        return False  # "不是1也不是2"
    after = reply.words[behind + 1 : behind + 2]
    rather = any(word.roles & _RATHER and not word.roles & BIT["no"] for word in (*between, *after))
    repeated = sum(bool(word.roles & _DENIES) for word in telling) > 1 or " " in telling[0].text
    return rather or repeated or one.clause < telling[0].clause < other.clause
