"""The kernel in NumPy: whole days at once instead of loops. See `insertion` for what it promises and why."""

from __future__ import annotations

import numpy as np

from services.router.core.insertion import NEVER, Ints


class Vectorised:
    """Needs nothing compiled. Time follows from the number of arrays touched, hardly from their length."""

    def schedule(
        self, offset: Ints, opens: Ints, closes: Ints, stay: Ints, leg: Ints, ready: Ints, due: Ints
    ) -> tuple[Ints, Ints]:
        """Route by route in plain numbers: a route has few stops, and each waits for the one before."""
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
        self, opens: Ints, closes: Ints, day: Ints, stay: int, arr: Ints, due: Ints, cost: Ints, gap_day: Ints
    ) -> Ints:
        if not arr.size:
            return np.full(opens.shape[0], -1, dtype=np.int64)
        at = np.maximum(opens[:, None], arr[None, :])
        fits = (gap_day[None, :] == day[:, None]) & (at <= closes[:, None]) & (at + stay <= due[None, :])
        first = np.where(fits, cost[None, :], NEVER).argmin(axis=1)
        return np.where(fits[np.arange(fits.shape[0]), first], first, -1)

    def muster(
        self, opens: Ints, closes: Ints, day: Ints, stay: int, size: int, arr: Ints, due: Ints, cost: Ints, of: Ints
    ) -> Ints:
        found = np.full((opens.shape[0], size), -1, dtype=np.int64)
        for each in np.unique(day):
            mine, hands = np.flatnonzero(day == each), np.flatnonzero(of == each)
            if hands.size < size:
                continue
            at = np.maximum(opens[mine][:, None], arr[hands][None, :])
            able = (arr[hands] <= at[:, :, None]) & (at[:, :, None] + stay <= due[hands])
            # The first `size` able hands are the cheapest, because hands come sorted by cost.
            team = able & (np.cumsum(able, axis=2) <= size)
            whole = (team.sum(axis=2) == size) & (at <= closes[mine][:, None])
            total = np.where(whole, (team * cost[hands]).sum(axis=2), NEVER)
            best = total.argmin(axis=1)
            for row in np.flatnonzero(whole.any(axis=1)):
                found[mine[row]] = hands[np.flatnonzero(team[row, best[row]])]
        return found
