"""What a negation reaches: the words after it, and in languages that negate backwards those before it too."""

from __future__ import annotations

from .languages.shape import BIT, bits
from .lexicon import BACKWARDS
from .word import Word

REACH = 4
"""A negation reaches so many words with a meaning of their own."""
_NOT = bits("not", "dont", "didnt", "never", "cant", "pas", "ne", "nobody", "post_not")
_LIGHT = bits("light", "polite", "me", "i", "you", "question", "hedge")
_CEASE, _OPTOUT, _WANT = BIT["cease"] | BIT["optout"], BIT["optout"], BIT["want"]
"""Negated only by the word next to it: "don't text me, stop" is no "don't stop"."""
_RATHER = bits("instead", "rather")
_KINDS = (bits("num", "time"), bits("call", "message", "contact"))
_PAS, _NE = BIT["pas"], BIT["ne"]
_CAN, _CANT, _FITS, _MISFIT = BIT["can"], BIT["cant"], BIT["fits"], BIT["misfit"]
_I, _COME, _PAID = BIT["i"], bits("come", "visit"), BIT["paid"]
_YES, _NO, _BUSY = BIT["yes"], BIT["no"], BIT["busy"]
_VERBS = bits("come", "contact", "call", "call_me", "bother", "will_pay", "pay")


def negate(words: list[Word]) -> None:
    """Mark what a negation reaches: the words after it, in languages that negate backwards those before it too."""
    reach, clause, ne, between, wants = 0, -1, False, 0, 0
    for place, word in enumerate(words):
        if word.clause != clause:
            reach, clause, ne = 0, word.clause, False
        if word.roles & _NOT:
            if word.roles & _PAS and not word.roles & _NE and not ne and place and words[place - 1].clause == clause:
                words[place - 1].negated |= (
                    words[place - 1].roles & _VERBS != 0
                )  # French as it is spoken: "appelez pas"
            if word.roles & _NE:
                ne = True
            if word.roles & _PAS and not word.roles & _NE and ne and reach:
                continue
            if reach and word.roles & BIT["cant"]:
                word.negated = True
            reach, between, wants = REACH, 0, 0
            if word.language >= 0 and BACKWARDS >> word.language & 1:
                ends = " " in word.text or _parts(words, place)
                reach = 0 if ends else 2  # "nahi chahiye" ends what it is about
                _negate_back(words, place)
        elif reach and between and word.roles & _RATHER == _RATHER:
            reach = 0  # "not at nine, rather at noon"
        elif reach and between and word.roles & _PAID and _says_why_nobody_comes(words, place):
            reach = 0
        elif reach:
            stops = between if word.roles & _OPTOUT else between + wants
            word.negated = not (word.roles & _CEASE and stops)
            if word.roles & _WANT:
                wants += 1  # "don't want to unsubscribe"
            elif not word.roles & _LIGHT:
                between += 1
            if not word.roles & _LIGHT:
                reach -= 1
    _derive(words)


def _says_why_nobody_comes(words: list[Word], place: int) -> bool:
    """ "You don't need to come I have paid": another sentence, and no sign between."""
    before = [word for word in words[:place] if word.clause == words[place].clause]
    told = max((at for at, word in enumerate(before) if word.roles & _I), default=len(before))
    return any(word.roles & _COME and word.negated for word in before[max(told - 2, 0) : told])


def _parts(words: list[Word], place: int) -> bool:
    """Does a negation stand between two of a kind: "the first no, the second", "text no, call"?"""
    near = [words[at].roles for at in (place - 1, place + 1) if 0 <= at < len(words)]
    return len(near) == 2 and any(near[0] & kind and near[1] & kind for kind in _KINDS)


def _negate_back(words: list[Word], place: int) -> None:
    reached = 0
    for before in range(place - 1, -1, -1):
        word = words[before]
        if word.clause != words[place].clause or reached == 2:
            return
        word.negated = not (word.roles & _CEASE and reached)
        if not word.roles & _LIGHT:
            reached += 1


def _derive(words: list[Word]) -> None:
    """What a negated word is: who can't, what does not fit, nobody who has money."""
    for word in words:
        if word.negated:
            if word.roles & _BUSY and not word.roles & _FITS:
                word.roles, word.negated = word.roles & ~_BUSY | _FITS, False  # "the only day that I'm not at work"
                continue
            if word.roles & _CAN:
                word.roles = word.roles & ~_CAN | _CANT
            if word.roles & _FITS:
                word.roles = word.roles & ~(_FITS | _YES) | _MISFIT
            elif word.roles & _YES:
                word.roles = word.roles & ~_YES | _NO
