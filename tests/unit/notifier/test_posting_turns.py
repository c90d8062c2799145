"""A lone text is looked for by one loop that waits, and by another only when that one has its hands full."""

from __future__ import annotations

import pytest

from services.notifier.core.outage import AT_ONCE
from services.notifier.shell.posting import post_texts
from services.notifier.shell.posting_turns import PostingTurns

from .notifier_process import AnsweringCarrier, Memory, many, notifier_process


def called(turns: PostingTurns) -> list[bool]:
    return [turn.wake.is_set() for turn in turns.turns]


async def nothing() -> int:
    return 0


def test_one_loop_is_called_and_no_other_before_it_has_looked() -> None:
    turns = PostingTurns(2)
    turns.set()
    turns.set()
    assert called(turns) == [True, False]


async def test_what_comes_while_a_loop_works_is_for_one_that_waits() -> None:
    turns = PostingTurns(2)

    async def meanwhile() -> int:
        turns.set()
        return 7

    assert await turns.turns[0].take(meanwhile) == 7
    assert called(turns) == [False, True]


async def test_what_comes_while_all_work_is_for_whoever_is_ready_first() -> None:
    turns = PostingTurns(2)

    async def both() -> int:
        turns.set()
        return 0

    async def one() -> int:
        return await turns.turns[1].take(both)

    await turns.turns[0].take(one)
    assert called(turns) == [True, True]


async def test_a_loop_that_failed_is_not_called_before_it_works_again() -> None:
    turns = PostingTurns(2)

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


async def test_who_finds_as_many_as_it_may_take_calls_another_before_it_posts_them(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        turns = PostingTurns(2)
        notifier.desk.more = turns.set
        carrier, seen = notifier.sms, list[list[bool]]()

        async def watched(texts: object) -> object:
            seen.append(called(turns))
            return await carrier.send(texts)

        notifier.desk.sms = AnsweringCarrier(watched)
        await many(notifier, AT_ONCE - 1)
        assert await turns.turns[0].take(lambda: post_texts(notifier.desk)) == AT_ONCE - 1
        await many(notifier, 2 * AT_ONCE)
        await turns.turns[0].take(lambda: post_texts(notifier.desk))
        assert seen == [[False, False], [False, True]]
