"""The picture of a year: bytes by month, of all that ends and of the largest tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil, floor, log10
from typing import Any

from .shape import STAY, ending

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 760, 400, 60, 40, 45, 190
COLOURS = ("#1f6feb", "#d29922", "#2da44e", "#a371f7", "#db61a2", "#8c959f")
FONT = 'font-family="sans-serif" font-size="12"'
LARGEST = 4
TICKS_MAX = 5
BETWEEN_LABELS = 16.0
STEPS = (1, 2, 2.5, 5, 10)
MONTH_DAYS = 30


def drawn(year: Mapping[str, Any]) -> str:
    """An SVG that reads on a light and on a dark page."""
    months = year["months"]
    lines = {"all tables that end": [ending(month) for month in months]}
    last = months[-1]["tables"]
    for name in sorted((name for name in last if name not in STAY), key=lambda name: -last[name])[:LARGEST]:
        lines[name] = [month["tables"].get(name, 0) for month in months]
    lines["topics, as Kafka keeps them"] = [sum(month["topics"].values()) for month in months]
    largest = max(max(line) for line in lines.values())
    step = _step(largest)
    top = step * ceil(largest / step)
    ends_at = (year["open_days"] + year["kept_days"]["cases"]) / MONTH_DAYS - 1
    parts = [*_axes(len(months), step, top), *_moment(ends_at, len(months)), *_lines(lines, len(months), top)]
    title = f"A year at {year['cases_a_day']} cases a day: megabytes at the end of each month"
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {FONT}>',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="14" font-weight="bold" fill="#1f2328">{title}</text>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


def _x(month: float, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * month / (count - 1)


def _y(size: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * size / top


def _step(largest: float) -> float:
    """Between two lines of the grid, in bytes: a round number of megabytes."""
    least = largest / TICKS_MAX
    power: float = 10.0 ** floor(log10(least))
    return next(step * power for step in STEPS if step * power >= least)


def _axes(count: int, step: float, top: float) -> list[str]:
    parts = []
    for number in range(round(top / step) + 1):
        y = _y(step * number, top)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d0d7de"/>')
        parts.append(
            f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#59636e">{step * number / 1e6:g}</text>'
        )
    for month in range(count):
        x = _x(month, count)
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#59636e">{month + 1}</text>'
        )
    parts.append(f'<text x="{WIDTH - RIGHT + 14}" y="{HEIGHT - BOTTOM + 20}" fill="#59636e">month</text>')
    return parts


def _moment(month: float, count: int) -> list[str]:
    """When the first cases have been over for as long as they are kept: from then on tables should not grow."""
    x = _x(month, count)
    return [
        f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" stroke="#59636e" stroke-dasharray="4 4"/>',
        f'<text x="{x + 6:.1f}" y="{TOP + 12}" fill="#59636e">the first cases have been kept long enough</text>',
    ]


def _lines(lines: Mapping[str, Sequence[float]], count: int, top: float) -> list[str]:
    parts = []
    ends = sorted(lines.items(), key=lambda line: -line[1][-1])
    places = _apart([_y(sizes[-1], top) + 4 for _, sizes in ends])
    for colour, (name, sizes), y in zip(COLOURS, ends, places, strict=False):
        points = " ".join(f"{_x(month, count):.1f},{_y(size, top):.1f}" for month, size in enumerate(sizes))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{y:.1f}" fill="{colour}">{name}</text>')
    return parts


def _apart(places: Sequence[float]) -> list[float]:
    """Labels from the top down, none upon another or below the axis: the lowest stay, those above make room."""
    apart: list[float] = []
    for y in reversed(places):
        apart.append(min(y, apart[-1] - BETWEEN_LABELS if apart else HEIGHT - BOTTOM))
    return apart[::-1]
