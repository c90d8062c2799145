"""How long a service that was told to end waits for what it is in the middle of.

The worst of it, with all that can hang hanging, is 27 s: less than the 30 that Kubernetes and our launcher give before
SIGKILL. Whatever is cut off is done anew by who comes next, but for what is `in_doubt`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any

from .loops import Step

FINISH_S = 8.0
IN_DOUBT_S = 16.0
"""Texts on their way: their carrier has 15 s to answer."""
FLUSH_S = 3.0
"""For what waits to be published; what does not get there is in the outbox."""
LEAVE_S = 4.0
"""To clean up what was cut off; and once more to leave the group and close connections."""
Loops = Mapping[asyncio.Task[None], Step]


async def finish(loops: Loops, finish_s: float = FINISH_S, in_doubt_s: float = IN_DOUBT_S) -> None:
    """They were told to stop: wait for what each has in work, then cancel it. What is in doubt has longer."""
    if not loops:
        return
    _, late = await asyncio.wait(loops, timeout=finish_s)
    doubtful = {task for task in late if loops[task].in_doubt}
    for task in late - doubtful:
        task.cancel()
    if doubtful:
        await asyncio.wait(doubtful, timeout=in_doubt_s - finish_s)


async def cut_off(tasks: Collection[asyncio.Task[None]], leave_s: float = LEAVE_S) -> None:
    """Cancel them, and wait for them to clean up."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks, timeout=leave_s)


async def close_all(closing: Collection[Callable[[], Awaitable[object]]], leave_s: float = LEAVE_S) -> None:
    """All at once; how each fails is of no interest any more, and one that hangs is left."""
    leaving = [asyncio.ensure_future(close()) for close in closing]
    await asyncio.wait(leaving, timeout=leave_s)
    for task in leaving:
        leave_alone(task)


def leave_alone(task: asyncio.Future[Any]) -> None:
    """Nobody waits for it any more: it is cancelled, and its error is read, or asyncio would tell of it at its end."""
    task.add_done_callback(lambda over: over.cancelled() or over.exception())
    task.cancel()
