"""Who denies that anything is to change, or that they will miss us, wants the visit as it was agreed.

A no to a change, a problem or a failing is no no to the visit: "no change needed", "I won't forget", "no puedo faltar".
What one can't miss may be another thing: that is a yes only where nothing else is told.
"""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import BIT, MARK, bits, marks
from .lexicon import BACKWARDS
from .word import Word

_NOUNS, _FAILS = MARK["alteration"], marks("fails", "late")
TURNS = _NOUNS | _FAILS | MARK["alter"]
"""What means the contrary once it is denied."""
_NOTHING, _WONT = MARK["nothing"], MARK["wont"]
_DENIES = bits("not", "dont", "never", "pas", "ne", "post_not")
_DENIES_NOUNS, _DENIES_FAILING = bits("didnt", "is_not_here"), bits("cant", "misfit")
_NOBODY, _NONE = bits("nobody", "is_not_here"), BIT["none"]
_CANT, _PAS, _LIGHT, _WHAT = bits("cant", "misfit"), BIT["pas"], BIT["light"], BIT["what"]
_BETWEEN = bits("light", "polite", "i", "me", "will", "want", "need", "have", "can", "laugh")
_OF_THE_VISIT = bits(
    "light", "polite", "i", "me", "yes", "ack", "fits", "visit", "option", "home", "here", "laugh", "stays", "come",
    "will", "need", "have", "inform",
)  # fmt: skip
"""What may stand behind it in its clause: neither somebody that is missed nor another thing to change."""
_OPEN = bits("question", "why", "who", "how", "if", "except", "hedge", "but", "didnt", "or")
_AGAINST = bits("not", "dont", "no", "none", "cant", "misfit", "never", "didnt", "post_not", "pas", "nomore")
_NOTHING_ELSE = _OF_THE_VISIT | bits("you", "time", "see", "say", "so")
_DETERMINES = frozenset("it that this the them my our to your".split())
"""Behind "no change": "no change it" asks for one."""
_ASKS_LAST = frozenset("吗么嘛")
NOES = frozenset(
    ("no nah naw nope nop non nan nao nahi nahin nhi tidak nggak gak enggak لا لاء 不 唔 唔使 不用 नहीं".split()),
) | {"yeah no", "yea no", "no no", "non non", "nah nah", "nao nao", "لا لا", "nahi nahi"}
"""What answers no by itself."""
_ANSWERS_ONLY = frozenset("non nope nop nah naw لاء".split())
"""They deny no verb that follows: "non changez" asks for a change."""
AWAY_WORDS_MAX, BACK_WORDS_MAX = 6, 2


def mark_unchanged(words: list[Word], ends: Sequence[str]) -> None:
    """Make a yes of the words that deny a change or a failing."""
    for word in words:
        if not word.marks & TURNS or word.mention is not None or ends[word.clause] == "?":
            continue
        clause = [other for other in words if other.clause == word.clause]
        first, last = _denied(clause, clause.index(word))
        span = clause[first : last + 1]
        if not span or not _is_all_of_it(clause, first, last):
            continue
        if any(one.roles & _CANT and not one.marks & _WONT for one in span) and not _tells_no_more(words, word):
            continue
        for one in span:
            one.roles = BIT["yes"] | (BIT["ack"] if word.marks & _FAILS else BIT["stays"])
        for one in clause[last + 1 :]:
            one.roles = _LIGHT if one.marks & _NOTHING else one.roles  # "no cambien nada"
            one.roles &= ~BIT["busy"] if one.roles & BIT["visit"] else -1  # our visit, and none to others


def _denied(clause: Sequence[Word], place: int) -> tuple[int, int]:
    """From the denial to the word at `place` and what belongs to it, or to the denial behind; an empty range where
    nothing denies it.
    """
    word, first, last = clause[place], place, place
    for before in range(place - 1, max(place - AWAY_WORDS_MAX - 1, -1), -1):
        if _denies(clause, before, place):
            first = before
        elif not _may_part(clause[before]):
            break
    while last + 1 < len(clause) and clause[last + 1].marks & word.marks & TURNS:
        last += 1  # "no change needed"
    denied = first < place
    for behind in range(last + 1, min(last + BACK_WORDS_MAX + 1, len(clause))):
        if (
            _denies_back(clause[behind])
            and not (word.marks & _FAILS and (behind > last + 1 or _forbids(clause[behind])))
        ) or (clause[behind].roles & _PAS and first < place):
            last, denied = behind, True
        elif not _may_part(clause[behind]):
            break
    return (first, last) if denied else (0, -1)


def _may_part(word: Word) -> bool:
    """May a word stand between a denial and what is denied?"""
    if word.mention is not None:
        return False
    chinese_what = word.roles & _WHAT and word.text[0] > "\u2fff"
    return bool(word.roles & _BETWEEN or word.marks & (TURNS | _NOTHING) or chinese_what)


def _denies(clause: Sequence[Word], at: int, place: int) -> bool:
    denial, denied = clause[at], clause[place]
    if denial.mention is not None or denial.text in _ANSWERS_ONLY:
        return False
    if denied.marks & _FAILS and (denial.roles & _DENIES_FAILING or denial.marks & _WONT):
        return True
    if denied.marks & _NOUNS and denial.roles & _DENIES_NOUNS:
        return True
    if denied.marks & _NOUNS and denial.roles & _NONE and at + 1 == place:
        return True  # "nenhuma alteração"
    if denial.roles & _NOBODY and " " in denial.text and at + 1 == place:
        return True  # "gak ada yang berubah"
    if _denies_back(denial) and not denial.roles & BIT["dont"] and " " not in denial.text:
        return (
            denied.marks & MARK["fails"] != 0 and at + 1 == place > 1
        )  # "main nahi bhulunga", and no "nahi, bhul gaya"
    if (denial.roles & _DENIES or denial.marks & _NOTHING) and not denial.roles & BIT["why"]:
        return not _is_either_or(clause, at)
    behind = next((word.text for word in clause[place + 1 :] if not word.marks & denied.marks & TURNS), "")
    return denial.text == "no" and denied.marks & _NOUNS != 0 and at + 1 == place and behind not in _DETERMINES


def _denies_back(word: Word) -> bool:
    backwards = word.language >= 0 and BACKWARDS >> word.language & 1
    return backwards != 0 and word.mention is None and word.roles & (_DENIES | _CANT) != 0


def _forbids(word: Word) -> bool:
    """ "Late hai, mat aana" is no lateness that is denied."""
    return bool(word.roles & BIT["dont"])


def _is_either_or(clause: Sequence[Word], at: int) -> bool:
    """ "要不要改", "改不改": whether to."""
    if not 0 < at < len(clause) - 1 or clause[at].text[0] < "\u2fff":
        return False
    return clause[at - 1].text[-1] in (clause[at].text[-1], clause[at + 1].text[0])


def _is_all_of_it(clause: Sequence[Word], first: int, last: int) -> bool:
    """Is nothing asked, denied or told in the clause besides?"""
    if clause[-1].text[-1] in _ASKS_LAST:
        return False
    answered = next((at for at, word in enumerate(clause) if word.text not in NOES), 0)
    return all(
        (word.roles & _LIGHT or word.roles & (_DENIES | _DENIES_NOUNS) or word.marks & (TURNS | _NOTHING)
         or not word.roles & _OPEN)
        if first <= at <= last
        else word.mention is None and _is_beside(word, behind=at > last)
        for at, word in enumerate(clause)
        if at >= answered
    )  # fmt: skip


def _is_beside(word: Word, *, behind: bool) -> bool:
    if word.roles & (_OPEN | _AGAINST) and not word.roles & _LIGHT:
        return False
    return not behind or bool(word.roles & _OF_THE_VISIT or word.marks & _NOTHING) or not word.text[0].isalnum()


def _tells_no_more(words: Sequence[Word], turned: Word) -> bool:
    return all(
        word.roles & _NOTHING_ELSE or not word.text[0].isalnum() for word in words if word.clause != turned.clause
    )
