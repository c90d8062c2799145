"""A file of rows with a chain of its own: every row has the hash of itself and of all before it. Pure.

The head says what was taken, by whom, when, why and how many rows follow; the end has the last hash. Whoever changes,
drops, swaps or adds a row breaks it. Whoever makes the whole file anew gets another last hash than the one that the
trail keeps of the export.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from . import cells
from .canonical import NOTHING_BEFORE, FlatRow, FlatValue, canonical, link, without_empty
from .columns import FORMAT, RowKind

FileFormat = Literal["jsonl", "csv"]


@dataclass(frozen=True, slots=True)
class ExportHead:
    """`about` is `case ID`, `person NAME`, or `period FROM TO`; `trail` the number of the newest entry at that time."""

    about: str
    by: str
    at: str
    reason: str
    rows: int
    trail: int

    def row(self) -> dict[str, FlatValue]:
        return {
            "format": FORMAT, "about": self.about, "by": self.by, "at": self.at, "reason": self.reason,
            "rows": self.rows, "trail": self.trail,
        }  # fmt: skip


class ExportWriter:
    """Gives the lines of a file, one after the other; keeps nothing but the last hash and a count."""

    def __init__(self, format: FileFormat) -> None:
        self._format = format
        self._place = 0
        self.chain = NOTHING_BEFORE

    def begin(self, head: ExportHead) -> str:
        return (cells.head() if self._format == "csv" else "") + self._next("export", head.row())

    def row(self, kind: RowKind, row: Mapping[str, FlatValue | None]) -> str:
        return self._next(kind, without_empty(row))

    def end(self) -> str:
        return self._next("end", {"rows": self._place - 1})

    def _next(self, kind: RowKind, row: FlatRow) -> str:
        placed = {**row, "kind": kind, "place": self._place}
        self._place += 1
        self.chain = link(self.chain, placed)
        return written(self._format, placed | {"chain": self.chain})


def written(format: FileFormat, row: FlatRow) -> str:
    """The one line that stands for a row."""
    return cells.to_line(row) if format == "csv" else canonical(row) + "\n"


def read(format: FileFormat, line: str) -> dict[str, FlatValue]:
    """Raises `ValueError` for what is no line of ours. A document that says a thing twice is found by its spelling."""
    if format == "csv":
        return cells.from_line(line)
    found = json.loads(line)
    if not isinstance(found, dict) or not all(isinstance(each, str | int) for each in found.values()):
        raise ValueError("no flat row")
    return found
