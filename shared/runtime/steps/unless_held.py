"""What waits: until this database is known to be the one that did what was done, while a recovery is owed, and while
the clock is wrong.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any


def unless_held(held: Callable[[], bool], run: Callable[[], Awaitable[int]]) -> Callable[[], Coroutine[Any, Any, int]]:
    """The step, which does nothing while `held`."""

    async def runs() -> int:
        return 0 if held() else await run()

    return runs
