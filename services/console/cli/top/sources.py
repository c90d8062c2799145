"""The feeds of the screen: what is read, how often, and the one case that somebody looks at."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from deploy.local.user_error import UserError

from ...target import Target
from . import reads
from .connection import DatabaseWatch
from .feed import Feed, Pace
from .seen import CaseSeen, HeldSeen, LagSeen, ProcessesSeen, WorkSeen

WORK, HELD, PROCESSES, LAG, CASE = Pace(1.0), Pace(10.0), Pace(2.0), Pace(5.0, 5.0), Pace(2.0)


async def _nothing() -> None:
    return None


class Sources:
    """`chosen` is the case that is looked at, or nothing; then nothing is read of any."""

    def __init__(
        self,
        *,
        work: Callable[[], Awaitable[WorkSeen]],
        held: Callable[[], Awaitable[HeldSeen]],
        processes: Callable[[], Awaitable[ProcessesSeen]],
        lag: Callable[[], Awaitable[LagSeen]],
        case: Callable[[str], Awaitable[CaseSeen]],
        close: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        self.work, self.held = Feed(work, WORK), Feed(held, HELD)
        self.processes, self.lag = Feed(processes, PROCESSES), Feed(lag, LAG)
        self.case: Feed[CaseSeen | None] = Feed(self._read_case, CASE)
        self.chosen = ""
        self.close = close
        self._case_of = case

    @property
    def all(self) -> tuple[Feed[WorkSeen], Feed[HeldSeen], Feed[ProcessesSeen], Feed[LagSeen], Feed[CaseSeen | None]]:
        return self.work, self.held, self.processes, self.lag, self.case

    @property
    def case_seen(self) -> CaseSeen | None:
        """The chosen one, once it was read."""
        seen = self.case.value
        return seen if seen is not None and seen.case == self.chosen else None

    @property
    def case_trouble(self) -> str:
        return self.case.fresh.trouble

    def choose(self, case: str) -> None:
        if case != self.chosen:
            self.chosen = case
            self.case.forget_trouble()
            self.case.now()

    def now(self) -> None:
        """Read everything again, without waiting for its time."""
        for feed in self.all:
            feed.now()

    async def _read_case(self) -> CaseSeen | None:
        name = self.chosen
        if not name:
            return None
        try:
            return await self._case_of(name)
        except UserError as trouble:
            if name != self.chosen:
                return None  # somebody looks at another one by now
            raise UserError(f"{trouble.what} {trouble.todo}".strip(), "") from None


def sources(find: Callable[[], Target]) -> Sources:
    """Of the system that `find` finds, wherever it runs by then."""
    watch = DatabaseWatch(find)
    return Sources(
        work=lambda: watch.read(lambda database: reads.work(database, find())),
        held=lambda: watch.read(reads.held),
        processes=lambda: reads.processes(find),
        lag=reads.LagReading(find),
        case=lambda name: watch.read(lambda database: reads.case(database, name)),
        close=watch.close,
    )
