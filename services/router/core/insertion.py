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
    """For each window the point of its day that serves it at least cost, or -1. Points come sorted by day."""
    found = np.full(opens.shape[0], -1, dtype=np.int64)
    for each in np.unique(day):
        first, end = np.searchsorted(point_day, (each, each + 1)).tolist()
        if first == end:
            continue
        mine, here = np.flatnonzero(day == each), slice(first, end)
        at = np.maximum(opens[mine][:, None], arr[here])
        fits = (at <= closes[mine][:, None]) & (at <= due[here] - stay)
        best = np.where(fits, cost[here], NEVER).argmin(axis=1)
        found[mine] = np.where(fits[np.arange(mine.size), best], first + best, -1)
    return found


NEAREST = 8
"""So many free collectors, the nearest, are tried first; nearly always nobody further off could be in the crew."""
CELLS_MAX = 1_000_000
"""House figure. Windows times collectors squared that are looked at in one step, which is what it takes in memory."""


def form_crew(
    opens: Ints, closes: Ints, day: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints, free_day: Ints
) -> Ints:
    """For each window `size` free collectors of its day who cost least together, or -1 throughout.

    All must be there when the last of them arrives and nobody may have to leave before the visit ends. Collectors come
    sorted by day, then cost: so a crew with anybody from behind the first `n` costs at least what the next one costs
    and the first `size - 1` besides. One found among the first `n` that costs less is the cheapest of all.
    """
    found = np.full((opens.shape[0], size), -1, dtype=np.int64)
    first, end = np.searchsorted(free_day, day), np.searchsorted(free_day, day, side="right")
    left, n, again = np.flatnonzero(end - first >= size), max(NEAREST, size), False
    while left.size:
        more = first[left] + n < end[left]
        settled = np.zeros(left.size, dtype=bool)
        for some in np.array_split(np.arange(left.size), -(-left.size * n * n // CELLS_MAX)):
            who = left[some]
            near = first[who][:, None] + np.arange(n)
            there = near < end[who][:, None]
            near = np.where(there, near, 0)
            teams, total = _teams(opens[who], closes[who], stay, size, arr[near], due[near], cost[near], there)
            # What the next one costs, and the first `size - 1` besides; nothing costs as much as nobody.
            others = cost[first[who][:, None] + np.arange(size - 1)].sum(axis=1)
            least = np.where(more[some], cost[np.where(more[some], first[who] + n, 0)] + others, NEVER)
            settled[some] = total < least
            found[who[total < least]] = np.take_along_axis(near, teams, axis=1)[total < least]
        left = left[more & ~settled]
        if not again:  # many a window nobody can serve, and then it is no use to try more
            left = left[_could(opens, closes, day, stay, size, arr, due, free_day, left)]
        n, again = n * 4, True
    return found


def _could(
    opens: Ints, closes: Ints, day: Ints, stay: int, size: int, arr: Ints, due: Ints, free_day: Ints, left: Ints
) -> NDArray[np.bool_]:
    """Of the windows `left`: could enough collectors make the visit, if only others can?"""
    found = np.zeros(left.size, dtype=bool)
    for each in np.unique(day[left]):
        mine, free = np.flatnonzero(day[left] == each), slice(*np.searchsorted(free_day, (each, each + 1)).tolist())
        at = np.maximum(opens[left[mine]][:, None], arr[free])
        could = (at <= closes[left[mine]][:, None]) & (at <= due[free] - stay)
        found[mine] = could.sum(axis=1) >= size
    return found


def _teams(
    opens: Ints, closes: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints, there: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    """The cheapest team of each window, by its members' columns, and what it costs: `NEVER` where there is none. Each
    window has its own row of collectors, of whom some are not `there`."""
    # A crew meets when its last member arrives, or at the opening. So it is enough to try each one's own arrival
    # as the meeting time, and for each the first `size` who can make it: they come sorted by cost.
    at = np.maximum(opens[:, None], arr)
    able = (arr[:, None, :] <= at[:, :, None]) & (at[:, :, None] <= (due - stay)[:, None, :]) & there[:, None, :]
    team = able & (np.cumsum(able, axis=2) <= size)
    whole = (team.sum(axis=2) == size) & (at <= closes[:, None]) & there
    total = np.where(whole, (team * cost[:, None, :]).sum(axis=2), NEVER)
    best, rows = total.argmin(axis=1), np.arange(len(opens))
    least, members = total[rows, best], team[rows, best]
    # Of a window without a team anybody will do.
    members[least == NEVER] = np.arange(members.shape[1]) < size
    return ints(np.nonzero(members)[1]).reshape(-1, size), least
