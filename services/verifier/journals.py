"""The files that the world kept: the carrier's (`twin.jsonl`) and the senders' (`sent.jsonl`), one JSON row a line.

A last line that was cut off by a kill is left out; any other line that can't be read is an error.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class JournalRow:
    """`virtual` is the world's time, `wall` the machine's; both aware. `line` counts from 1."""

    line: int
    kind: str
    virtual: datetime
    wall: datetime
    fields: dict[str, Any]

    def get(self, name: str) -> Any:
        return self.fields.get(name)

    def text(self, name: str) -> str:
        """The field as text, empty when it is absent."""
        value = self.fields.get(name)
        return "" if value is None else str(value)

    @property
    def answered_well(self) -> bool:
        """Was this webhook answered 2xx?"""
        return 200 <= int(self.fields.get("http") or 0) < 300


def read_rows(lines: Iterable[str]) -> list[JournalRow]:
    """Rows of a journal. Raises `ValueError` for a line that is no row, unless it is a last one without its end."""
    rows = []
    for number, line in enumerate(lines, start=1):
        try:
            rows.append(_row(number, json.loads(line)))
        except (ValueError, KeyError, TypeError) as error:
            if not line.endswith("\n"):
                break
            raise ValueError(f"line {number} of the journal is no row") from error
    return rows


def read_journal(path: Path) -> list[JournalRow]:
    """Rows of a file; none when there is no file."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8") as lines:
        return read_rows(lines)


def _row(number: int, document: dict[str, Any]) -> JournalRow:
    virtual = datetime.fromisoformat(document["virtual"])
    wall = datetime.fromisoformat(document.get("wall", document["virtual"]))
    return JournalRow(number, str(document["kind"]), virtual, wall, document)
