"""Changing tables that others work on.

A lock that is waited for stands before all that come later, readers too. Behind a dump or a report that runs for an
hour, a change of a table would keep every decision of the running services waiting for that hour. So it waits for a
moment only, gives up what it has, lets the others work, and comes again.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import psycopg

from shared.runtime.ports import LockHeld

T = TypeVar("T")
WAIT_MS = 500
"""Far less than services wait for a lock before they begin anew, and many times what a transaction of theirs lasts."""
AGAIN_S, GIVES_UP_S = 1.0, 30.0


async def wait_briefly(connection: psycopg.AsyncConnection[Any]) -> None:
    """From here to the end of its transaction."""
    await connection.execute("SELECT set_config('lock_timeout', %s, true)", (f"{WAIT_MS}ms",))


async def come_again(attempt: Callable[[], Awaitable[T]], *, gives_up_s: float = GIVES_UP_S) -> T:
    """`attempt` is one transaction, which waits briefly. Raises what it raises; `LockHeld` only when others are in its
    way for so long."""
    end = time.monotonic() + gives_up_s
    while True:
        try:
            return await attempt()
        except LockHeld:
            if time.monotonic() > end:
                raise
        await asyncio.sleep(AGAIN_S)
