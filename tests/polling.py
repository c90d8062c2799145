"""Asking until the answer is yes, for what no event tells a test: what another process did."""

from __future__ import annotations

import asyncio
import time
from asyncio.subprocess import Process
from collections.abc import Awaitable, Callable
from typing import Any

LOOK_S = 0.05
"""Without a pause the one who asks takes the processor from those who should answer."""


async def until(
    true: Callable[[], Awaitable[Any]],
    *,
    seconds: float = 90.0,
    every: float = LOOK_S,
    alive: Process | None = None,
    meanwhile: Callable[[], Awaitable[object]] | None = None,
    problems: Callable[[], Awaitable[object]] | None = None,
) -> Any:
    """What `true` gives once it gives something. Fails after `seconds`, or when the process `alive` has ended.

    `meanwhile` is done after every look in vain; what `problems` gives is told when it fails.
    """
    end = time.monotonic() + seconds
    over = asyncio.ensure_future(alive.wait() if alive is not None else asyncio.Event().wait())
    try:
        while not (found := await true()):
            if time.monotonic() > end:
                raise AssertionError(f"it did not come about in time; {await problems() if problems else ''}")
            if meanwhile is not None:
                await meanwhile()
            ended, _ = await asyncio.wait({over}, timeout=every)
            assert not ended, "the process ended meanwhile"
        return found
    finally:
        over.cancel()
