"""Places of our list that are told in one breath: what denies one of them denies them all.

"Not 1 or 2", "不要1和2", "jangan 1 atau 2", "qualquer uma menos a 1 e a 2", "la 1 y la 2 no".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from .in_one_breath import ALL_ANDS, between, is_one_list, joins
from .languages.shape import BIT, bits
from .polarity import DENIES, LIGHT
from .reading import OfferedWindow
from .times_said import Reference
from .words import ReplyWords, Word

_OR, _EXCEPT = BIT["or"], BIT["except"]
_BETWEEN = LIGHT | bits("option", "hour_word")
_TAKES = bits("fits", "yes")
_PLACES = bits("num", "first", "last")
_NO = bits("no", "none", "post_not", "dont")
_TOLD_LIKE_A_DATE = re.compile(r"([1-9]) ?(ko|को|号|日|tarikh|तारीख)")


def with_denied_in_lists(
    reply: ReplyWords, said: Sequence[Reference], held: Sequence[Reference]
) -> tuple[list[Reference], list[Reference]]:
    """The same places; where one of a list is denied, so are the others. `held` stand behind a no, which may as well
    call a number one ("no 2"): what is no list of denied places is given back apart.
    """
    kept = sorted((*said, *held), key=lambda one: one.word.start)
    for at in range(len(kept) - 2, -1, -1):
        one, other = kept[at], kept[at + 1]
        if one.wanted and not other.wanted and joins(between(reply, one.word, other.word)):
            kept[at] = replace(one, wanted=False)
    for at in range(len(kept) - 1):
        one, other = kept[at], kept[at + 1]
        if one.wanted or not other.wanted or not is_one_list(between(reply, one.word, other.word)):
            continue
        if not _is_taken(reply, one.word, [each.word for each in kept[at + 1 :]]):
            kept[at + 1] = replace(other, wanted=False)
    behind_a_no = [one.word for one in held]
    apart = [one for one in kept if one.word in behind_a_no and not _is_denied_with(one, kept)]
    return [one for one in kept if one not in apart], apart


def _is_denied_with(one: Reference, others: Sequence[Reference]) -> bool:
    """Is another place of its clause denied too: "jangan 1 dan 2", "tidak 1 tidak 2"?"""
    return not one.wanted and any(
        other is not one and not other.wanted and other.word.clause == one.word.clause for other in others
    )


def places_told_like_dates(
    reply: ReplyWords, places: Sequence[Reference], times: Sequence[Reference], windows: Sequence[OfferedWindow]
) -> set[int]:
    """The places that are denied where a list of them ends like a date: "1 aur 2 ko chhodke koi bhi"."""
    denied: set[int] = set()
    for one in times:
        found = _TOLD_LIKE_A_DATE.fullmatch(reply.folded.text[one.word.start : one.word.end].strip())
        if one.wanted or found is None or int(found[1]) not in [window.number for window in windows]:
            continue
        if any(window.start.day == int(found[1]) for window in windows):
            continue
        denied.add(int(found[1]))
        last = one.word
        for place in reversed([each for each in places if each.word.start < one.word.start]):
            if not joins(between(reply, place.word, last)):
                break
            denied.add(place.word.number or 0)
            last = place.word
    return denied


def is_said_of_a_list(reply: ReplyWords, refusal: Word, denied: Sequence[Word]) -> bool:
    """Does a no say nothing more than which places it is about: "la 1 y la 2 no", "neither 1 nor 2"?"""
    clause = reply.clauses[refusal.clause]
    if not any(word.clause == refusal.clause for word in denied):
        return False
    return all(
        word in denied or word.roles & (_BETWEEN | _PLACES | _OR | DENIES | _NO) or word.text in ALL_ANDS
        for word in clause
    )


def _is_taken(reply: ReplyWords, denied: Word, behind: Sequence[Word]) -> bool:
    """Is what stands behind a denied place called fine: "no la 1 y la 2 sí"? What is said behind an exception is said
    of the rest ("any but 1 or 2 works").
    """
    clause = reply.clauses[denied.clause]
    if any(word.roles & _EXCEPT for word in clause):
        return False
    said = [word for word in clause if word.start > behind[0].start and word not in behind]
    told = next((word for word in said if not word.roles & LIGHT and word.text not in ALL_ANDS), None)
    return told is not None and bool(told.roles & _TAKES) and not told.negated
