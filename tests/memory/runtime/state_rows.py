"""Rows of states in memory, as a transaction opens them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from shared.decision.replaced import replace
from shared.runtime.ports import HeldState, Loaded, StateRow, WrittenChanges

from .database import MemoryDatabase


def loaded(
    database: MemoryDatabase, names: Iterable[str], held: Mapping[str, HeldState]
) -> tuple[dict[str, Loaded], dict[str, HeldState]]:
    """What stands of these aggregates, and what of the held is that: its document is not given out."""
    states = {name: _with_time(database, name) for name in names if name in database.states}
    standing = {
        name: one
        for name, row in states.items()
        if (one := held.get(name)) is not None and one.stands(row.version, row.mark)
    }
    return {name: replace(row, doc=b"") if name in standing else row for name, row in states.items()}, standing


def changes_after(database: MemoryDatabase, versions: Mapping[str, int]) -> dict[str, list[WrittenChanges]]:
    return {
        name: [
            WrittenChanges(version, row.changes)
            for version, row in sorted(database.history.get(name, {}).items())
            if version > after
        ]
        for name, after in versions.items()
    }


def state_written(before: Loaded | None, row: StateRow, format: int, mark: UUID) -> Loaded:
    """The row after this write; without a document it keeps that of the version that it is of."""
    if row.doc is not None:
        return Loaded(row.version, row.doc, row.at, format, mark)
    assert before is not None, "a new state has a document"
    of = before.version if before.doc_version is None else before.doc_version
    return Loaded(row.version, before.doc, row.at, format, mark, of)


def _with_time(database: MemoryDatabase, name: str) -> Loaded:
    """The time of its last decision is in history where it is not beside the state."""
    kept = database.states[name]
    if kept.at is None and (row := database.history.get(name, {}).get(kept.version)) is not None:
        return replace(kept, at=row.at)
    return kept
