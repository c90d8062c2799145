"""Whether a word is wanted: what denies it in its clause."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .languages.shape import BIT, bits
from .lexicon import BACKWARDS
from .phrases import is_han
from .words import ANDS, Word

_ASKS_AT_END = frozenset("ga gak ngga nggak enggak engga".split())
LIGHT = bits("light", "polite", "me", "i", "you", "hedge", "only", "laugh")
DENIES = bits("not", "dont", "didnt", "cant", "except", "pas", "misfit", "never")
_AGAINST = bits("misfit", "cant", "busy", "none", "nobody")
FOR = bits("fits", "yes", "either")
_SLIGHT = bits("light", "polite")
_NAMED = bits("num", "first", "last", "later_one", "earlier_one", "option", "rest", "other")
_PLACES = bits("num", "first", "last")
_DENIES_ALL = bits("not", "cant", "misfit", "none", "nobody", "no")
_ALL_OF_CHINESE, _NONE_OF_CHINESE = "都", ("都不", "都没", "都唔", "都冇")
_EXCEPT, _BECAUSE = BIT["except"], BIT["because"]
DENIED_BEFORE = 3
"""So few words may stand between a denial and what is excepted from it."""
_HAN_ANDS = frozenset("和跟同与及")
_BEFORE_DENIES = bits("not", "except", "dont", "pas", "didnt", "never")
_BEHIND_DENIES = bits("post_not", "misfit", "no", "except")


def is_wanted(clause: Sequence[Word], place: int) -> bool:
    """Does nothing in its clause deny the word at `place`?"""
    clause, place = _up_to_a_reason(clause, place)
    before = place - 1
    while before >= 0 and clause[before].roles & LIGHT and not clause[before].roles & DENIES:
        before -= 1
    if is_all_there_is(clause, place):
        return True
    if _is_excepted_with(clause, place):
        return False
    if before >= 0 and clause[before].roles & _BEFORE_DENIES:
        backwards = clause[before].language >= 0 and BACKWARDS >> clause[before].language & 1
        if not backwards:
            return False
        named = clause[place].mention is not None or clause[place].roles & BIT["num"]
        if named and any(word.mention or word.roles & _PLACES for word in clause[:before]):
            if clause[0].text == clause[before].text:
                return False  # "na 1 na 2"
            return _is_not_denied_at_all(clause, place)  # "10 nahi 11 baje wala", "pehla nahi dusra"
    if before >= 0 and clause[before].roles & BIT["no"] and not any(word.roles & FOR for word in clause[place + 1 :]):
        return False
    after = place + 1
    while after < len(clause) and clause[after].roles & LIGHT and not clause[after].roles & DENIES:
        after += 1
    denied = after < len(clause) and clause[after].roles & _BEHIND_DENIES and not _asks_at_end(clause, after)
    if denied and after - 1 > place and clause[after - 1].text in ANDS:
        denied = False  # "wednesday and not before half six"
    if denied and not _denies_what_follows(clause, after):
        return False
    return _is_not_denied_at_all(clause, place)


def _is_excepted_with(clause: Sequence[Word], place: int) -> bool:
    """Is it the last of several that are excepted together: "除了1和2都行", "除了周四、周五都行"?"""
    if not any(word.roles & _EXCEPT for word in clause[:place]):
        return False
    first = place
    while first > 0 and _listed_with(clause[first - 1], clause[place]):
        first -= 1
    alike = [word for word in clause[first:place] if not word.roles & BIT["light"] or word.mention]
    return bool(alike) and first > 0 and bool(clause[first - 1].roles & BIT["except"])


def _listed_with(word: Word, last: Word) -> bool:
    """Does it belong to one list with `last`? Of times only Chinese says so beyond doubt."""
    if word.text in _HAN_ANDS or (not last.mention and (word.text in ANDS or word.roles & BIT["light"])):
        return True
    if last.mention:
        return bool(word.mention) and last.mention.language == "zh"
    return word.number is not None and bool(word.roles & _PLACES)


def _asks_at_end(clause: Sequence[Word], at: int) -> bool:
    """Is a no the end of a question: "bisa maju dua jam ga"?"""
    last = at == len(clause) - 1
    return last and clause[at].text in _ASKS_AT_END and any(word.roles & BIT["can"] for word in clause[:at])


def is_all_there_is(clause: Sequence[Word], place: int) -> bool:
    """Is all denied except this: "I can't do any except Monday", "除了周六都不行"?"""
    before = place - 1
    while before >= 0 and clause[before].roles & LIGHT and not clause[before].roles & DENIES:
        before -= 1
    if before < 0 or not clause[before].roles & BIT["except"] or clause[before].roles & BIT["misfit"]:
        return False
    if any(word.roles & _DENIES_ALL for word in clause[max(0, before - DENIED_BEFORE) : before]):
        return True
    behind = clause[place + 1 :]
    return any(word.text == _ALL_OF_CHINESE and after.roles & _DENIES_ALL for word, after in pairwise(behind)) or any(
        word.text.replace(" ", "").startswith(_NONE_OF_CHINESE) for word in behind
    )


def _is_not_denied_at_all(clause: Sequence[Word], place: int) -> bool:
    """Does nothing in the clause say that it doesn't fit or that nobody may come, or something behind that after all
    it does?
    """
    against = [word for word in clause if word.roles & _AGAINST or (word.negated and word.roles & BIT["come"])]
    if not against:
        return True
    return any(
        word.roles & FOR and not word.negated and not word.roles & _AGAINST and not word.text.startswith("any")
        for word in clause[place + 1 :]
    ) and (all(word.start < clause[place].start for word in against))


def _denies_what_follows(clause: Sequence[Word], at: int) -> bool:
    """Is a no or an except about what stands behind it: "after Christmas except Monday", "the 18th not 19"?"""
    behind = clause[at + 1 :]
    word = clause[at]
    if word.language >= 0 and BACKWARDS >> word.language & 1:
        return False
    if word.roles & BIT["except"]:
        if behind and behind[0].text in ("y", "e", "et", "and"):
            return False  # "wednesday no, thursday less so and friday"
        return any(one.mention or one.roles & _PLACES for one in behind)
    if not word.roles & BIT["no"] or word.roles & BIT["misfit"] or not word.roles & BIT["not"]:
        return False
    near = next((one for one in behind if not one.roles & LIGHT or one.mention), None)
    named = near is not None and bool(near.mention or near.roles & BIT["num"])
    return named and not any(one.roles & FOR and not one.negated for one in behind)


def _says_when_not(word: Word, behind: Sequence[Word]) -> bool:
    """ "Thursday except if it rains", "thursday but not sure": what is excepted stands behind, and is no day."""
    backwards = word.language >= 0 and BACKWARDS >> word.language & 1
    if backwards or word.roles & BIT["not"] or is_han(word.text):
        return False
    said = [one for one in behind if one.mention or not one.roles & _SLIGHT]
    return bool(said) and not any(one.mention or one.roles & _NAMED for one in said)


def _up_to_a_reason(clause: Sequence[Word], place: int) -> tuple[Sequence[Word], int]:
    """The part of a clause that a word stands in, where "because" parts it, or "except" and what it is of no day."""
    first, last = 0, len(clause)
    for at, word in enumerate(clause):
        if word.roles & _BECAUSE:
            if at < place:
                first = at + 1
            elif at > place:
                last = at
                break
        elif at > place and word.roles & BIT["except"] and _says_when_not(word, clause[at + 1 :]):
            last = at
            break
    return clause[first:last], place - first
