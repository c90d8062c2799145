"""Small pictures of numbers: bars in CSS pixels. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bar:
    """`title` says in words what it stands for."""

    x: int
    y: int
    width: int
    height: int
    title: str = ""


def sparkline(counts: Sequence[int], height: int = 22, step: int = 2) -> tuple[Bar, ...]:
    """A bar for each count that is none of nothing; what is little is seen all the same."""
    most = max(counts, default=0)
    tall = [-(-count * height // most) if most else 0 for count in counts]
    return tuple(
        Bar(place * step, height - each, max(1, step - 1), each) for place, each in enumerate(tall) if each
    )  # fmt: skip


def histogram(counts: Sequence[int], bounds_ms: Sequence[int], height: int, step: int) -> tuple[Bar, ...]:
    """A bar for each bucket, also for one with nothing in it (of no height): one more than there are bounds."""
    most, total = max(counts, default=0), sum(counts)
    found = []
    for place, count in enumerate(counts):
        tall = -(-count * height // most) if most else 0
        found.append(Bar(place * step, height - tall, step - 2, tall, _title(count, total, place, bounds_ms)))
    return tuple(found)


def _title(count: int, total: int, place: int, bounds_ms: Sequence[int]) -> str:
    low = spoken_ms(bounds_ms[place - 1]) if place else "0"
    span = f"{low} to {spoken_ms(bounds_ms[place])}" if place < len(bounds_ms) else f"over {low}"
    return f"{span}: {count:,} ({100 * count / total:.1f} %)" if total else span


def spoken_ms(ms: int) -> str:
    """`3 ms`, `1 s`, `1 min`."""
    if ms < 1_000:
        return f"{ms} ms"
    return f"{ms / 1_000:g} s" if ms < 60_000 else f"{ms / 60_000:g} min"
