"""What comes at the same time is done at once, and each gets an answer of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from shared.runtime.group_commit import AT_ONCE, ENOUGH, HUNG_MAX, GroupCommit, GroupCommits, one_by_one
from shared.runtime.ports import BadWrite, Conflict, Unavailable

LONG_S = 3600.0


@dataclass
class Desk:
    """Doubles numbers once it is let: `batches` are those it was given, `bad` are those that it refuses."""

    open: asyncio.Event = field(default_factory=asyncio.Event)
    batches: list[list[int]] = field(default_factory=list)
    bad: frozenset[int] = frozenset()
    errors: list[Exception] = field(default_factory=list)

    async def work(self, items: Sequence[int]) -> list[int]:
        self.batches.append(list(items))
        await self.open.wait()
        if self.errors:
            raise self.errors.pop(0)
        if self.bad.intersection(items):
            raise BadWrite("one of them")
        return [item * 2 for item in items]


async def begun(desk: Desk, number: int) -> None:
    while len(desk.batches) < number:
        await asyncio.sleep(0)


def batches(
    desk: Desk, *, answered_s: float = LONG_S, work_s: float = LONG_S, batch_max: int = 100
) -> GroupCommit[int, int]:
    return GroupCommit(desk.work, answered_s=answered_s, work_s=work_s, batch_max=batch_max)


async def test_who_comes_alone_is_done_alone_and_at_once() -> None:
    desk = Desk()
    desk.open.set()
    assert await batches(desk)(1) == 2
    assert desk.batches == [[1]]


async def test_who_comes_while_others_are_done_goes_with_the_next() -> None:
    desk = Desk()
    made = batches(desk)
    first = asyncio.ensure_future(made(1))
    await begun(desk, 1)
    rest = [asyncio.ensure_future(made(number)) for number in range(2, 6)]
    await asyncio.sleep(0)
    assert made.busy
    desk.open.set()
    assert await asyncio.gather(first, *rest) == [2, 4, 6, 8, 10]
    assert desk.batches == [[1], [2, 3, 4, 5]]
    assert not made.busy


async def test_when_enough_wait_others_are_begun_beside() -> None:
    desk = Desk()
    made = batches(desk)
    waits = [asyncio.ensure_future(made(0))]
    await begun(desk, 1)
    waits += [asyncio.ensure_future(made(number)) for number in range(1, 1 + ENOUGH)]
    await begun(desk, AT_ONCE)
    waits += [asyncio.ensure_future(made(number)) for number in range(1 + ENOUGH, 1 + 3 * ENOUGH)]
    await asyncio.sleep(0)
    assert list(map(len, desk.batches)) == [1, ENOUGH]
    desk.open.set()
    assert await asyncio.gather(*waits) == [2 * number for number in range(1 + 3 * ENOUGH)]


async def test_whoever_comes_just_when_the_last_ones_are_answered_is_done_too() -> None:
    desk = Desk()
    desk.open.set()
    made = batches(desk)
    for number in range(50):
        assert await made(number) == 2 * number


async def test_no_more_are_done_at_once_than_may_be() -> None:
    desk = Desk()
    desk.open.set()
    made = batches(desk, batch_max=2)
    assert await asyncio.gather(*(made(number) for number in range(5))) == [0, 2, 4, 6, 8]
    assert max(map(len, desk.batches)) == 2


async def test_a_bad_one_does_not_fail_its_neighbours() -> None:
    desk = Desk(bad=frozenset({3}))
    desk.open.set()
    made = batches(desk)
    found = await asyncio.gather(*(made(number) for number in range(7)), return_exceptions=True)
    assert [found[n] for n in range(7) if n != 3] == [0, 2, 4, 8, 10, 12]
    assert isinstance(found[3], BadWrite)


@pytest.mark.parametrize("error", [Unavailable("lost"), Conflict("another's")])
async def test_a_connection_that_was_lost_unnoticed_is_tried_once_more(error: Exception) -> None:
    desk = Desk(errors=[error])
    desk.open.set()
    assert await batches(desk)(1) == 2
    assert len(desk.batches) == 2


async def test_what_stays_away_is_said_to_be_to_all_who_wait() -> None:
    desk = Desk(errors=[Unavailable("away") for _ in range(9)])
    desk.open.set()
    made = batches(desk)
    found = await asyncio.gather(*(made(number) for number in range(3)), return_exceptions=True)
    assert all(isinstance(one, Unavailable) for one in found)


async def test_nobody_waits_longer_than_is_promised_and_who_gave_up_is_not_done_later() -> None:
    desk = Desk()
    made = batches(desk, answered_s=0.01)
    for number in (1, 2):
        with pytest.raises(Unavailable):
            await made(number)
    desk.open.set()
    while made.busy:
        await asyncio.sleep(0)
    assert desk.batches == [[1]]


async def test_behind_work_that_hangs_the_next_is_begun_anew_and_what_hung_may_end_as_it_likes() -> None:
    ends: list[asyncio.Event] = []

    async def work(items: Sequence[int]) -> list[int]:
        if not ends:
            ends.append(end := asyncio.Event())
            while not end.is_set():  # a connection that is being given up takes its time, cancelled or not
                try:
                    await end.wait()
                except asyncio.CancelledError:
                    continue
            raise Unavailable("much later")
        return [item * 2 for item in items]

    made = GroupCommit(work, answered_s=LONG_S, work_s=0.01)
    with pytest.raises(Unavailable):
        await made(1)
    assert await made(2) == 4
    ends[0].set()


async def test_of_work_that_hangs_only_so_much_is_begun() -> None:
    begun, end = [], asyncio.Event()

    async def work(items: Sequence[int]) -> list[int]:
        begun.append(items)
        while not end.is_set():
            try:
                await end.wait()
            except asyncio.CancelledError:
                continue
        return list(items)

    made = GroupCommit(work, answered_s=LONG_S, work_s=0.005)
    for number in range(6):
        with pytest.raises(Unavailable):
            await made(number)
    assert len(begun) == HUNG_MAX
    end.set()
    assert await made(7) == 7


async def test_several_kinds_are_gathered_apart_and_busy_together() -> None:
    status, reply, gathered = Desk(), Desk(), GroupCommits()
    one, other = gathered(status.work), gathered(reply.work)
    waits = asyncio.ensure_future(one(1))
    await begun(status, 1)
    assert gathered.busy
    reply.open.set()
    assert await other(2) == 4
    status.open.set()
    assert await waits == 2
    await asyncio.sleep(0)
    assert not gathered.busy


async def test_one_by_one_is_the_same_without_company() -> None:
    desk = Desk()
    desk.open.set()
    assert await one_by_one(desk.work)(3) == 6
