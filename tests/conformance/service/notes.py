"""A service's own row, statement and query, on both sides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from shared.decision import Row
from shared.runtime.pg.queries import load
from shared.runtime.ports import BadWrite, Conflict
from tests.memory.runtime import MemoryTables
from tests.memory.runtime.tables import Tables

QUERIES = load("tests.conformance.service", "queries.sql")


@dataclass(frozen=True, slots=True)
class Note(Row):
    statement: ClassVar[str] = "keep_notes"
    key: str
    words: str


def keep_notes(tables: Tables, rows: Sequence[Row]) -> None:
    for row in rows:
        assert isinstance(row, Note)
        if "\0" in row.words:
            raise BadWrite("NUL in a text")
        if row.key in tables["notes"]:
            raise Conflict("notes_pkey")
        tables["notes"][row.key] = row.words


def notes_of(tables: MemoryTables, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    key = params["key"]
    tables.lock(key)
    words = tables["notes"].get(key)
    return [] if words is None else [{"key": key, "words": words}]
