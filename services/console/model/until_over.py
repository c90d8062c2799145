"""Waiting that ends at once when it is over: the console is told to stop, and nobody waits for what may never come."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


async def unless_over(over: asyncio.Event, work: Coroutine[Any, Any, T]) -> T | None:
    """What it gives. None where it is over first: then it is cancelled, so it must leave nothing behind."""
    working, ending = asyncio.ensure_future(work), asyncio.ensure_future(over.wait())
    try:
        await asyncio.wait({working, ending}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        ending.cancel()
        working.cancel()
