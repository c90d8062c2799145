"""Money that went to somebody else, and what was given that is no money: neither pays us.

"Paid the rent, nothing left" is hardship; "gave my code 1234 to the guy" is for a person. What is paid by a day to come
is promised.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from .languages.shape import BIT, MARK, bits
from .lexicon import BACKWARDS
from .matching import Match
from .words import ReplyWords, Word

_BILL, _SECRET, _NOTHING_LEFT, _YET = MARK["bill"], MARK["secret"], MARK["nothing_left"], MARK["yet"]
_OURS = bits("debt", "instalment", "you", "card", "owe", "receipt", "remainder", "charge")
_MONEY, _GAVE, _NUM = bits("amount", "money", "debt", "receipt"), BIT["gave"], BIT["num"]
_PAYS = bits("pay", "paid", "will_pay", "gave")
_AT = frozenset("at in en em na no nas nos chez di pada a au aux in me mein par pe".split())
""" "Paid at the school" tells where."""
BETWEEN_WORDS_MAX, CODE_DIGITS, ROUND = 3, 4, 50


def went_elsewhere(reply: ReplyWords, match: Match) -> bool:
    """Was what `match` takes for a payment one to somebody else, and is nothing of ours named beside it?"""
    return match.rule.meaning in ("paid", "promise") and pays_a_bill(reply.clauses[match.words[0].clause])


def pays_a_bill(clause: Sequence[Word]) -> bool:
    """Does a verb of paying stand right before what else is paid (before or behind it, where objects come first)?"""
    if any(
        word.roles & _OURS and not (word.marks & _BILL or word.roles & (BIT["light"] | BIT["money"])) for word in clause
    ):
        return False
    for at, word in enumerate(clause):
        if word.roles & _PAYS and not word.negated:
            near = list(clause[at : at + 2 + BETWEEN_WORDS_MAX])
            near += clause[max(at - BETWEEN_WORDS_MAX, 0) : at] if _names_it_first(word) else []
            if any(_is_a_bill(clause, other) for other in near):
                return True
    return False


def _is_a_bill(clause: Sequence[Word], word: Word) -> bool:
    at = clause.index(word)
    return word.marks & _BILL != 0 and not (at and clause[at - 1].text in _AT)


def _names_it_first(word: Word) -> bool:
    return word.language >= 0 and BACKWARDS >> word.language & 1 != 0


def is_no_money(reply: ReplyWords, match: Match) -> bool:
    """A code, an address, or a bare number of the form of a code: given to somebody, and no payment."""
    clause = reply.clauses[match.words[0].clause]
    if match.rule.meaning != "paid" or not any(word.roles & _GAVE for word in match.words):
        return False
    if any(word.marks & _SECRET for word in clause):
        return not any(word.roles & _MONEY for word in clause)
    numbers = [word for word in match.words if word.roles & _NUM and word.text.isdigit()]
    coded = [word for word in numbers if len(word.text) == CODE_DIGITS and int(word.text) % ROUND]
    return bool(numbers) and coded == numbers and not any(word.roles & _MONEY for word in clause)


def told_with(match: Match, elsewhere: Sequence[Match]) -> bool:
    """Does a meaning rest on nothing but whom somebody else's bill is of: "paid the hospital"?"""
    clauses = {other.words[0].clause for other in elsewhere}
    return match.words[0].clause in clauses and all(word.marks & _BILL for word in match.words)


def nothing_left(reply: ReplyWords) -> tuple[Word, ...]:
    return tuple(word for word in reply.words if word.marks & _NOTHING_LEFT)


def is_ahead(clause: Sequence[Word], paid: Sequence[Word], at: datetime) -> bool:
    """Will it have been paid by a day to come: "I will have paid by friday"?"""
    if not any(word.marks & _YET and word not in paid[1:] for word in clause):
        return False
    return any(
        word.mention is not None
        and word.mention.best is not None
        and word.mention.best.end is not None
        and word.mention.best.end > at
        for word in clause
    )
