"""The algorithm of `services.router.core.insertion` as plain loops: slow, and what the product is held to."""

from __future__ import annotations

import numpy as np

from services.router.core.insertion import NEVER, Ints


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


def cheapest(
    opens: Ints, closes: Ints, day: Ints, stay: int, arr: Ints, due: Ints, cost: Ints, point_day: Ints
) -> Ints:
    found = np.full(opens.shape[0], -1, dtype=np.int64)
    for window in range(opens.shape[0]):
        best = NEVER
        for point in range(arr.shape[0]):
            if point_day[point] == day[window] and cost[point] < best:
                at = max(opens[window], arr[point])
                if at <= closes[window] and at + stay <= due[point]:
                    best = cost[point]
                    found[window] = point
    return found


def form_crew(
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
            for one in range(arr.shape[0]):
                if of[one] == day[window] and arr[one] <= at and at + stay <= due[one]:
                    chosen[count] = one
                    total += cost[one]
                    count += 1
                    if count == size:
                        break
            if count == size and total < best:
                best = total
                found[window] = chosen
    return found
