"""What a transaction sees first of its aggregates: as statements, and as what their rows say.

Whoever looks for timers that are due knows their aggregates only when they are locked. `lock_due` leaves the names in
the transaction, so all else that is asked of them goes in the same round trip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from shared.runtime.ports import DueTimer, DueTimers, HeldState, NewerFormat, Opened

from .columns import Statement
from .queries import load
from .state_rows import SQL as STATES
from .state_rows import asked, loaded_from

SQL = load("shared.runtime.pg", "transaction.sql")
OPENING = (SQL["parked_among"], STATES["load_states"], SQL["behind_others"], SQL["stopped_switches"])
NAMES = "%(aggregates)b::text[]"
DUE_NAMES = "(SELECT current_setting('doorstep.due')::text[])::text[]"
"""Asked once a statement, and planned as the parameter is."""
LOOK_FOR_DUE = (
    SQL["lock_due"],
    SQL["due_of"],
    SQL["due_after"],
    *(sql.replace(NAMES, DUE_NAMES) for sql in OPENING),
)
OpeningRows = list[dict[str, Any]]


class FoundDue(NamedTuple):
    """Timers that are due, and what was seen of their aggregates (`names`, in order)."""

    due: DueTimers
    names: list[str]
    rows: list[OpeningRows]


def opening(names: Sequence[str], held: Mapping[str, HeldState], me: int) -> list[Statement]:
    params = {**asked(names, held), "me": me}
    return [(sql, params) for sql in OPENING]


def looking_for_due(at: datetime, limit: int, format: int, me: int) -> list[Statement]:
    """The documents come with the states: what is due was mostly set long ago, so hardly any is held."""
    params = {"at": at, "limit": limit, "format": format, "me": me, "versions": None, "marks": None}
    return [(sql, params) for sql in LOOK_FOR_DUE]


def found_due(rows: Sequence[OpeningRows]) -> FoundDue:
    _, due, after, *seen = rows
    found = DueTimers([DueTimer(**row) for row in due], after[0]["due_at"] if after else None)
    return FoundDue(found, sorted({row["aggregate"] for row in due}), seen)


def opened(
    rows: Sequence[OpeningRows],
    format: int,
    held: Mapping[str, HeldState],
    unseen: frozenset[UUID] = frozenset(),
) -> Opened:
    """Of the rows of `OPENING`. Raises `NewerFormat`."""
    parked, states, behind, stopped = rows
    if any(row["format"] > format for row in states):
        raise NewerFormat("states are stored in a newer format than this version has")
    standing: dict[str, HeldState] = {}
    for row in states:
        one = held.get(row["aggregate"])
        if one is not None and one.stands(row["version"], row["mark"]):
            standing[row["aggregate"]], row["doc"] = one, None
    return Opened(
        unseen=unseen,
        states={row["aggregate"]: loaded_from(row) for row in states},
        parked=frozenset(row["aggregate"] for row in parked),
        behind=frozenset(row["aggregate"] for row in behind),
        stopped=frozenset(f"{row['what']}:{row['scope']}" for row in stopped),
        held=standing,
    )
