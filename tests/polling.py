"""Asking until the answer is yes, for what no event tells a test: what another process did."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

LOOK_S = 0.05
"""Without a pause the one who asks takes the processor from those who should answer."""


async def until(true: Callable[[], Awaitable[Any]], *, seconds: float = 30.0) -> float:
    """Ask until the answer is yes; how long it took, in seconds. Fails after `seconds`."""
    began, never = time.monotonic(), asyncio.ensure_future(asyncio.Event().wait())
    try:
        while not await true():
            assert time.monotonic() - began < seconds, "it did not come about in time"
            await asyncio.wait({never}, timeout=LOOK_S)
    finally:
        never.cancel()
    return time.monotonic() - began
