"""Cheapest insertion with hard windows, over arrays of whole seconds.

A route's timetable is pushed forward once (the earliest arrival at each stop) and backward once (the latest that
still keeps every later promise). After that each point of insertion is three numbers for a new visit: when the crew
can be there (`arr`), until when it must have left (`due`), and what going there adds (`cost`). A window fits a point
when `max(opening, arr) <= closing` and `max(opening, arr) + stay <= due`: Solomon's push forward (Operations Research
35, 1987) without walking the route again for every window.

All three are exact, and the first of equals wins. The tests hold them to the same algorithm as plain loops, ties
included, and `form_crew` to every combination of collectors.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
NEVER = 2**62
"""Later than any time, dearer than any way."""


def ints(values: Any) -> Ints:
    """Contiguous int64."""
    return np.ascontiguousarray(values, dtype=np.int64)


def schedule(
    offset: Ints, opens: Ints, closes: Ints, stay: Ints, leg: Ints, ready: Ints, due: Ints
) -> tuple[Ints, Ints]:
    """Earliest and latest arrival at every stop.

    Stops of route `r` are `offset[r]:offset[r + 1]`; `leg` is the way from the stop before. `ready` is when the route
    can be at its first stop at the earliest, `due` when it must leave its last one.
    """
    # In plain numbers: a route has few stops and each waits for the one before, so arrays would only cost more.
    bounds, open_s, close_s = offset.tolist(), opens.tolist(), closes.tolist()
    stay_s, leg_s, earliest, latest = stay.tolist(), leg.tolist(), opens.tolist(), closes.tolist()
    for route, (at, leave) in enumerate(zip(ready.tolist(), due.tolist(), strict=True)):
        first, end = bounds[route], bounds[route + 1]
        for stop in range(first, end):
            earliest[stop] = max(at, open_s[stop])
            if stop + 1 < end:
                at = earliest[stop] + stay_s[stop] + leg_s[stop + 1]
        for stop in range(end - 1, first - 1, -1):
            latest[stop] = min(close_s[stop], leave - stay_s[stop])
            leave = latest[stop] - leg_s[stop]
    return np.array(earliest, dtype=np.int64), np.array(latest, dtype=np.int64)


def cheapest(
    opens: Ints, closes: Ints, day: Ints, stay: int, arr: Ints, due: Ints, cost: Ints, point_day: Ints
) -> Ints:
    """For each window the point of its day that serves it at least cost, or -1."""
    found = np.full(opens.shape[0], -1, dtype=np.int64)
    for each in np.unique(day):
        mine, here = np.flatnonzero(day == each), np.flatnonzero(point_day == each)
        if not here.size:
            continue
        at = np.maximum(opens[mine][:, None], arr[here])
        fits = (at <= closes[mine][:, None]) & (at + stay <= due[here])
        first = np.where(fits, cost[here], NEVER).argmin(axis=1)
        found[mine] = np.where(fits[np.arange(mine.size), first], here[first], -1)
    return found


NEAREST = 24
"""So many free collectors, the nearest, are tried first; nearly always nobody further off could be in the crew."""


def form_crew(
    opens: Ints, closes: Ints, day: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints, free_day: Ints
) -> Ints:
    """For each window `size` free collectors of its day who cost least together, or -1 throughout.

    All must be there when the last of them arrives and nobody may have to leave before the visit ends. Collectors come
    sorted by day, then cost: so a crew with anybody from behind the first `n` costs at least what the next one costs
    and the first `size - 1` besides. One found among the first `n` that costs less is the cheapest of all.
    """
    found = np.full((opens.shape[0], size), -1, dtype=np.int64)
    for each in np.unique(day):
        left, free = np.flatnonzero(day == each), np.flatnonzero(free_day == each)
        could = _could(opens[left], closes[left], stay, arr[free], due[free])
        left, n = left[could.sum(axis=1) >= size], NEAREST
        while left.size:
            near = free[:n]
            rows, teams, total = _teams(opens[left], closes[left], stay, size, arr[near], due[near], cost[near])
            least = cost[free[n]] + cost[free[: size - 1]].sum() if n < free.size else NEVER
            settled = total < least
            found[left[rows[settled]]] = near[teams[settled]]
            left = np.delete(left, rows[settled]) if n < free.size else left[:0]
            n *= 4
    return found


def _could(opens: Ints, closes: Ints, stay: int, arr: Ints, due: Ints) -> NDArray[np.bool_]:
    """By window and collector: could they make the visit, if only others can?"""
    at = np.maximum(opens[:, None], arr)
    return (at <= closes[:, None]) & (at + stay <= due)


def _teams(
    opens: Ints, closes: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints
) -> tuple[Ints, Ints, Ints]:
    """The windows that have one, the cheapest team of each, and what it costs."""
    # A crew meets when its last member arrives, or at the opening. So it is enough to try each one's own arrival
    # as the meeting time, and for each the first `size` who can make it: they come sorted by cost.
    at = np.maximum(opens[:, None], arr)
    able = (arr <= at[:, :, None]) & (at[:, :, None] + stay <= due)
    team = able & (np.cumsum(able, axis=2) <= size)
    whole = (team.sum(axis=2) == size) & (at <= closes[:, None])
    total = np.where(whole, (team * cost).sum(axis=2), NEVER)
    best = total.argmin(axis=1)
    rows = np.flatnonzero(whole.any(axis=1))
    teams = [np.flatnonzero(team[row, best[row]]) for row in rows]
    return rows, ints(teams).reshape(-1, size), total[rows, best[rows]]
