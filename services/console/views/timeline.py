"""The life of a case out of the three services' histories: in what order, and what led to what. Pure.

A decision is kept with the id of the event that caused it and with the ids of those that it published, so what led to
what is looked up. What no decision published came from outside: the bank, the borrower, the carrier, a crew, a clock.
Decisions from before that was kept name nothing: what they led to is said to have come from one of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import heapify, heappop, heappush
from itertools import groupby, pairwise
from typing import Any

from shared.contracts.catalogue import BY_NAME, BY_TYPE, OURS

OUTSIDE = {
    "loan": "the bank",
    "collector": "the staff system",
    "shift": "the staff system",
    "position": "the crew",
    "crew": "the crew",
    "visit": "the crew",
    "complaint": "the crew",
}
NOT_KEPT = "a decision before causes were kept"
MADE_HERE = ("number", "because", "not_kept", "published")
DecisionRow = Mapping[str, Any]
DIRECT = {"ReplyReceived": "the borrower", "StatusReported": "the carrier"}


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One decision. `number` counts from 1; `because` is the number of the decision that led to it, if it was one.
    `cause` is the event or input that it was about, `published` the events that came of it.

    `not_kept`: it was one, of which the history does not say what it published.
    """

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
    not_kept: bool = False
    published: tuple[str, ...] = ()


def timeline(rows: Sequence[DecisionRow]) -> list[TimelineEntry]:
    """History rows (in any order) as lines: by time, and where time stood still, causes before effects."""
    parents = _parents(rows)
    order = _ordered(rows, parents)
    number_of = {index: number for number, index in enumerate(order, 1)}
    oldest = any(row["published"] is None for row in rows)
    return [_line(rows[index], number_of, index, parents, oldest) for index in order]


def events_of(life: Iterable[TimelineEntry]) -> set[str]:
    """The events that decisions were about, and those that came of them."""
    return {event for entry in life for event in (entry.cause, *entry.published)}


def from_where(line: TimelineEntry) -> str:
    """What caused it, in words: `#7`, `the bank`, `a timer`, ..."""
    if line.because is not None:
        return f"#{line.because}"
    if line.not_kept:
        return NOT_KEPT
    kind, _, name = line.said.partition(":")
    if kind == "timer":
        return "a timer"
    if kind == "direct":
        return DIRECT.get(name, f"the {line.service} itself")
    noun = line.said.removeprefix("doorstep.").partition(".")[0]
    return OUTSIDE.get(noun, "an event")


def _line(
    row: DecisionRow, numbers: Mapping[int, int], index: int, parents: Mapping[int, int], oldest: bool
) -> TimelineEntry:
    fields = {name: row[name] for name in TimelineEntry.__slots__ if name not in MADE_HERE}
    parent = parents.get(index)
    return TimelineEntry(
        number=numbers[index],
        because=numbers[parent] if parent is not None else None,
        published=tuple(str(id) for id in row["published"] or ()),
        not_kept=parent is None and oldest and _is_ours(row["said"]),
        **fields,
    )


def _is_ours(said: str) -> bool:
    """Whether only our own services publish events of this type."""
    event = BY_TYPE.get(said)
    return event is not None and OURS.issuperset(BY_NAME[event.topic].producers)


def _parents(rows: Sequence[DecisionRow]) -> dict[int, int]:
    """Which row published the event that each row was told. A row that retells an event has none of its own."""
    publisher = {str(id): index for index, row in enumerate(rows) for id in row["published"] or ()}
    return {
        index: publisher[row["cause"]]
        for index, row in enumerate(rows)
        if row["cause"] in publisher and row["said"].startswith("doorstep.")
    }


def _ordered(rows: Sequence[DecisionRow], parents: Mapping[int, int]) -> list[int]:
    """Indices by time. In one moment: each service's versions in order, and a cause before its effects."""
    by_time = sorted(range(len(rows)), key=lambda index: (rows[index]["at"], *_place(rows, index)))
    order: list[int] = []
    for _, group in groupby(by_time, key=lambda index: rows[index]["at"]):
        order += _unravelled(list(group), rows, parents)
    return order


def _unravelled(group: list[int], rows: Sequence[DecisionRow], parents: Mapping[int, int]) -> list[int]:
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


def _place(rows: Sequence[DecisionRow], index: int) -> tuple[str, str, int]:
    return rows[index]["service"], rows[index]["aggregate"], rows[index]["version"]
