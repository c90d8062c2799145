"""Numbers and positions in a reply: places in our list, and numbers that are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .languages.shape import BIT, bits
from .life_hours import in_clause
from .listed import with_denied_in_lists
from .polarity import LIGHT, is_wanted
from .times_said import Reference
from .words import ReplyWords, Word

_CALLED_ONE = re.compile(r"\d no")
"""A number that is called one, as in India, or is refused where another stands beside it: "1 no, 2 yes"."""
_LIGHTEST = bits("light")
_BEHIND_A_PLACE = LIGHT | bits(
    "option", "fits", "yes", "ack", "either", "or", "instead", "no", "num", "except", "misfit", "rest", "question",
    "come", "visit", "time", "but", "will", "can", "cant", "not", "dont", "want", "need", "because", "wait_word",
    "sarcasm", "same", "change", "home", "i", "hour_word", "first", "last", "insult", "cease", "message", "busy",
    "none",
)  # fmt: skip
"""What may follow the number of a window."""
_AGREES = bits("yes", "ack")
_COUNTED = bits("hour_word", "life", "people")
_NAMES_ONE = bits("option", "fits", "yes")
_BESIDE_NUMBERS = LIGHT | bits(
    "option", "fits", "yes", "either", "or", "instead", "no", "num", "except", "misfit", "rest", "ack"
)
_HOUR = BIT["hour_word"]


def numbers_said(reply: ReplyWords, highest: int, *, timed: bool) -> tuple[list[Reference], list[Reference]]:
    """Places in our list, and numbers that are none. `timed`: a time is told too, of which "the later" may be one."""
    said: list[Reference] = []
    others: list[Reference] = []
    held: list[Reference] = []
    num, option, amount = BIT["num"], BIT["option"], BIT["amount"]
    for clause in reply.clauses:
        plain = all(word.roles for word in clause)
        telling = [word for word in clause if not word.roles & _BESIDE_NUMBERS]
        hours = [word for word in clause if word.roles & _HOUR and not word.roles & option]
        of_life = in_clause(clause)
        for place, word in enumerate(clause):
            number = _place_in_list(word, highest, timed)
            if number is None or word in of_life or _only_sounds_like_one(clause, place):
                continue
            word.number = number
            after = clause[place + 1] if place + 1 < len(clause) else None
            before = clause[place - 1] if place else None
            if (after is not None and after.roles & amount and not after.roles & _AGREES) or (
                before is not None and before.roles & amount and not before.roles & option
            ):
                continue
            named = (before is not None and before.roles & option) or (after is not None and after.roles & option)
            spelt = not word.text.isdigit() and word.roles & num
            if spelt and not named and not _is_phrase(word, after) and not _alone(word, telling, hours):
                continue
            if after is not None and " " not in word.text and after.roles & _COUNTED and not after.roles & _NAMES_ONE:
                continue
            if not plain and not named and not _is_phrase(word, after):
                others.append(Reference(word, is_wanted(clause, place)))
                continue
            if word.text.isdigit() and (_is_glued(word, after) or (not named and _counts(clause[place + 1 :]))):
                continue
            if not 1 <= number <= highest:
                others.append(Reference(word, is_wanted(clause, place)))
                continue
            if before is not None and before.roles & BIT["no"] and not before.negated and not named:
                held.append(Reference(word, is_wanted(clause, place)))
                continue
            said.append(Reference(word, not _is_refused(reply, word) and is_wanted(clause, place)))
    said, apart = with_denied_in_lists(reply, said, held)
    return said, sorted([*others, *apart], key=lambda one: one.word.start)


def _is_refused(reply: ReplyWords, word: Word) -> bool:
    """Is what may be a number's name a no after all, because another number follows in a breath of its own?"""
    if not _CALLED_ONE.fullmatch(word.text):
        return False
    later = [one for one in reply.any(BIT["num"]) if one.start > word.start and not _CALLED_ONE.fullmatch(one.text)]
    waits = any(one.start > word.start for one in reply.any(BIT["wait_word"]))
    return any(waits or one.clause != word.clause for one in later)


def _is_phrase(word: Word, after: Word | None) -> bool:
    """Is a place told in words of its own ("the last one"), and nothing unknown behind that it could count?"""
    return " " in word.text and not word.text[0].isdigit() and (after is None or after.roles != 0)


def _is_glued(word: Word, after: Word | None) -> bool:
    """Is a number the beginning of a word: "3Q", "4get"?"""
    return after is not None and after.start == word.end and after.text[0].isascii() and after.text[0].isalpha()


def _counts(behind: Sequence[Word]) -> bool:
    """Does a number stand before what it counts: "2 kids and 1 dog"?"""
    first = next((word for word in behind if not word.roles & _LIGHTEST), None)
    return first is not None and not first.roles & _BEHIND_A_PLACE


def _only_sounds_like_one(clause: Sequence[Word], place: int) -> bool:
    """ "I won", "a tree": no number, unless it is called one ("option won")."""
    if not clause[place].roles & BIT["sounds_like"]:
        return False
    return not (place and clause[place - 1].roles & BIT["option"] and place == len(clause) - 1)


def _alone(word: Word, telling: Sequence[Word], hours: Sequence[Word]) -> bool:
    """A number in words counts where its clause says little else: "one" and "uno" are words of many uses. `telling` are
    the words of the clause that say more, `hours` those for hours.
    """
    return all(other is word for other in telling) and (" " in word.text or all(other is word for other in hours))


def _place_in_list(word: Word, highest: int, timed: bool) -> int | None:
    if word.roles & BIT["num"]:
        return word.number
    if word.roles & BIT["first"]:
        return 1
    if timed:
        return None  # "the later one on Friday" is about Friday
    if word.roles & (BIT["last"] | BIT["later_one"]):
        return highest
    if word.roles & BIT["earlier_one"]:
        return 1
    return None
