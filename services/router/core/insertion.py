"""Cheapest insertion with hard windows, as three loops over arrays of whole seconds.

A route's timetable is pushed forward once (the earliest arrival at each stop) and backward once (the latest that
still keeps every later promise). After that each gap between two stops is three numbers for a new door: when the
crew can be there (`arr`), until when it must have left (`due`), and what going there adds (`cost`). A window fits a
gap when `max(opening, arr) <= closing` and `max(opening, arr) + stay <= due`: Solomon's push forward (Operations
Research 35, 1987) without walking the route again for every window.

The loops are plain Python. `compiled` turns the very same functions into machine code, `vectorised` is the same in
NumPy; tests hold all three to one result, ties included: the first of equals wins.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NEVER = 2**62
"""Later than any time, dearer than any way."""


class Kernel(Protocol):
    """The three loops. Arrays are contiguous int64; every result is the same in each implementation."""

    def schedule(
        self, offset: Ints, opens: Ints, closes: Ints, stay: Ints, leg: Ints, ready: Ints, due: Ints
    ) -> tuple[Ints, Ints]:
        """Earliest and latest arrival at every stop.

        Stops of route `r` are `offset[r]:offset[r + 1]`; `leg` is the way from the stop before. `ready` is when
        the route can be at its first stop at the earliest, `due` when it must leave its last one.
        """
        ...

    def cheapest(
        self, opens: Ints, closes: Ints, day: Ints, stay: int, arr: Ints, due: Ints, cost: Ints, gap_day: Ints
    ) -> Ints:
        """For each window the gap of its day that serves it at least cost, or -1."""
        ...

    def muster(
        self, opens: Ints, closes: Ints, day: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints, of: Ints
    ) -> Ints:
        """For each window `size` free hands of its day (`of`) who cost least together, or -1 throughout.

        All must be there when the last of them arrives and nobody may have to leave before the visit ends. Hands
        come sorted by day, then cost. Exact: the meeting time is one of the hands' own arrivals (or the opening),
        and for each such time the cheapest who can make it are the first who can.
        """
        ...


def schedule(
    offset: Ints, opens: Ints, closes: Ints, stay: Ints, leg: Ints, ready: Ints, due: Ints
) -> tuple[Ints, Ints]:
    earliest = np.zeros(opens.shape[0], dtype=np.int64)
    latest = np.zeros(opens.shape[0], dtype=np.int64)
    for route in range(offset.shape[0] - 1):
        at = ready[route]
        for stop in range(offset[route], offset[route + 1]):
            if stop > offset[route]:
                at = earliest[stop - 1] + stay[stop - 1] + leg[stop]
            earliest[stop] = max(at, opens[stop])
        leave = due[route]
        for stop in range(offset[route + 1] - 1, offset[route] - 1, -1):
            latest[stop] = min(closes[stop], leave - stay[stop])
            leave = latest[stop] - leg[stop]
    return earliest, latest


def cheapest(opens: Ints, closes: Ints, day: Ints, stay: int, arr: Ints, due: Ints, cost: Ints, gap_day: Ints) -> Ints:
    found = np.full(opens.shape[0], -1, dtype=np.int64)
    for window in range(opens.shape[0]):
        best = NEVER
        for gap in range(arr.shape[0]):
            if gap_day[gap] == day[window] and cost[gap] < best:
                at = max(opens[window], arr[gap])
                if at <= closes[window] and at + stay <= due[gap]:
                    best = cost[gap]
                    found[window] = gap
    return found


def muster(
    opens: Ints, closes: Ints, day: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints, of: Ints
) -> Ints:
    found = np.full((opens.shape[0], size), -1, dtype=np.int64)
    chosen = np.zeros(size, dtype=np.int64)
    for window in range(opens.shape[0]):
        best = NEVER
        for last in range(arr.shape[0]):
            if of[last] != day[window]:
                continue
            at = max(opens[window], arr[last])
            if at > closes[window]:
                continue
            count, total = 0, 0
            for hand in range(arr.shape[0]):
                if of[hand] == day[window] and arr[hand] <= at and at + stay <= due[hand]:
                    chosen[count] = hand
                    total += cost[hand]
                    count += 1
                    if count == size:
                        break
            if count == size and total < best:
                best = total
                found[window] = chosen
    return found


class Plain:
    """The loops as they stand. Slow; what the others are measured against."""

    schedule = staticmethod(schedule)
    cheapest = staticmethod(cheapest)
    muster = staticmethod(muster)


def ints(values: Any) -> Ints:
    """Contiguous int64, as the kernels want it."""
    return np.ascontiguousarray(values, dtype=np.int64)
