"""A loop that waits: it is woken, it ends when it is told to, it lets others work, and it rests after little work."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.runtime.health import Health
from shared.runtime.loops import MUCH, Step, forever
from shared.runtime.ports import Conflict, LockHeld


@asynccontextmanager
async def running(*steps: Step) -> AsyncIterator[asyncio.Event]:
    """The loops of these steps; they end when the event is set, and at the latest with the context."""
    stopping = asyncio.Event()
    async with asyncio.timeout(30), asyncio.TaskGroup() as tasks:
        for step in steps:
            tasks.create_task(forever(step, Health("test"), stopping))
        yield stopping
        stopping.set()


class Rounds:
    """Counts, and tells of each."""

    def __init__(self) -> None:
        self.done = 0
        self.came = asyncio.Event()

    async def one(self) -> int:
        self.done += 1
        self.came.set()
        return 0

    async def reached(self, number: int) -> None:
        while self.done < number:
            self.came.clear()
            await self.came.wait()


async def test_a_loop_that_waits_for_long_is_woken() -> None:
    rounds = Rounds()
    step = Step("one", rounds.one, 1000)
    async with running(step):
        for number in range(1, 5):
            await rounds.reached(number)
            step.wake.set()
        await rounds.reached(5)


async def test_a_loop_that_waits_ends_at_once_when_it_is_told_to() -> None:
    rounds = Rounds()
    async with running(Step("one", rounds.one, 1000)) as stopping:
        await rounds.reached(1)
        stopping.set()


async def test_loops_that_share_what_wakes_them_all_end() -> None:
    shared, each = asyncio.Event(), [Rounds() for _ in range(3)]
    async with running(*(Step(f"{n}", rounds.one, 1000, shared) for n, rounds in enumerate(each))) as stopping:
        for rounds in each:
            await rounds.reached(1)
        stopping.set()


async def test_what_wakes_a_loop_while_it_works_is_not_lost() -> None:
    rounds = Rounds()
    step = Step("one", rounds.one, 1000)

    async def wakes_itself() -> int:
        await rounds.one()
        if rounds.done < 3:
            step.wake.set()
        return 0

    step.run = wakes_itself
    async with running(step):
        await rounds.reached(3)


async def test_a_loop_that_never_waits_lets_others_work() -> None:
    rounds = Rounds()
    step = Step("one", rounds.one, 0)
    async with running(step):
        await rounds.reached(100)
        assert not step.wake.is_set()


async def test_a_loop_ends_its_wait_by_itself() -> None:
    rounds = Rounds()
    async with running(Step("one", rounds.one, 0.001)):
        await rounds.reached(3)


class Early(asyncio.Event):
    """Nobody sets it, and each wait for it is over before its time, as a coarse timer has it."""

    async def wait(self) -> bool:  # type: ignore[override]
        await asyncio.sleep(0)
        raise TimeoutError


async def test_a_wait_that_ended_a_little_early_is_over() -> None:
    rounds = Rounds()
    async with running(Step("one", rounds.one, 1000, Early())):
        await rounds.reached(3)


async def test_how_long_a_loop_waits_may_hang_on_how_things_stand() -> None:
    rounds = Rounds()
    step = Step("one", rounds.one, 0)
    step.pace = lambda: 0.001 if rounds.done < 3 else 1000
    async with running(step) as stopping:
        await rounds.reached(3)
        stopping.set()
    assert rounds.done == 3


async def test_a_loop_that_finds_a_lock_held_says_so_while_it_waits_and_one_in_conflict_goes_on() -> None:
    health, stopping, met = Health("test"), asyncio.Event(), list[bool]()
    errors: list[Exception] = [Conflict("x"), LockHeld("LockNotAvailable 55P03")]

    async def meet() -> int:
        met.append(bool(health.problems))
        if errors:
            raise errors.pop(0)
        stopping.set()
        return 0

    await forever(Step("one", meet, 1000), health, stopping)
    assert met == [False, False, True]


class Work:
    """What waits to be done, and how much of it each run did. `runs` tells of each."""

    def __init__(self, waits: int = 0) -> None:
        self.waits, self.runs, self.did = waits, Rounds(), list[int]()

    async def all(self) -> int:
        done, self.waits = self.waits, 0
        self.did.append(done)
        await self.runs.one()
        return done


async def test_what_comes_while_a_loop_rests_is_done_together() -> None:
    work = Work()
    step = Step("one", work.all, 1000, rest_s=0.05)
    async with running(step):
        await work.runs.reached(1)
        for _ in range(3):
            work.waits += 1
            step.wake.set()
            await asyncio.sleep(0)
        await work.runs.reached(2)
        for _ in range(5):
            work.waits += 1
            step.wake.set()
        await work.runs.reached(3)
    assert sum(work.did) == 8
    assert len([done for done in work.did if done]) <= 4


async def test_who_comes_while_a_loop_waits_is_done_at_once() -> None:
    work = Work()
    step = Step("one", work.all, 1000, rest_s=1000)
    async with running(step):
        await work.runs.reached(1)
        work.waits = 1
        step.wake.set()
        await work.runs.reached(2)


async def test_a_loop_that_looked_in_vain_by_itself_does_not_rest() -> None:
    work = Work()
    async with running(Step("one", work.all, 0.001, rest_s=1000)):
        await work.runs.reached(3)


async def test_a_loop_that_did_much_does_not_rest() -> None:
    rounds = Rounds()

    async def much() -> int:
        await rounds.one()
        await asyncio.sleep(0)
        return MUCH

    async with running(Step("one", much, 1000, rest_s=1000)):
        await rounds.reached(10)


async def test_a_rest_ends_however_many_come_meanwhile() -> None:
    rounds = Rounds()

    async def little() -> int:
        await rounds.one()
        return 1

    step = Step("one", little, 1000, rest_s=0.2)  # long beside what a busy machine keeps a process waiting for

    async def trickle() -> None:
        while True:
            step.wake.set()
            await asyncio.sleep(0)

    async with running(step):
        trickling = asyncio.create_task(trickle())
        await rounds.reached(3)
        trickling.cancel()


async def test_who_was_called_in_vain_rests_and_who_comes_meanwhile_is_done_when_that_ends() -> None:
    work = Work()
    step = Step("one", work.all, 1000, rest_s=0.02)
    async with running(step):
        await work.runs.reached(1)
        step.wake.set()
        await work.runs.reached(2)
        work.waits = 1
        step.wake.set()
        await work.runs.reached(3)
    assert work.did[:3] == [0, 0, 1]


async def test_who_was_called_in_vain_is_not_called_while_it_rests() -> None:
    work = Work()
    step = Step("one", work.all, 1000, rest_s=1000)
    async with running(step):
        await work.runs.reached(1)
        step.wake.set()
        await work.runs.reached(2)
        step.wake.set()
        for _ in range(50):
            await asyncio.sleep(0)
        assert work.did == [0, 0]


async def test_a_loop_that_rests_ends_at_once_when_it_is_told_to() -> None:
    work = Work(1)
    async with running(Step("one", work.all, 1000, rest_s=1000)) as stopping:
        await work.runs.reached(1)
        stopping.set()
