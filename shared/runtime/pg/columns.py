"""Rows as the parameters of a statement: one list per column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from shared.runtime.ports import LogPlace

Statement = tuple[str, dict[str, Any]]


def columns(rows: Sequence[Any]) -> dict[str, Any]:
    """One list per field of dataclasses or named tuples: what `unnest` takes."""
    if isinstance(rows[0], tuple):
        return dict(zip(rows[0]._fields, map(list, zip(*rows, strict=True)), strict=True))  # type: ignore[attr-defined]
    return {field.name: [getattr(row, field.name) for row in rows] for field in fields(rows[0])}


def by_place(at: Mapping[LogPlace, int]) -> dict[str, Any]:
    """Offsets by place, as three lists."""
    return {
        "topics": [topic for topic, _ in at],
        "partitions": [partition for _, partition in at],
        "at": list(at.values()),
    }
