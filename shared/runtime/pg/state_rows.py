"""Rows of states on PostgreSQL: how they are asked for, read and written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from shared.runtime.ports import HeldState, Loaded, StateRow

from .columns import Statement, columns
from .queries import load

SQL = load("shared.runtime.pg", "states.sql")


def asked(names: Sequence[str], held: Mapping[str, HeldState]) -> dict[str, Any]:
    """What is asked of states: their names, and how those that are held would stand."""
    ours = [held.get(name) for name in names]
    return {
        "aggregates": names,
        "versions": [None if one is None else one.version for one in ours],
        "marks": [None if one is None else one.mark for one in ours],
    }


def loaded_from(row: Mapping[str, Any]) -> Loaded:
    return Loaded(row["version"], bytes(row["doc"] or b""), row["at"], row["format"], row["mark"], row["doc_version"])


def written(rows: Sequence[StateRow], mark: UUID, format: int) -> Iterator[Statement]:
    """What writes them. Those that exist are locked since they were read."""
    new = [row for row in rows if row.before == 0]
    whole = [row for row in rows if row.before > 0 and row.doc is not None]
    moved = [row for row in rows if row.before > 0 and row.doc is None]
    for name, some in (("insert_states", new), ("update_states", whole), ("move_states", moved)):
        if some:
            yield SQL[name], columns(some) | {"format": format, "mark": mark}
