"""The tables `duties` and `positions` in memory, for the simulation: the same promises as `queries.sql`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise
from typing import Any, cast

from services.router.core.events_out import DutiesForgotten, Duty, DutyDropped, DutyEnded
from services.router.core.positions import LastPosition, PositionDropped, PositionsForgotten
from shared.decision import Row
from shared.runtime.ports import Conflict
from tests.memory.router_published import APPLIES as PUBLISHED
from tests.memory.runtime.commit import Apply
from tests.memory.runtime.reading import MemoryTables, Read
from tests.memory.runtime.tables import Tables


@dataclass(frozen=True, slots=True)
class Held:
    region: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Stood:
    """`place` is None where the collector left since."""

    at: datetime
    place: str | None


def _busy(tables: MemoryTables, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    asked = sorted(set(zip(params["collectors"], params["regions"], strict=True)))
    return [
        {"collector": who, "booking": booking, "region": region, "starts_at": held.starts_at, "ends_at": held.ends_at}
        for (who, booking), held in sorted(tables["duties"].items())
        for collector, region in asked
        if who == collector and held.region != region and held.starts_at < held.ends_at
    ]


def _put(tables: Tables, rows: Sequence[Row]) -> None:
    """As the constraint does: nobody is at two doors. One decision's duties leave no time taken twice."""
    duties = tables["duties"]
    for row in cast(Sequence[Duty], rows):
        duties[row.collector, row.booking] = Held(row.region, row.starts_at, row.ends_at)
    for who in {row.collector for row in cast(Sequence[Duty], rows)}:
        mine = sorted((h.starts_at, h.ends_at) for (name, _), h in duties.items() if name == who)
        taken = [span for span in mine if span[0] < span[1]]
        if any(one[1] > two[0] for one, two in pairwise(taken)):
            raise Conflict("nobody_twice")


def _drop(tables: Tables, rows: Sequence[Row]) -> None:
    gone = {row.booking for row in cast(Sequence[DutyDropped], rows)}
    for key in [key for key in tables["duties"] if key[1] in gone]:
        tables["duties"].pop(key)


def _end(tables: Tables, rows: Sequence[Row]) -> None:
    duties = tables["duties"]
    for row in cast(Sequence[DutyEnded], rows):
        for key, held in [(key, held) for key, held in duties.items() if key[1] == row.booking]:
            ends_at = max(held.starts_at, min(held.ends_at, row.ended_at))
            duties[key] = replace(held, ends_at=ends_at)


def _forget(tables: Tables, rows: Sequence[Row]) -> None:
    before = max(row.before for row in cast(Sequence[DutiesForgotten], rows))
    duties = tables["duties"]
    for key in [key for key, held in duties.items() if held.ends_at < before or held.starts_at == held.ends_at]:
        duties.pop(key)


def _put_positions(tables: Tables, rows: Sequence[Row]) -> None:
    positions = tables["positions"]
    for row in cast(Sequence[LastPosition], rows):
        before = positions.get((row.region, row.collector))
        if before is None or before.at < row.at:
            positions[row.region, row.collector] = Stood(row.at, row.place)


def _drop_positions(tables: Tables, rows: Sequence[Row]) -> None:
    positions = tables["positions"]
    for row in cast(Sequence[PositionDropped], rows):
        before = positions.get((row.region, row.collector))
        positions[row.region, row.collector] = Stood(row.at if before is None else max(row.at, before.at), None)


def _forget_positions(tables: Tables, rows: Sequence[Row]) -> None:
    before = max(row.before for row in cast(Sequence[PositionsForgotten], rows))
    for key in [key for key, stood in tables["positions"].items() if stood.at < before]:
        tables["positions"].pop(key)


def _last_positions(tables: MemoryTables, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [
        {"region": region, "collector": collector, "at": stood.at, "place": stood.place}
        for (region, collector), stood in sorted(tables["positions"].items())
        if region in params["regions"] and stood.at >= params["since"] and stood.place is not None
    ]


def _working_elsewhere(tables: MemoryTables, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = {(row["region"], row["collector"]) for row in _busy(tables, params)}
    return [{"region": region, "collector": collector} for region, collector in sorted(found)]


READS: dict[str, Read] = {
    "busy_elsewhere": _busy,
    "working_elsewhere": _working_elsewhere,
    "last_positions": _last_positions,
}
APPLIES: dict[str, Apply] = {
    "put_duties": _put,
    "drop_duties": _drop,
    "end_duties": _end,
    "forget_duties": _forget,
    "put_positions": _put_positions,
    "drop_positions": _drop_positions,
    "forget_positions": _forget_positions,
    **PUBLISHED,
}
