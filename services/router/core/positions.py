"""Positions are facts, not decisions: the last of each collector is a row in a table, and whoever plans reads it there.

There is no state of them, no history and no lock of the region: where somebody is now moves no crew, it counts when the
next one is chosen. The newest moment wins, so a record that is read again, or late, does no harm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar

from shared.contracts.envelope import Event
from shared.contracts.fleet import PositionReported
from shared.contracts.values import CollectorId
from shared.decision import Decision, Row, accept, refuse

AHEAD_MAX = timedelta(minutes=5)
"""House figure. A position further ahead comes from a clock that is wrong: it would hide every true one until then."""
KEPT = timedelta(days=2)
"""House figure. Older ones are removed, and not taken: no late record brings the place of somebody back who left."""
BOX_CHARS_MAX = 1_000
"""A sealed pair of coordinates has less than a tenth of that, and a plan reads those of a whole region."""


@dataclass(frozen=True, slots=True)
class LastPosition(Row):
    """Where a collector of `region` was; `place` is the JSON of a box that is sealed under their key."""

    statement: ClassVar[str] = "put_positions"
    region: str
    collector: CollectorId
    at: datetime
    place: str


@dataclass(frozen=True, slots=True)
class PositionDropped(Row):
    """The collector left the region: nothing older than `at` says any more where they are, whenever it comes."""

    statement: ClassVar[str] = "drop_positions"
    region: str
    collector: CollectorId
    at: datetime


@dataclass(frozen=True, slots=True)
class PositionsForgotten(Row):
    """What is older than `before`, in any region, is of no use to anybody."""

    statement: ClassVar[str] = "forget_positions"
    before: datetime


def fact_of(event: Event, at: datetime) -> Decision[Any] | None:
    """What is remembered at `at` of an event that no region decides on; None where one does."""
    return located(event, at) if isinstance(event, PositionReported) else None


def located(reported: PositionReported, at: datetime) -> Decision[Any]:
    fact = reported.data
    if fact.at > at + AHEAD_MAX:
        return refuse("position-ahead", "a position of the future: the clock that reported it is wrong")
    if fact.at < at - KEPT:
        return refuse("position-over", "a position of days ago: nobody plans by it")
    if len(fact.place.box) > BOX_CHARS_MAX:
        return refuse("position-too-long", "what is sealed there is too long to be a place")
    row = LastPosition(reported.subject, fact.collector, fact.at, fact.place.model_dump_json())
    return accept("collector-located", "the newest position of a collector is kept", effects=(row,))
