"""What every answer to "why not?" is made of: the decision as it would be made now, and the rules that were asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from shared.contracts.why_not import WhyNotAnswer, WhyNotLine

from .decision import Decision

TEXT_CHARS, RULE_CHARS = 400, 200


def answer_of(
    about: str, decision: Decision[Any], happens: bool, again_at: datetime | None, lines: Iterable[WhyNotLine]
) -> WhyNotAnswer:
    """What the decision says, in its own words, with the rules beside it: those not met come first, in their order."""
    return WhyNotAnswer(
        about=about,
        happens=happens,
        code=decision.reason,
        text=decision.why[:TEXT_CHARS],
        rule=decision.rule[:RULE_CHARS],
        again_at=again_at,
        lines=tuple(sorted(lines, key=lambda line: line.met)),
    )


def in_words(code: str, why: str, rule: str = "") -> Decision[Any]:
    """For where nothing would be decided: what there is to say instead."""
    return Decision(code, why, rule)


def line(code: str, met: bool, text: str, rule: str = "", met_from: datetime | None = None) -> WhyNotLine:
    """`met_from` is of use only where it is not met."""
    return WhyNotLine(
        code=code, met=met, text=text[:TEXT_CHARS], rule=rule[:RULE_CHARS], met_from=None if met else met_from
    )
