"""A task in the background brought to its end."""

from __future__ import annotations

import asyncio
import contextlib


async def ended(task: asyncio.Task[None]) -> None:
    """Cancels it, and returns once it is over. Raises what it raised."""
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
