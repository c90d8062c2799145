"""A case's life as a picture: a lane for whoever acts from outside and one for each service, a dot for each decision, a
line from each cause to its effect. Pure: coordinates only, in CSS pixels.

Time is not to scale: a case sleeps for days and then does five things in a second. Each decision takes one step, and
where days passed between two the step says how many.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..views.formatting import spoken
from ..views.timeline import TimelineEntry, from_where

LANES = ("outside", "notifier", "scheduler", "router")
LANE_HEIGHT = 34
STEP = 22
LEFT = 84
TOP = 26
DOTS_MAX = 200


@dataclass(frozen=True, slots=True)
class Dot:
    """`accepted` is false for a decision without effect."""

    number: int
    x: int
    y: int
    service: str
    accepted: bool
    title: str


@dataclass(frozen=True, slots=True)
class Arrow:
    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True, slots=True)
class DayMark:
    x: int
    label: str


@dataclass(frozen=True, slots=True)
class Swimlane:
    width: int
    height: int
    lanes: tuple[tuple[str, int], ...]
    dots: tuple[Dot, ...]
    arrows: tuple[Arrow, ...]
    days: tuple[DayMark, ...]
    left_out: int


def swimlane(life: Sequence[TimelineEntry], zone_day: Sequence[str]) -> Swimlane:
    """`zone_day` is each entry's day as the borrower's calendar has it. The newest `DOTS_MAX` decisions are drawn."""
    first = max(0, len(life) - DOTS_MAX)
    shown, days = life[first:], zone_day[first:]
    xs = {entry.number: LEFT + STEP * place for place, entry in enumerate(shown, 1)}
    dots = tuple(
        Dot(entry.number, xs[entry.number], _y(entry.service), entry.service, entry.accepted, _title(entry))
        for entry in shown
    )
    by_number = {each.number: each for each in shown}
    arrows = tuple(_arrow(entry, xs, by_number) for entry in shown if entry.accepted)
    marks = tuple(
        DayMark(xs[entry.number] - STEP // 2, day[5:])
        for place, (entry, day) in enumerate(zip(shown, days, strict=True))
        if place == 0 or day != days[place - 1]
    )
    return Swimlane(
        width=LEFT + STEP * (len(shown) + 1),
        height=TOP + LANE_HEIGHT * len(LANES),
        lanes=tuple((lane, _y(lane)) for lane in LANES),
        dots=dots,
        arrows=arrows,
        days=_apart(marks),
        left_out=first,
    )


def _arrow(entry: TimelineEntry, xs: dict[int, int], by_number: dict[int, TimelineEntry]) -> Arrow:
    x, y = xs[entry.number], _y(entry.service)
    if entry.because is not None and entry.because in xs:
        return Arrow(xs[entry.because], _y(by_number[entry.because].service), x, y)
    return Arrow(x, _y("outside"), x, y)


def _apart(marks: Sequence[DayMark]) -> tuple[DayMark, ...]:
    """Labels that would run into each other are left out; the line of the day stays."""
    found: list[DayMark] = []
    last = -100
    for mark in marks:
        clear = mark.x - last >= 40
        found.append(mark if clear else DayMark(mark.x, ""))
        last = mark.x if clear else last
    return tuple(found)


def _y(lane: str) -> int:
    return TOP + LANE_HEIGHT * LANES.index(lane) + LANE_HEIGHT // 2


def _title(entry: TimelineEntry) -> str:
    return f"#{entry.number} {spoken(entry.said)}, from {from_where(entry)}: {entry.why}"
