"""Whoever asks whether a visit is cancelled calls nothing off, nor does one who meant to, but wants us after all.

"Is it cancelled?", "没取消吧？", "c'est annulé ?" are questions. "I was going to cancel but come" wants the visit; and
"I wasn't going to cancel but yes, please do" agrees to no visit, whatever it agrees to.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .languages.shape import BIT, MARK, bits
from .unchanged import TURNS
from .word import Word

CANCELS, INTENDED, IS_OFF = MARK["cancels"], MARK["intended"], MARK["is_off"]
_ASKS_OFF, _DOES_SO = MARK["asks_off"], MARK["does_so"]
_LIGHT, _HELP, _BUT, _STAYS = BIT["light"], BIT["help"], BIT["but"], BIT["stays"]
_REQUESTS, _CAN, _POLITE, _SELF = bits("can", "want", "need"), BIT["can"], BIT["polite"], BIT["i"]
_OTHER_MATTER = bits(
    "message", "contact", "number", "debt", "owe", "instalment", "charge", "card", "listing", "consent"
)
"""What else is cancelled: our texts, or a debt that is paid."""
_ANSWERS_NO = bits(
    "no", "none", "dont", "not", "didnt", "misfit", "cant", "cease", "revoke", "keyword", "optout", "closed", "paid",
    "dispute", "busy", "post_not", "pas", "ne", "halt", "nomore", "nobody",
)  # fmt: skip
_DENIES = bits("not", "dont", "never", "ne", "pas", "didnt", "no", "post_not")
_WANTS_US = bits("come", "stays", "see", "home", "visit")
_COMES = bits("come", "stays", "see", "fits")
_BEFORE_COME = bits(
    "light", "polite", "yes", "ack", "wait_word", "instead", "rather", "no", "you", "can", "only", "enough", "already"
)
_ASIDE = bits("light", "polite", "tag", "question", "no", "laugh", "ack", "yes")
_CALLS_OFF = bits("revoke", "no", "closed", "keyword", "dispute")
_MAY = frozenset(("bisa", "boleh", "mau"))
""" "Bisa dibatalkan" is one word, and asks for it."""
_ASKS_LEAVE = frozenset(("好吗", "好不好", "行吗", "行不行", "好唔好", "得唔得", "ok吗"))
""" "取消了好吗" asks us to."""
NEAR_WORDS_MAX = 2


def mark_called_off(words: list[Word], ends: Sequence[str]) -> None:
    """Make a question of what asks whether it is cancelled, and nothing of an intention that was given up."""
    clauses: list[list[Word]] = [[] for _ in ends]
    for word in words:
        clauses[word.clause].append(word)
    for place, clause in enumerate(clauses):
        if any(word.marks & IS_OFF for word in clause) and _asks(clauses, ends, place):
            _make_a_question(clause)
        elif (told := _intention(words, clause)) and _is_given_up(words, told):
            for word in told:
                word.roles, word.negated = _LIGHT, False
            for word in words:
                if word.roles & BIT["wait_word"] and word.start > told[-1].start:
                    word.roles &= ~_ANSWERS_NO  # "算了来吧"
                elif word.marks & INTENDED and word.start > told[-1].start:
                    word.roles = _LIGHT  # "but changed my mind"


def _make_a_question(clause: Sequence[Word]) -> None:
    for word in clause:
        if word.mention is None:
            word.roles &= ~_ANSWERS_NO
    asked = next(word for word in clause if word.marks & IS_OFF)
    asked.roles = _HELP


def _asks(clauses: Sequence[Sequence[Word]], ends: Sequence[str], place: int) -> bool:
    clause = clauses[place]
    said = [at for at, word in enumerate(clause) if word.marks & IS_OFF]
    first, last = said[0], said[-1]
    asks_already = clause[first].marks & _ASKS_OFF
    before, behind = clause[:first], clause[last + 1 :]
    if any(word.roles & _OTHER_MATTER and not word.roles & _LIGHT for word in clause):
        return False
    if clause[first].text.split()[0] in _MAY:
        return False
    if before and before[-1].roles & BIT["you"] and not before[-1].roles & (_POLITE | _LIGHT):
        return True  # "you cancelled my visit" tells of our doing
    if any(word.roles & BIT["if"] for word in before) and not any(word.roles & (_CAN | _POLITE) for word in clause):
        return True  # "I wanted to know whether it is cancelled"
    if not asks_already and (
        any(word.roles & _REQUESTS and not word.roles & _LIGHT for word in behind)
        or any(word.roles & _POLITE and not word.roles & _LIGHT for word in clause)
        or any(word.text.replace(" ", "") in _ASKS_LEAVE for word in behind)
        or any(word.roles & _REQUESTS and not word.roles & _LIGHT for word in before[-NEAR_WORDS_MAX:])
        or any(word.roles & _SELF for word in before[-NEAR_WORDS_MAX:])
    ):
        return False
    if ends[place] == "?" or any(word.marks & _ASKS_OFF for word in clause):
        return True
    if any(word.roles & BIT["question"] and not word.roles & _DENIES for word in clause):
        return True
    follows = clauses[place + 1] if place + 1 < len(clauses) else []
    return bool(follows) and ends[place + 1] == "?" and all(word.roles & _ASIDE for word in follows)


def _intention(words: Sequence[Word], clause: Sequence[Word]) -> list[Word]:
    """From what tells that it was meant to what was meant, where a clause holds both; nothing where it is denied."""
    told = [at for at, word in enumerate(clause) if word.marks & (INTENDED | CANCELS)]
    if not told or not any(word.marks & INTENDED for word in clause) or not any(w.marks & CANCELS for w in clause):
        return []
    span = list(clause[told[0] : told[-1] + 1])
    denied = any(word.roles & _DENIES and not word.marks & (INTENDED | CANCELS) for word in clause)
    return [] if denied or any(word.roles & (_STAYS | _POLITE) for word in span) else span


def _is_given_up(words: Sequence[Word], told: Sequence[Word]) -> bool:
    """Does something contrary follow, and nothing that says to cancel?"""
    behind = [word for word in words if word.start > told[-1].start]
    if any(word.marks & CANCELS or (word.marks & _DOES_SO and not word.roles & BIT["yes"]) for word in behind):
        return False
    return any(word.roles & _BUT for word in behind) or any(_begins_with_come(part) for part in _parts(behind))


def _parts(behind: Sequence[Word]) -> list[list[Word]]:
    return [[w for w in behind if w.clause == place] for place in sorted({w.clause for w in behind})]


def _begins_with_come(clause: Sequence[Word]) -> bool:
    waits = False  # "算了来吧" takes the no back itself
    for word in clause:
        if word.roles & _COMES and not word.roles & BIT["visit"]:
            return not word.negated or waits
        waits = waits or word.roles & BIT["wait_word"] != 0
        if not word.roles & _BEFORE_COME:
            break
    return False


def is_no_yes(words: Sequence[Word]) -> bool:
    """Is something said to be cancelled ("yes, cancel Friday"), or is a yes perhaps one to that?"""
    return leaves_in_doubt(words) or any(
        word.marks & CANCELS and not word.negated and (not word.roles or word.roles & _CALLS_OFF) for word in words
    )


def leaves_in_doubt(words: Sequence[Word]) -> bool:
    """Is a yes perhaps one to cancelling: was that meant once, or denied, then something else said, and not to come?"""
    if not any(word.marks & CANCELS for word in words):
        return False
    for word in words:
        if not word.marks & CANCELS:
            continue
        clause = [other for other in words if other.clause == word.clause]
        denied = (word.marks & TURNS and word.roles & _STAYS) or any(w.roles & _DENIES for w in clause)
        if not (denied or any(w.marks & INTENDED for w in clause)):
            continue
        behind = [other for other in words if other.start > word.start and not other.marks & word.marks & CANCELS]
        if any(other.marks & _DOES_SO for other in behind):
            return True
        turns = any(w.roles & _BUT for w in behind) or any(w.marks & INTENDED for w in clause)
        behind = [other for other in behind if other.clause != word.clause or not other.roles & _STAYS]
        if turns and not any(_wants_us(one, other) for one, other in pairwise([word, *behind])):
            return True
    return False


def _wants_us(before: Word, word: Word) -> bool:
    return bool(word.roles & _WANTS_US) and not word.negated and not before.roles & _DENIES
