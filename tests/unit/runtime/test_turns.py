"""What comes alone is looked for by one loop that waits, and by another only while that one has its hands full."""

from __future__ import annotations

import pytest

from shared.runtime.turns import Turns


def called(turns: Turns) -> list[bool]:
    return [turn.wake.is_set() for turn in turns.turns]


async def nothing() -> int:
    return 0


def test_one_loop_is_called_and_no_other_before_it_has_looked() -> None:
    turns = Turns(2)
    turns.set()
    turns.set()
    assert called(turns) == [True, False]


async def test_what_comes_while_a_loop_works_is_for_one_that_waits() -> None:
    turns = Turns(2)

    async def meanwhile() -> int:
        turns.set()
        return 7

    assert await turns.turns[0].take(meanwhile) == 7
    assert called(turns) == [False, True]


async def test_what_comes_while_all_work_is_for_whoever_is_ready_first() -> None:
    turns = Turns(2)

    async def both() -> int:
        turns.set()
        return 0

    async def one() -> int:
        return await turns.turns[1].take(both)

    await turns.turns[0].take(one)
    assert called(turns) == [True, True]


async def test_a_loop_that_failed_is_not_called_before_it_works_again() -> None:
    turns = Turns(2)

    async def breaks() -> int:
        raise RuntimeError("x")

    with pytest.raises(RuntimeError):
        await turns.turns[0].take(breaks)
    turns.set()
    assert called(turns) == [False, True]
    await turns.turns[0].take(nothing)
    turns.turns[1].wake.clear()
    turns.set()
    assert called(turns) == [True, False]
