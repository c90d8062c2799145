"""The answer to "why not?": what a service says of something that did not happen, and of each rule that was asked.

It is told over HTTP to whoever asks, decides nothing and is kept nowhere. There is nothing personal in it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import StringConstraints

from .times import Instant, Zone
from .values import CaseId, Cell, Cite, Code, CollectorId, Count, Needs, Region, Sentence, Value

WhyNotOf = Literal["text", "visit", "slot", "crew"]
WhyNotService = Literal["notifier", "scheduler", "router"]
About = Annotated[str, StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]


class WhyNotLine(Value):
    """One rule that was asked: `met`, or not. `met_from` is when the passing of time alone will have met it, and is
    absent where time does not help. `rule` is the pack's leaf with its citation, where it rests on one.
    """

    code: Code
    met: bool
    text: Sentence
    rule: Cite = ""
    met_from: Instant | None = None


class WhyNotAnswer(Value):
    """Of one thing asked about: would it happen if it were decided on at that moment, and what would be said then.

    `code`, `text` and `rule` are those of the decision. `again_at` is when it is decided on next anyway.
    """

    about: About
    happens: bool
    code: Code
    text: Sentence
    rule: Cite = ""
    again_at: Instant | None = None
    lines: tuple[WhyNotLine, ...] = ()


class WhyNotVisit(Value):
    """What the router has to be asked with for a visit that it has no booking of. The cell is as exact as it gets."""

    region: Region
    cell: Cell
    zone: Zone
    needs: Needs
    not_collectors: tuple[CollectorId, ...] = ()


class WhyNot(Value):
    """What one service says of one case at the moment `at`.

    `state` is where the case stands there, after decision number `version`, which was made at `decided_at`.
    """

    of: WhyNotOf
    service: WhyNotService
    case: CaseId
    at: Instant
    zone: Zone | None = None
    state: Code
    version: Count
    decided_at: Instant | None = None
    policy: Cite
    answers: tuple[WhyNotAnswer, ...]
    visit: WhyNotVisit | None = None
