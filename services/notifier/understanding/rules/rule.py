"""A rule: a line of roles that means something, with its reason. Lines are explained in `patterns`.

Each rule looks at one clause. Rules name roles, never words: the words are in `languages`, so a rule that holds in one
language holds in all of them.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..languages.shape import BIT, Role
from ..patterns import Pattern, pattern
from ..reading import MeaningName

SURE, LIKELY, CALLS, UNSURE, DOUBTFUL = 0.97, 0.85, 0.8, 0.7, 0.65
LIMITED, AT_TIMES = "!limit|often|never|if|asks_sense", "!limit|never|if|asks_sense"
"""Who asks for fewer texts, or none at work, asks for texts; who never said it, or asks what it does, didn't say it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`meaning` is found where `line` matches a clause. `alone`: nothing but light words beside it in the reply.
    `bare`: at most so many words in the clause that have nothing to do with texts. `plain`: no word that nobody knows
    stands between those that match. `beside`: a role that some word of the reply must have.
    """

    meaning: MeaningName
    line: str
    confidence: float
    why: str
    parsed: Pattern
    alone: bool
    bare: int | None
    plain: bool
    beside: int


def rule(
    meaning: MeaningName,
    line: str,
    confidence: float,
    why: str,
    alone: bool = False,
    bare: int | None = None,
    plain: bool = False,
    beside: Role | None = None,
) -> Rule:
    return Rule(meaning, line, confidence, why, pattern(line), alone, bare, plain, BIT[beside] if beside else 0)
