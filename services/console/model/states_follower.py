"""Keeps what the services say of each case: read anew when an event names it, and found by a sweep where none did.

Services decide after they read an event, and some decisions (a hold that ends by itself) publish none. So a case that
an event named is looked at again a little later, and all cases are compared by the version of their state, some at a
time.
"""

from __future__ import annotations

import heapq
import time
from collections.abc import Iterable

from .published_states import PublishedStates
from .tables import ModelTables

AGAIN_S = (0.0, 1.0, 5.0)
"""So long after an event a case that it named is read: its service may not have decided yet."""
READ_MAX = 500
SWEPT_MAX = 2_000
SWEEP_EVERY_S = 1.0
NAMED_MAX = 50_000
"""More that wait are left to the sweep."""


class StatesFollower:
    def __init__(self, states: PublishedStates, tables: ModelTables, generation: int) -> None:
        self._states = states
        self._tables = tables
        self._generation = generation
        self._due: list[tuple[float, str]] = []
        self._after = ""
        self._began: float | None = None
        self._swept_at = float("-inf")

    def named(self, cases: Iterable[str]) -> None:
        """An event was about these."""
        now = time.monotonic()
        for case in cases:
            if len(self._due) < NAMED_MAX:
                for later in AGAIN_S:
                    heapq.heappush(self._due, (now + later, case))

    async def read(self) -> int:
        """Reads the cases whose turn it is: how many."""
        now, cases = time.monotonic(), set[str]()
        while self._due and self._due[0][0] <= now and len(cases) < READ_MAX:
            cases.add(heapq.heappop(self._due)[1])
        await self._take(sorted(cases))
        return len(cases)

    @property
    def is_within_a_round(self) -> bool:
        """Are there cases that are yet to be compared in this round?"""
        return bool(self._after)

    async def sweep(self, every_s: float = SWEEP_EVERY_S) -> float | None:
        """Compares some cases. Gives the moment at which this round began when it has been through all."""
        now = time.monotonic()
        if now - self._swept_at < every_s:
            return None
        self._swept_at = now
        self._began = now if self._began is None else self._began
        said = await self._states.versions(self._after, SWEPT_MAX)
        # The last in the database's order, which need not be Python's.
        upto = [*said][-1] if len(said) == SWEPT_MAX else None
        kept = await self._tables.versions(self._generation, self._after, upto, 2 * SWEPT_MAX)
        differing = sorted(case for case in said.keys() | kept.keys() if _differ(said.get(case), kept.get(case)))
        gone = [case for case in differing if case not in said and kept[case] != (None, None)]
        if gone:
            await self._tables.forget_cases(self._generation, gone)
            differing = sorted(set(differing).difference(gone))
        for first in range(0, len(differing), READ_MAX):
            await self._take(differing[first : first + READ_MAX])
        # What the model alone knows may be more than was asked for: then the round goes on behind it.
        self._after = upto or ([*kept][-1] if len(kept) == 2 * SWEPT_MAX else "")
        if self._after:
            return None
        began, self._began = self._began, None
        return began

    async def _take(self, cases: list[str]) -> None:
        if cases:
            await self._tables.keep_states(self._generation, await self._states.states(cases))


def _differ(said: tuple[int | None, int | None] | None, kept: tuple[int | None, int | None] | None) -> bool:
    nothing = (None, None)
    return (said or nothing) != (kept or nothing)
