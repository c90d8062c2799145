"""What comes at the same time is done at once: one transaction, one commit, for many who wait.

1. Whoever comes while nothing is done begins at once, alone; whoever comes meanwhile goes with the next. There is no
   timer, so nobody waits for others. When `ENOUGH` wait, another begins beside: the first mostly waits for a disk.
2. Each gets an answer of its own. Where one of many is to blame for an error, the others are not: they are done in
   halves, until it is alone.
3. Nobody waits longer than `answered_s`: then it is `Unavailable`, whatever becomes of the work. So it may have been
   done all the same, as after a commit whose answer was lost.
4. What hangs is left alone after `work_s`, and the next begin anew beside it: so it goes on as soon as the other side
   is back, also when what hung never ends by itself. Of those no more than `HUNG_MAX` are begun.
5. What was refused as `Unavailable` or in `Conflict` is done once more at once, while there is time: a connection
   that was lost while nobody used it is only noticed by its use.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

from .ending import leave_alone
from .ports import Conflict, Unavailable

T = TypeVar("T")
R = TypeVar("R")
Work = Callable[[Sequence[T]], Awaitable[Sequence[R]]]
ANSWERED_S = 4.0
WORK_S = 2.5
BATCH_MAX = 128
HUNG_MAX = 2
AT_ONCE = 2
ENOUGH = 8
TRIES = 2


class HangsError(Unavailable):
    """There was no answer in time. Asking again at once would only hang too."""

    def __init__(self) -> None:
        super().__init__("silent")


class Together(Protocol):
    """How work on many is given to those who come one by one."""

    def __call__(self, work: Work[T, R]) -> Callable[[T], Awaitable[R]]: ...


def one_by_one(work: Work[T, R]) -> Callable[[T], Awaitable[R]]:
    """Each by itself, and for as long as it takes."""

    async def alone(item: T) -> R:
        (result,) = await work([item])
        return result

    return alone


class GroupCommit(Generic[T, R]):
    """`work` gives one result for each item, in order, or raises: then it may be called again with any of them."""

    def __init__(
        self, work: Work[T, R], *, answered_s: float = ANSWERED_S, work_s: float = WORK_S, batch_max: int = BATCH_MAX
    ) -> None:
        self._work, self._answered_s, self._work_s, self._batch_max = work, answered_s, work_s, batch_max
        self._waiting: deque[tuple[T, asyncio.Future[R]]] = deque()
        self._runners: set[asyncio.Task[None]] = set()
        self._running = 0
        self._hung: set[asyncio.Task[Sequence[R]]] = set()

    @property
    def busy(self) -> bool:
        """Does anybody wait?"""
        return self._running > 0

    async def __call__(self, item: T) -> R:
        """Raises `Unavailable`, and whatever the work raises for this item alone."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, answer))
        if not self._running or (self._running < AT_ONCE and len(self._waiting) >= ENOUGH):
            self._running += 1
            self._runners.add(runner := asyncio.create_task(self._run()))
            runner.add_done_callback(self._runners.discard)
        try:
            async with asyncio.timeout(self._answered_s):
                return await answer
        except TimeoutError:
            raise Unavailable("silent") from None

    async def _run(self) -> None:
        try:
            while self._waiting:
                batch: list[tuple[T, asyncio.Future[R]]] = []
                while self._waiting and len(batch) < self._batch_max:
                    item, answer = self._waiting.popleft()
                    if not answer.done():  # whoever gave up does not wait any more
                        batch.append((item, answer))
                if batch:
                    await self._do(batch, TRIES)
        finally:
            self._running -= 1  # in the same moment in which nobody waits: whoever comes next begins anew

    async def _do(self, batch: list[tuple[T, asyncio.Future[R]]], tries: int) -> None:
        try:
            results = await self._bounded([item for item, _ in batch])
        except (Conflict, Unavailable) as error:
            left = [(item, answer) for item, answer in batch if not answer.done()]
            if left and tries > 1 and not isinstance(error, HangsError):
                await self._do(left, tries - 1)
                return
            _fail(batch, error if isinstance(error, Unavailable) else Unavailable("in the way of others"))
        except Exception as error:
            if len(batch) == 1:
                _fail(batch, error)
                return
            middle = len(batch) // 2
            await self._do(batch[:middle], tries)
            await self._do(batch[middle:], tries)
        else:
            for (_, answer), result in zip(batch, results, strict=True):
                if not answer.done():
                    answer.set_result(result)

    async def _bounded(self, items: Sequence[T]) -> Sequence[R]:
        if len(self._hung) >= HUNG_MAX:
            await asyncio.wait(self._hung, timeout=self._work_s, return_when=asyncio.FIRST_COMPLETED)
            if len(self._hung) >= HUNG_MAX:
                raise HangsError
        work = asyncio.ensure_future(self._work(items))
        await asyncio.wait([work], timeout=self._work_s)
        if work.done():
            return work.result()
        self._hung.add(work)
        work.add_done_callback(self._hung.discard)
        leave_alone(work)
        raise HangsError


class GroupCommits:
    """`GroupCommit` of several kinds of work; `busy` says whether anybody waits for one of them."""

    def __init__(self, *, answered_s: float = ANSWERED_S, work_s: float = WORK_S) -> None:
        self._answered_s, self._work_s = answered_s, work_s
        self._all: list[GroupCommit[Any, Any]] = []

    def __call__(self, work: Work[T, R]) -> Callable[[T], Awaitable[R]]:
        made = GroupCommit(work, answered_s=self._answered_s, work_s=self._work_s)
        self._all.append(made)
        return made

    @property
    def busy(self) -> bool:
        return any(batches.busy for batches in self._all)


def _fail(batch: Sequence[tuple[T, asyncio.Future[R]]], error: Exception) -> None:
    for _, answer in batch:
        if not answer.done():
            answer.set_exception(error)
