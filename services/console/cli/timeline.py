"""The life of a case out of the three services' histories: in what order, and what led to what. Pure.

A history row knows the id of what caused it, not who said that. But ids are derived: what a decision publishes is
named after its service, aggregate, input, cause, type and number (`runtime/steps/decision_batch`). So deriving again
finds the decision behind each event; what has none came from outside: the bank, the borrower, the carrier, a crew, a
clock.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise
from typing import Any

from shared.ids import derive

PUBLISHED_MAX = 12
"""How many events of one decision are looked for."""
OUTSIDE = {
    "loan": "the bank",
    "collector": "the staff system",
    "shift": "the staff system",
    "position": "the crew",
    "crew": "the crew",
    "visit": "the crew",
    "complaint": "the crew",
}
DIRECT = {"ReplyReceived": "the borrower", "StatusReported": "the carrier"}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One decision. `number` counts from 1; `because` is the number of the decision that led to it, if it was one."""

    number: int
    service: str
    aggregate: str
    version: int
    at: datetime
    said: str
    cause: str
    reason: str
    why: str
    rule: str
    accepted: bool
    because: int | None


def timeline(rows: Sequence[Mapping[str, Any]]) -> list[TimelineEntry]:
    """History rows (in any order) as lines: by time, and where time stood still, causes before effects."""
    parents = _parents(rows)
    order = _ordered(rows, parents)
    number_of = {index: number for number, index in enumerate(order, 1)}
    return [_line(rows[index], number_of, index, parents) for index in order]


def from_where(line: TimelineEntry) -> str:
    """What caused it, in words: `#7`, `the bank`, `a timer`, ..."""
    if line.because is not None:
        return f"#{line.because}"
    kind, _, name = line.said.partition(":")
    if kind == "timer":
        return "a timer"
    if kind == "direct":
        return DIRECT.get(name, f"the {line.service} itself")
    noun = line.said.removeprefix("doorstep.").partition(".")[0]
    return OUTSIDE.get(noun, "an event")


def _line(row: Mapping[str, Any], numbers: Mapping[int, int], index: int, parents: Mapping[int, int]) -> TimelineEntry:
    fields = {name: row[name] for name in TimelineEntry.__slots__ if name not in ("number", "because")}
    parent = parents.get(index)
    return TimelineEntry(number=numbers[index], because=numbers[parent] if parent is not None else None, **fields)


def _parents(rows: Sequence[Mapping[str, Any]]) -> dict[int, int]:
    """Which row published the event that each row was told. A row that retells an event has none of its own."""
    wanted: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for index, row in enumerate(rows):
        if row["said"].startswith("doorstep."):
            wanted[row["said"], row["cause"]].append(index)
    types = sorted({said for said, _ in wanted})
    found: dict[int, int] = {}
    for index, row in enumerate(rows):
        for said in types:
            for ordinal in range(1, PUBLISHED_MAX + 1):
                published = str(derive(row["service"], row["aggregate"], row["said"], row["cause"], said, ordinal))
                for child in wanted.get((said, published), ()):
                    found[child] = index
    return found


def _ordered(rows: Sequence[Mapping[str, Any]], parents: Mapping[int, int]) -> list[int]:
    """Indices by time. In one moment: each service's versions in order, and a cause before its effects."""
    by_time = sorted(range(len(rows)), key=lambda index: (rows[index]["at"], *_place(rows, index)))
    order: list[int] = []
    for _, group in groupby(by_time, key=lambda index: rows[index]["at"]):
        order += _unravelled(list(group), rows, parents)
    return order


def _unravelled(group: list[int], rows: Sequence[Mapping[str, Any]], parents: Mapping[int, int]) -> list[int]:
    members = set(group)
    after: defaultdict[int, list[int]] = defaultdict(list)
    waits = dict.fromkeys(group, 0)
    for former, latter in pairwise(group):
        if _place(rows, former)[:2] == _place(rows, latter)[:2]:
            after[former].append(latter)
            waits[latter] += 1
    for child in group:
        if (parent := parents.get(child)) in members and parent != child:
            after[parent].append(child)
            waits[child] += 1
    free = [(_place(rows, index), index) for index in group if waits[index] == 0]
    heapify(free)
    order = []
    while free:
        _, index = heappop(free)
        order.append(index)
        for latter in after[index]:
            waits[latter] -= 1
            if waits[latter] == 0:
                heappush(free, (_place(rows, latter), latter))
    # Histories can't go round in circles; if one ever does, it is still shown whole.
    return order + [index for index in group if waits[index] > 0]


def _place(rows: Sequence[Mapping[str, Any]], index: int) -> tuple[str, str, int]:
    return rows[index]["service"], rows[index]["aggregate"], rows[index]["version"]
