"""How long effects take, out of the monitor's histograms. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...views.formatting import spoken, took
from .bars import Bar, histogram

ROWS_MAX = 12
TALL, STEP = 72, 18
SMALL_TALL, SMALL_STEP = 20, 7


@dataclass(frozen=True, slots=True)
class LatencyRow:
    """`p50` and so on are in words; `bars` are a picture of the whole."""

    cause: str
    effect: str
    count: int
    p50: str
    p95: str
    p99: str
    most: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Latencies:
    """`scale` are marks under the great picture: where, and what. `others` are pairs that are not shown."""

    all: LatencyRow
    rows: tuple[LatencyRow, ...]
    others: int
    scale: tuple[tuple[int, str], ...]
    behind: int


def latencies(document: Mapping[str, Any]) -> Latencies:
    """`document` is the monitor's answer. Pairs of which most were seen come first."""
    bounds = tuple(document["bounds_ms"])
    rows = sorted(document["rows"], key=lambda row: (-row["count"], row["cause"], row["effect"]))
    return Latencies(
        _row({"cause": "", "effect": ""} | document["all"], bounds, TALL, STEP),
        tuple(_row(row, bounds, SMALL_TALL, SMALL_STEP) for row in rows[:ROWS_MAX]),
        max(0, len(rows) - ROWS_MAX),
        _scale(bounds),
        document.get("behind", 0),
    )


def _scale(bounds: Sequence[int]) -> tuple[tuple[int, str], ...]:
    """A mark at every second bound or so: those that begin with 1 or 3, where they don't run into each other."""
    found: list[int] = []
    for place, bound in enumerate(bounds):
        if str(bound)[0] in "13" and (not found or place - found[-1] > 1):
            found.append(place)
    return tuple((place * STEP + STEP, _short(bounds[place])) for place in found)


def _row(row: Mapping[str, Any], bounds: Sequence[int], height: int, step: int) -> LatencyRow:
    return LatencyRow(
        spoken(row["cause"]), spoken(row["effect"]), row["count"], took(row["p50_ms"]), took(row["p95_ms"]),
        took(row["p99_ms"]), took(row["max_ms"] if row["count"] else None),
        histogram(row["buckets"], bounds, height, step),
    )  # fmt: skip


def _short(ms: int) -> str:
    return f"{ms}" if ms < 1_000 else f"{ms // 1_000} s"
