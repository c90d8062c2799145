"""The `Clock` port in memory: time stands still until somebody moves it."""

from __future__ import annotations

from datetime import datetime, timedelta

from .process import Process


class Moment:
    """The one true time of a simulated world (aware UTC); the driver moves it."""

    __slots__ = ("at",)

    def __init__(self, at: datetime) -> None:
        self.at = at


class MemoryClock:
    """One process's view of the moment, wrong by `skew`.

    By hand a sleeper is a `Point` with `until` (true time), to be resumed when the moment has come. On an asyncio loop,
    where nobody drives, a sleep moves the moment itself.
    """

    def __init__(self, moment: Moment, process: Process) -> None:
        self.skew = timedelta(0)
        self._moment = moment
        self._process = process

    def now(self) -> datetime:
        return self._moment.at + self.skew

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        self._process.enter("clock.sleep_until")
        until = min(at - self.skew, self._moment.at + timedelta(seconds=at_most_s))
        await self._process.sleeping(until)
        if not self._process.by_hand:
            self._moment.at = max(self._moment.at, until)
