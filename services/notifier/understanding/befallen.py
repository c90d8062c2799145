"""What befell somebody, weighed against what else they write: hardship where it tells why nothing is paid, and only a
reason where the reply is about something else.
"""

from __future__ import annotations

from dataclasses import replace

from .heard import FoundAnswer
from .reading import FoundMeaning, MeaningName
from .rules import BEFELL, PAYDAY

FoundMeanings = dict[MeaningName, FoundMeaning]
_TELLS_WHAT_FOR: frozenset[MeaningName] = frozenset(
    {"stop", "paid", "promise", "dispute", "deceased", "wrong_number", "represented", "call_me", "human"}
)
"""Beside these, what befell somebody is only why: "there was a flood, so stop texting"."""
EXPLAINED_BY_HARDSHIP: frozenset[MeaningName] = frozenset({"vulnerable", "third_party", "help", "verify", "promise"})
UNWELL, PARTS, A_DAY = 0.7, 0.8, 0.75


def without_asides_of_hardship(found: FoundMeanings) -> None:
    """Drop what hard times explain: a husband who has left, wages that didn't come, a cold."""
    _drop(found, "promise", PAYDAY)
    _drop(found, "third_party", PARTS)
    _drop(found, "vulnerable", UNWELL)


def taken_aside(found: FoundMeanings) -> FoundMeaning | None:
    """The hardship that is told by what happened alone, no longer in `found`: it may be why they can't that day."""
    return _drop(found, "hardship", BEFELL)


def without_a_mere_day(said: FoundAnswer) -> FoundAnswer:
    """ "Now I do odd jobs" names no day for paying."""
    only_a_day = all(kind == "promise" and sure <= A_DAY for kind, sure, *_ in said.meanings)
    return replace(said, meanings=(), time=None) if only_a_day else said


def put_back(befell: FoundMeaning, found: FoundMeanings, said: FoundAnswer) -> None:
    """Nothing was answered: so this is what the reply is about, unless it tells what for."""
    if said.time is None:
        _drop(found, "promise", PAYDAY)  # a harvest that is lost
    somebody_else_writes = "third_party" in found and found["third_party"].confidence > PARTS
    if not found.keys() & _TELLS_WHAT_FOR and not somebody_else_writes:
        found["hardship"] = befell


def _drop(found: FoundMeanings, kind: MeaningName, most: float) -> FoundMeaning | None:
    """Take out a meaning of which we are no surer than `most`."""
    meaning = found.get(kind)
    return found.pop(kind) if meaning is not None and meaning.confidence <= most else None
