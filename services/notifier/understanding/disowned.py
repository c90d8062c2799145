"""What has the words of an opt-out and is none: nobody said it, it would only be so if things were otherwise, or it is
known of us.

"Who said I want to unsubscribe", "I never asked to", "if I had paid you wouldn't write to me" (in languages whose verbs
tell), "I know you don't write for fun". What speaks of "you" in its condition is left: "if you had any decency you
would stop" asks for it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .languages.shape import bits, marks
from .lexicon import BACKWARDS
from .words import ReplyWords, Word

_DISOWNS, _UNREAL, _WOULD, _KNOWS = marks("disowns"), marks("unreal"), marks("would"), marks("knows")
_BETWEEN = bits("i", "me", "want", "you", "polite", "will")
""" "Who said you can text me, stop" has more between, and so does "who said I want these, stop"."""
_WRITES, _TEXTS = bits("contact", "message"), bits("message")
"""Where objects come first: "who said 'messages stop'"."""
_SELF, _DENIES = bits("i", "me"), bits("dont", "not", "no", "didnt", "pas", "ne", "nomore", "nobody")
_FAILS = bits("cant", "misfit", "not", "dont", "post_not", "didnt")
_OPTS_OUT = bits("cease", "halt", "optout", "optout_end", "keyword", "remove", "block", "revoke")
_ALLOWED = bits("can", "need", "consent", "forbid")
_OF_MONEY = bits(
    "paid", "pay", "money", "debt", "amount", "instalment", "nomoney", "owe", "job", "will_pay", "busy", "nowork"
)


def is_disowned(reply: ReplyWords, clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """Do the `words` of an opt-out in `clause` say that there is none?"""
    first = next((word for word in words if word.roles & _OPTS_OUT), words[0])
    return _is_nobodys(clause, first, words[-1]) or _is_known_of_us(clause, words) or _would_be_so(reply, clause, words)


def denies_an_opt_out(clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """Is it no debt that `words` dispute, but an opt-out: "I never asked to unsubscribe"?"""
    if not any(word.marks & _DISOWNS for word in words):
        return False
    behind = clause[clause.index(words[-1]) + 1 :]
    return any(word.roles & _OPTS_OUT for word in (*words, *behind)) and not any(w.roles & _OF_MONEY for w in behind)


def is_unreal(clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """ "If I had paid": nothing is."""
    return any(word.marks & _UNREAL for word in clause[: clause.index(words[0]) + 1])


def asks_of_nobody(words: Sequence[Word]) -> bool:
    """ "Who said that I want to": nobody's name is asked for."""
    return bool(words[0].marks & _DISOWNS)


def _is_nobodys(clause: Sequence[Word], first: Word, last: Word) -> bool:
    """Does what disowns it stand right before it, and nothing behind that denies ("how would I when I can't")?"""
    place = clause.index(first)
    if first.roles & _OPTS_OUT:
        between = _BETWEEN
    elif first.roles & _DENIES and not first.marks & _DISOWNS:
        between = _SELF  # "who said I don't want texts"
    else:
        return False  # "I never asked to be texted"
    if first.language >= 0 and BACKWARDS >> first.language & 1:
        between |= _TEXTS
    before = place - 1
    while before >= 0 and not clause[before].marks & _DISOWNS and clause[before].roles & between:
        before -= 1
    if before < 0 or not clause[before].marks & _DISOWNS or clause[before].roles & _WRITES:
        return False
    behind = clause[clause.index(last) + 1 :]
    return not any(word.roles & _FAILS for word in behind[:2])


def _is_known_of_us(clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """ "I know you don't write for fun"; "I know that you may not" is another matter."""
    first = clause.index(words[0])
    told = words[0].marks & _KNOWS or (first and clause[first - 1].marks & _KNOWS)
    if not told or any(word.roles & _OPTS_OUT for word in words):
        return False
    between = clause[first : clause.index(words[-1])]
    return not any(word.roles & _ALLOWED and not word.marks & _KNOWS for word in between)


def _would_be_so(reply: ReplyWords, clause: Sequence[Word], words: Sequence[Word]) -> bool:
    """Is it what we would do, if the writer had paid or had money?"""
    within = clause[clause.index(words[0]) : clause.index(words[-1]) + 1]
    if any(word.roles & _OPTS_OUT for word in words) or not any(word.marks & _WOULD for word in within):
        return False
    place = clause[0].clause
    near = [word for one in reply.clauses[max(place - 1, 0) : place + 2] for word in one]
    return any(word.marks & _UNREAL for word in near) and any(word.roles & _OF_MONEY for word in near)
