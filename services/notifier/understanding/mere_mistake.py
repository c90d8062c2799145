"""A mistake, and a debt of one's own: "it's a mistake, I've paid" is no stranger's reply."""

from __future__ import annotations

from collections.abc import Sequence

from .matching import Match
from .reading import FoundMeaning, MeaningName
from .rules.person import MISTAKEN

THEIR_OWN: frozenset[MeaningName] = frozenset({"paid", "dispute"})


def without_mere_mistake(matched: Sequence[Match], found: dict[MeaningName, FoundMeaning]) -> None:
    """Takes the wrong number back where only a mistake was told, and with it what became of their own debt."""
    why = {match.rule.why for match in matched if match.rule.meaning == "wrong_number"}
    if why == {MISTAKEN} and found.keys() & THEIR_OWN:
        found.pop("wrong_number", None)
