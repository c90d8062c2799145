"""One way to write a document down, so that two who hash it hash the same bytes. Pure."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime

FlatValue = str | int | bool
FlatRow = Mapping[str, FlatValue]
"""Values by name; what is empty is left out, so nothing has two spellings."""
HASH = re.compile(r"[0-9a-f]{64}")
NOTHING_BEFORE = "0" * 64
"""Stands before the first of a chain."""


def canonical(row: FlatRow) -> str:
    """Names sorted, no blanks, ASCII alone: no letter of it is a command to a terminal or turns a line around."""
    text = json.dumps(dict(row), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)
    return text.replace("\x7f", "\\u007f")


def link(before: str, row: FlatRow) -> str:
    """The hash of a row that stands behind the one with the hash `before` (SHA-256, hex)."""
    return hashlib.sha256(f"{before}\n{canonical(row)}".encode("ascii")).hexdigest()


def without_empty(row: Mapping[str, FlatValue | None]) -> dict[str, FlatValue]:
    """Without what is None or an empty text."""
    return {name: value for name, value in row.items() if value is not None and value != ""}


def stamp(at: datetime) -> str:
    """A moment, to the microsecond, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
