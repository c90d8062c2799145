"""Who writes, the topics, who reads: three columns and the lines between them. Pure: coordinates in CSS pixels only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from .channels import CALLED, FlowChannel

WIDTH = 980
PARTY_WIDTH, TOPIC_WIDTH = 118, 176
TOPIC_X = (WIDTH - TOPIC_WIDTH) // 2
RIGHT_X = WIDTH - PARTY_WIDTH
TOP, GAP = 26, 8
PORT = 15
ROW_MIN = 32
PARTY_HEIGHT = 34
BEND = 110
LIVELY = (0.5, 5.0, 50.0)
"""From so many events a second on a line is drawn one step thicker."""


@dataclass(frozen=True, slots=True)
class PartyBox:
    x: int
    y: int
    name: str
    party: str
    note: str
    tone: str


@dataclass(frozen=True, slots=True)
class TopicBox:
    y: int
    height: int
    name: str
    note: str
    is_topic: bool


@dataclass(frozen=True, slots=True)
class FlowLine:
    """`label` stands at its topic's end, at `label_x`, `label_y`; `weight` is 0 (nothing flows) to 4."""

    path: str
    party: str
    weight: int
    label: str
    label_x: int
    label_y: int
    into: bool
    tone: str


@dataclass(frozen=True, slots=True)
class FlowPicture:
    height: int
    parties: tuple[PartyBox, ...]
    topics: tuple[TopicBox, ...]
    lines: tuple[FlowLine, ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """What somebody has yet to read of a topic: said on their arrow instead of the rate."""

    label: str
    tone: str


def picture(
    channels: Sequence[FlowChannel],
    *,
    today: Mapping[str, int],
    waiting: Mapping[tuple[str, str], Waiting],
    notes: Mapping[str, tuple[str, str]],
) -> FlowPicture:
    """`waiting` is by party and topic; `notes` are a word and a tone on those who read, by party."""
    rows = _rows(channels)
    ends = rows[-1][1] + rows[-1][2] if rows else TOP
    left = _column(_middles(rows, lambda channel: channel.writers), ends)
    right = _column(_middles(rows, lambda channel: channel.readers), ends)
    lines: list[FlowLine] = []
    for channel, y, height in rows:
        middle = y + height // 2
        for (party, rate), port in zip(channel.writers, _ports(middle, len(channel.writers)), strict=True):
            start = left[party] + PARTY_HEIGHT // 2
            path = _bent(PARTY_WIDTH, start, TOPIC_X, port)
            lines.append(FlowLine(path, party, weight(rate), per_s(rate), TOPIC_X - 6, port - 3, True, ""))
        for (party, rate), port in zip(channel.readers, _ports(middle, len(channel.readers)), strict=True):
            end = right[party] + PARTY_HEIGHT // 2
            path = _bent(TOPIC_X + TOPIC_WIDTH, port, RIGHT_X, end)
            behind = waiting.get((party, channel.name))
            label, tone = (behind.label, behind.tone) if behind is not None else (per_s(rate), "")
            x = TOPIC_X + TOPIC_WIDTH + 6
            lines.append(FlowLine(path, party, weight(rate), label, x, port - 3, False, tone))
    return FlowPicture(
        height=ends + GAP,
        parties=(
            *(PartyBox(0, y, CALLED.get(party, party), party, "", "") for party, y in left.items()),
            *(PartyBox(RIGHT_X, y, CALLED.get(party, party), party, *notes.get(party, ("", "")))
              for party, y in right.items()),
        ),
        topics=tuple(
            TopicBox(y, height, channel.name, _today(channel, today), channel.is_topic) for channel, y, height in rows
        ),
        lines=tuple(sorted(lines, key=lambda line: line.weight)),
    )  # fmt: skip


def per_s(rate: float | None) -> str:
    """`12/s`, `1.3/s`, `0.1/s`; nothing where nothing flows or nobody knows."""
    if rate is None or rate <= 0:
        return ""
    if rate < 0.05:
        return "<0.1/s"
    return f"{rate:,.0f}/s" if rate >= 9.95 else f"{rate:.1f}/s"


def weight(rate: float | None) -> int:
    return 0 if rate is None or rate <= 0 else 1 + sum(rate >= step for step in LIVELY)


def _today(channel: FlowChannel, today: Mapping[str, int]) -> str:
    if not channel.is_topic:
        return "HTTP"
    return f"{today[channel.name]:,} today" if channel.name in today else ""


def _rows(channels: Iterable[FlowChannel]) -> list[tuple[FlowChannel, int, int]]:
    """Each channel with its top and its height, which has room for a label on each of its lines."""
    found, y = [], TOP
    for channel in channels:
        height = max(ROW_MIN, PORT * max(len(channel.writers), len(channel.readers)) + 4)
        found.append((channel, y, height))
        y += height + GAP
    return found


def _ports(middle: int, count: int) -> list[int]:
    """Where `count` lines meet a topic, from above."""
    return [middle + 4 + PORT * place - PORT * (count - 1) // 2 for place in range(count)]


def _middles(
    rows: Iterable[tuple[FlowChannel, int, int]], side: Callable[[FlowChannel], tuple[tuple[str, float | None], ...]]
) -> dict[str, float]:
    """The mean height of a party's topics, by party."""
    found: dict[str, list[int]] = {}
    for channel, y, height in rows:
        for party, _ in side(channel):
            found.setdefault(party, []).append(y + height // 2)
    return {party: sum(heights) / len(heights) for party, heights in found.items()}


def _column(middles: Mapping[str, float], ends: int) -> dict[str, int]:
    """The tops of the parties' boxes: evenly over the height, in the order of their topics, so that few lines cross."""
    order = sorted(middles, key=lambda party: (middles[party], party))
    room = ends - TOP - PARTY_HEIGHT
    return {party: TOP + room * place // max(1, len(order) - 1) for place, party in enumerate(order)}


def _bent(x1: int, y1: int, x2: int, y2: int) -> str:
    return f"M{x1},{y1} C{x1 + BEND},{y1} {x2 - BEND},{y2} {x2},{y2}"
