"""The tables as documents: what `/counts` and `/latency` answer, and `watch` shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from .latency import BOUNDS_MS, EMPTY, merged, quantile_ms, total
from .record_counts import MINUTE_S, SEPARATOR

Windowed = Mapping[tuple[str, tuple[float, float]], Any]
"""A Faust table's own mapping: key and window (start, end in seconds since 1970) to value."""


def counts(table: Windowed, *, now_s: float, minutes: int) -> dict[str, Any]:
    """Rows by topic, type and reason: the total of the last `minutes`, and each minute's count, oldest first.

    The last of `per_minute` is the minute that runs now.
    """
    first_s = _first(now_s, minutes)
    series: defaultdict[str, list[int]] = defaultdict(lambda: [0] * minutes)
    for (key, (start, _)), count in list(table.items()):
        if first_s <= start <= now_s:
            series[key][int(start - first_s) // MINUTE_S] += count
    rows = []
    for key in sorted(series):
        topic, type_, reason = key.split(SEPARATOR)
        rows.append(
            {"topic": topic, "type": type_, "reason": reason, "total": sum(series[key]), "per_minute": series[key]}
        )
    return {"first_minute": first_s, "minutes": minutes, "rows": rows}


def latency(table: Windowed, *, now_s: float, minutes: int) -> dict[str, Any]:
    """Rows by cause and effect over the last `minutes`: how many, upper bounds of the quantiles in ms, and how many in
    each bucket: up to each of `bounds_ms`, and above the last."""
    first_s = _first(now_s, minutes)
    sums: dict[str, tuple[int, ...]] = {}
    for (key, (start, _)), histogram in list(table.items()):
        if first_s <= start <= now_s:
            sums[key] = merged(sums.get(key, EMPTY), histogram)
    rows = []
    for key in sorted(sums):
        cause, _, effect = key.partition(SEPARATOR)
        rows.append({"cause": cause, "effect": effect} | _figures(sums[key]))
    found = {"first_minute": first_s, "minutes": minutes, "bounds_ms": list(BOUNDS_MS)}
    return found | {"all": _figures(_sum(sums.values())), "rows": rows}


def _figures(histogram: tuple[int, ...]) -> dict[str, Any]:
    return {
        "count": total(histogram),
        "p50_ms": quantile_ms(histogram, 0.5),
        "p95_ms": quantile_ms(histogram, 0.95),
        "p99_ms": quantile_ms(histogram, 0.99),
        "max_ms": histogram[-1],
        "negative": histogram[-2],
        "buckets": list(histogram[:-2]),
    }


def _sum(histograms: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    all_of_them: tuple[int, ...] = EMPTY
    for histogram in histograms:
        all_of_them = merged(all_of_them, histogram)
    return all_of_them


def _first(now_s: float, minutes: int) -> int:
    return int(now_s // MINUTE_S) * MINUTE_S - (minutes - 1) * MINUTE_S
