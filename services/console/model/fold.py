"""What an event makes of a case's row: `project(row, fact)`. Pure.

Each part of a row is the newest of its kind, compared by the moment of the event itself (and by its word where moments
are equal). So a row is the same whatever order the topics are read in, however often a record is read, and wherever the
reader was interrupted; nothing has to be remembered of what was read already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from .steps import CaseStep

Told = tuple[datetime, str]
"""A word, and the moment from which it holds."""


@dataclass(frozen=True, slots=True)
class CaseFact:
    """What an event says of a case, as far as the model keeps it. `steps` are usually one or none."""

    case: str
    at: datetime
    type: str
    region: str | None = None
    steps: Mapping[CaseStep, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseRow:
    """`last` is the newest event, `region` where its newest event with one said that it is."""

    case: str
    steps: Mapping[CaseStep, datetime] = field(default_factory=dict)
    region: Told | None = None
    last: Told | None = None


def project(row: CaseRow, fact: CaseFact) -> CaseRow:
    """The row after `fact`; the same object where it says nothing new."""
    last = _newest(row.last, (fact.at, fact.type))
    region = _newest(row.region, (fact.at, fact.region)) if fact.region is not None else row.region
    newer = {step: at for step, at in fact.steps.items() if step not in row.steps or at > row.steps[step]}
    if not newer and last is row.last and region is row.region:
        return row
    return replace(row, steps={**row.steps, **newer} if newer else row.steps, region=region, last=last)


def _newest(known: Told | None, told: Told) -> Told:
    return told if known is None or told > known else known
