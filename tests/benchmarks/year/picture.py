"""The picture of a year: bytes by month, of all that ends and of the largest tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .shape import STAY, ending

WIDTH, HEIGHT, LEFT, TOP, BOTTOM, RIGHT = 760, 400, 60, 40, 45, 190
COLOURS = ("#1f6feb", "#d29922", "#2da44e", "#a371f7", "#db61a2", "#8c959f")
FONT = 'font-family="sans-serif" font-size="12"'
LARGEST = 4


def drawn(year: Mapping[str, Any]) -> str:
    """An SVG that reads on a light and on a dark page."""
    months = year["months"]
    lines = {"all tables that end": [ending(month) for month in months]}
    last = months[-1]["tables"]
    for name in sorted((name for name in last if name not in STAY), key=lambda name: -last[name])[:LARGEST]:
        lines[name] = [month["tables"].get(name, 0) for month in months]
    lines["topics, as Kafka keeps them"] = [sum(month["topics"].values()) for month in months]
    top = max(max(line) for line in lines.values()) * 1.08
    parts = [*_axes(len(months), top), *_lines(lines, len(months), top)]
    title = f"A year at {year['cases_a_day']} cases a day: megabytes at the end of each month"
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" {FONT}>',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<text x="{LEFT}" y="22" font-size="14" font-weight="bold" fill="#1f2328">{title}</text>',
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


def _x(month: int, count: int) -> float:
    return LEFT + (WIDTH - LEFT - RIGHT) * month / (count - 1)


def _y(size: float, top: float) -> float:
    return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * size / top


def _axes(count: int, top: float) -> list[str]:
    parts = []
    for step in range(5):
        size = top * step / 4
        y = _y(size, top)
        parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d0d7de"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#59636e">{size / 1e6:.1f}</text>')
    for month in range(count):
        x = _x(month, count)
        parts.append(
            f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle" fill="#59636e">{month + 1}</text>'
        )
    return parts


def _lines(lines: Mapping[str, Sequence[float]], count: int, top: float) -> list[str]:
    parts, below = [], 0.0
    ends = sorted(lines.items(), key=lambda line: -line[1][-1])
    for colour, (name, sizes) in zip(COLOURS, ends, strict=False):
        points = " ".join(f"{_x(month, count):.1f},{_y(size, top):.1f}" for month, size in enumerate(sizes))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        below = max(below + 16, _y(sizes[-1], top) + 4)
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{below:.1f}" fill="{colour}">{name}</text>')
    return parts
