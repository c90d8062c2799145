"""What one look at the system gives, source by source. Rows are those of the named queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ...views.timeline import TimelineEntry

SeenRows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class WorkSeen:
    """Out of the database, often: what waits inside the services and for a person. `now` is the services' time,
    `virtual` where that is not ours; `moved` are texts of the last hour of it."""

    now: datetime
    virtual: bool = False
    moved: SeenRows = ()
    waiting: SeenRows = ()
    switches: SeenRows = ()
    used_up: SeenRows = ()
    replies: SeenRows = ()
    parked: SeenRows = ()
    texts: SeenRows = ()
    letters: SeenRows = ()


@dataclass(frozen=True, slots=True)
class HeldSeen:
    """Out of the database, seldom: every case is looked at. `causes` have `since` and `case_id` where that is known."""

    causes: SeenRows = ()
    visits: SeenRows = ()


@dataclass(frozen=True, slots=True)
class ProcessesSeen:
    """`documents` as `status` shows them; `counts` are the monitor's rows, None where it does not answer."""

    name: str
    documents: SeenRows = ()
    counts: SeenRows | None = None


@dataclass(frozen=True, slots=True)
class LagSeen:
    """Rows of `behind`, and of each service how many events it had to read at each of the last looks."""

    rows: SeenRows = ()
    looks: Mapping[str, Sequence[int]] | None = None


@dataclass(frozen=True, slots=True)
class CaseSeen:
    """`status` is what `case_status` makes, `life` the newest decisions, oldest first, of `decisions` many."""

    case: str
    zone: str
    status: Mapping[str, Any]
    life: Sequence[TimelineEntry]
    decisions: int
