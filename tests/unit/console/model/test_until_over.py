"""Waiting ends with what came, with what went wrong, or at once when it is over."""

from __future__ import annotations

import asyncio

import pytest

from services.console.model.until_over import unless_over


async def _gives(what: int) -> int:
    return what


async def _breaks() -> int:
    raise OSError("away")


async def test_what_came_is_given() -> None:
    assert await unless_over(asyncio.Event(), _gives(7)) == 7


async def test_what_went_wrong_is_raised() -> None:
    with pytest.raises(OSError, match="away"):
        await unless_over(asyncio.Event(), _breaks())


async def test_when_it_is_over_nothing_is_given_and_the_work_is_cancelled() -> None:
    over, never, cancelled = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def waits() -> int:
        try:
            await never.wait()
        finally:
            cancelled.set()
        return 1

    waiting = asyncio.ensure_future(unless_over(over, waits()))
    over.set()
    assert await waiting is None
    await asyncio.wait_for(cancelled.wait(), 60)
