"""A dispute that is told in parts: another amount than ours, or a loan and what the police were told of it."""

from __future__ import annotations

import re

from .languages.shape import bits
from .words import ReplyWords, Word

AMOUNTS_MAX = 6
_AMOUNT = re.compile(
    r"(?<![\d:.,])(\d{1,3}(?:[ .,]\d{3})+|\d{1,9}(?:[.,]\d{1,2})?)(?![\d:])\s?"
    r"(k\b|mil\b|juta\b|jt\b|rb\b|ribu\b|lakh\b|hazar\b|hajar\b|thousand\b|mille\b|الف|الاف|alf\b|[万千])?"
    r"|([一二两三四五六七八九十百千万]{2,9})"
)
_LARGE = frozenset("百千万")
_DENIES = bits("not", "dont", "no", "pas", "post_not", "rather")
_TAKES_NO_PART = bits("number", "home", "will_pay", "will", "paid", "can", "cant", "if", "per", "gave")
_OF_MONEY = bits("contract", "debt", "charge", "owe", "instalment")
_CONTRACT = bits("contract")
_OWED, _SAID, _ASKS = (
    bits("debt", "charge", "owe"),
    bits("say", "why", "only", "you", "told", "complaint", "but"),
    bits("or"),
)
_REPORTED, _OF_A_LOAN = bits("reported"), bits("debt", "owe", "identity", "misused", "charge", "card", "dispute")
SMALLEST, AWAY_WORDS_MAX = 100.0, 1
_HOURS, _YEARS = range(600, 2360, 5), range(1990, 2040)


def another_amount(reply: ReplyWords) -> tuple[Word, ...]:
    """Two amounts of which one is denied, or that are held against a contract: "not 612 but 412"."""
    of_money = reply.roles & _OF_MONEY != 0
    held_against = reply.roles & _OWED and reply.roles & _SAID and not reply.roles & _ASKS
    if reply.roles & _TAKES_NO_PART or not (reply.roles & (_DENIES | _CONTRACT) or held_against):
        return ()
    found: dict[str, int] = {}
    for match in _AMOUNT.finditer(reply.folded.text):
        if _is_amount(match, of_money):
            found.setdefault(match.group().strip(), match.start())
        if len(found) == AMOUNTS_MAX:
            break
    if len(found) < 2:
        return ()
    words = [word for word in reply.words if any(word.start <= at < word.end for at in found.values())]
    if reply.roles & _CONTRACT or held_against or any(_is_beside_a_no(reply, word) for word in words):
        return tuple(words)
    return ()


def told_to_the_police(reply: ReplyWords) -> tuple[Word, ...]:
    """The words that say so, in a reply that speaks of a loan or of a name that was used."""
    if not reply.roles & _REPORTED or not reply.roles & _OF_A_LOAN:
        return ()
    return tuple(reply.any(_REPORTED))


def speaks_of_money(reply: ReplyWords) -> bool:
    """Are the numbers in it no doors and no hours?"""
    return reply.roles & _OF_MONEY != 0


def _is_amount(match: re.Match[str], of_money: bool) -> bool:
    digits, unit, chinese = match.groups()
    if chinese is not None:
        return not _LARGE.isdisjoint(chinese)
    if unit is not None:
        return True
    if digits[0] == "0":
        return False  # of a telephone
    value = float(re.sub(r"[ .,](?=\d{3}(?:\D|$))", "", digits).replace(",", ".").replace(" ", ""))
    return value >= SMALLEST and not (digits.isdigit() and value in _YEARS) and (of_money or value not in _HOURS)


def _is_beside_a_no(reply: ReplyWords, amount: Word) -> bool:
    place = reply.words.index(amount)
    near = reply.words[max(place - AWAY_WORDS_MAX - 1, 0) : place + AWAY_WORDS_MAX + 1]
    return any(word.roles & _DENIES and word.clause == amount.clause for word in near)
