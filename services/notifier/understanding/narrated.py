"""What a reply narrates and doesn't say of its writer: what others ask, where one works, whose illness is a reason.

A brake is lost to nothing but what stands in the same clause or answers us: a conjunction alone takes back no illness,
and despair, violence, death are never asides.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .languages.shape import BIT, bits
from .matching import Match
from .reading import FoundMeaning, MeaningName
from .words import ReplyWords, Word

ILL_MAX, EXPLICIT_MIN = 0.8, 0.85
"""Despair and violence are surer than an illness; so sure is a day that is asked for, not concluded from "can't"."""
_ILL, _TRADE, _SERVES, _HABIT, _PAST = (bits("ill", "unwell"), BIT["trade"], BIT["serves"], BIT["habit"], BIT["past"])
_OTHERS = bits("relative", "other_person", "somebody")
_MONEY = bits("money", "amount", "num", "time", "debt", "receipt", "instalment", "pay", "card")
_ASKERS = _OTHERS | bits("business", "asks")
_LAWYER, _WHEN = BIT["lawyer"], bits("time", "because")
_OF_OTHERS: frozenset[MeaningName] = frozenset({"verify", "call_me", "help", "human", "third_party"})
_STANDS: frozenset[MeaningName] = frozenset(
    {
        "stop",
        "hardship",
        "paid",
        "promise",
        "dispute",
        "wrong_number",
        "vulnerable",
        "deceased",
        "represented",
        "decline",
    }
)
"""What the writer says; beside it, what others ask is a story."""
_OWED: frozenset[MeaningName] = frozenset({"hardship", "dispute", "vulnerable"})
_TOLD_BEFORE: frozenset[MeaningName] = frozenset({"dispute", "paid", "wrong_number"})
"""Where one was when it was paid, or when somebody else borrowed, is the past."""
_VISITS: tuple[MeaningName, ...] = ("choose", "reschedule", "propose", "decline")


def without_asides(reply: ReplyWords, matched: Sequence[Match]) -> list[Match]:
    """The rules that hold of the writer."""
    kept = [match for match in matched if not (match.rule.meaning == "vulnerable" and _works_there(reply, match))]
    kinds = {match.rule.meaning for match in kept}
    asked, paid = kinds & _STANDS and kinds & _OF_OTHERS, kinds & {"paid", "promise"} and kinds & _OWED
    if not asked and not paid:
        return kept
    return [
        match
        for match in kept
        if not (asked and match.rule.meaning in _OF_OTHERS and _asked_by_others(reply, match))
        and not (paid and match.rule.meaning in ("paid", "promise") and _no_payment(_clause(reply, match), match))
    ]


def _clause(reply: ReplyWords, match: Match) -> list[Word]:
    return reply.clauses[match.words[0].clause]


def _has(words: Sequence[Word], roles: int) -> bool:
    return any(word.roles & roles and not word.negated for word in words)


def _no_payment(clause: Sequence[Word], match: Match) -> bool:
    """ "I always paid", or somebody who was sent somewhere, where nothing tells of money."""
    if match.rule.meaning == "promise":
        return _has(clause, _HABIT) and not _has(clause, BIT["time"])
    sent = all(word.roles & BIT["gave"] for word in match.words) and _has(clause, _OTHERS)
    return _has(clause, _HABIT) or (sent and not any(word.roles & _MONEY for word in clause))


def _works_there(reply: ReplyWords, match: Match) -> bool:
    """ "On duty at the hospital": a place, and somebody who serves there, and no illness beside it."""
    if match.rule.confidence > ILL_MAX or not reply.roles & _SERVES:
        return False
    clause = _clause(reply, match)
    return _has(clause, _SERVES) and all(word.roles & _TRADE for word in clause if word.roles & _ILL)


def _asked_by_others(reply: ReplyWords, match: Match) -> bool:
    """ "My wife asks who this is", "the school calls me": somebody else is told of before it, and not we."""
    clause = _clause(reply, match)
    if match.rule.meaning == "third_party":
        return _has(clause, BIT["asks"]) and len(match.words) == 1
    before = clause[: clause.index(match.words[0])]
    return _has(before, _ASKERS) and not _has(before, BIT["you"])


def without_reasons(
    reply: ReplyWords, found: dict[MeaningName, FoundMeaning], clauses: Mapping[MeaningName, set[int]]
) -> None:
    """Drop an illness that only tells why a day was chosen or can't be, and a court where somebody only has to be."""
    visit = [kind for kind in _VISITS if kind in found]
    if visit and "represented" in found and all(word.roles & _TRADE for word in reply.any(_LAWYER)):
        del found["represented"]
    if visit and "abuse" in found and all(word.roles & _TRADE for word in reply.any(BIT["threat"] | BIT["insult"])):
        del found["abuse"]
    vulnerable = found.get("vulnerable")
    if vulnerable is None or vulnerable.confidence > ILL_MAX:
        return
    told = clauses["vulnerable"]
    past = found.keys() & _TOLD_BEFORE and all(_has(reply.clauses[clause], _PAST) for clause in told)
    same = "dispute" in found and told <= clauses["dispute"]
    if past or same or _explains(reply, visit, found, clauses, told):
        del found["vulnerable"]


def _explains(
    reply: ReplyWords,
    visit: Sequence[MeaningName],
    found: Mapping[MeaningName, FoundMeaning],
    clauses: Mapping[MeaningName, set[int]],
    told: set[int],
) -> bool:
    """Who takes a window in another sentence wants the visit; a relative's illness explains another day."""
    timed = all(_has(reply.clauses[clause], _WHEN) for clause in told)
    places = all(word.roles & _TRADE for clause in told for word in reply.clauses[clause] if word.roles & _ILL)
    if "choose" in visit and (timed or places) and not clauses["choose"] <= told:
        return True
    if not visit or not all(_has(reply.clauses[clause], _OTHERS) for clause in told):
        return False
    if "reschedule" in visit and found["reschedule"].confidence >= EXPLICIT_MIN:
        return True
    return timed and ("decline" in visit or "propose" in visit)
