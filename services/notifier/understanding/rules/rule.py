"""A rule: a line of roles that means something, with its reason. Lines are explained in `patterns`.

Each rule looks at one clause. Rules name roles, never words: the words are in `languages`, so a rule that holds in one
language holds in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..patterns import Pattern, pattern
from ..reading import MeaningName

SURE, LIKELY, CALLS, DOUBTFUL = 0.97, 0.85, 0.8, 0.65
LIMITED = "!limit|never|if"
"""Who asks for fewer texts, or none at work, asks for texts; who never said it did not say it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`meaning` is found where `line` matches a clause. `alone`: nothing but light words beside it."""

    meaning: MeaningName
    line: str
    confidence: float
    why: str
    parsed: Pattern
    alone: bool


def rule(meaning: MeaningName, line: str, confidence: float, why: str, alone: bool = False) -> Rule:
    return Rule(meaning, line, confidence, why, pattern(line), alone)
