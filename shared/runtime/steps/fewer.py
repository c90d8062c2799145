"""Again on a conflict; on any other error with fewer inputs, until the one to blame is alone, which is parked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from shared.runtime import metrics
from shared.runtime.failures import Starved, starves
from shared.runtime.ports import BadWrite, Conflict, Unavailable

TRIES_MAX = 8
HISTORY = "history_pkey"
"""Of a version there is one decision: the constraint by which the database knows."""
T = TypeVar("T")


async def with_fewer(
    attempt: Callable[[int, list[T]], Awaitable[int]], park: Callable[[T, Exception], Awaitable[int]], limit: int
) -> int:
    """What the first attempt returns that succeeds, or what parking returns. Raises `Unavailable`.

    `attempt(limit, taken)` handles at most `limit` inputs in one transaction and puts them into `taken` before anything
    can go wrong with them. Where it took none, no input is to blame, and its error is raised. Nor is one to blame for
    what the machine lacks: where fewer don't help, all wait (`Starved`, which is `Unavailable`).
    """
    tries = TRIES_MAX
    while True:
        taken: list[T] = []
        try:
            return await attempt(limit, taken)
        except Unavailable:
            raise
        except Conflict as conflict:
            metrics.count("conflicts")
            tries -= 1
            if tries:
                continue
            # Others can't be in the way this often: a constraint refuses what one of these inputs leads to.
            error: Exception = BadWrite(f"again and again: {conflict}")
        except Exception as raised:
            error = raised
        if not taken:
            raise error
        if min(len(taken), limit) <= 1 and starves(error):
            raise Starved(error)
        if min(len(taken), limit) <= 1:  # one aggregate may have more than one timer due
            return await park(taken[0], error)
        limit, tries = len(taken) // 2, TRIES_MAX


def why_parked(error: Exception, on: str) -> tuple[str, str]:
    """Code and detail of a parking. A message may hold values, so the error's class has to do; that of `BadWrite` has
    none.
    """
    if not isinstance(error, BadWrite):
        return "decision-failed", f"{type(error).__name__} on {on}"
    if HISTORY in str(error):
        why = "its row in `states` is older than its history, or gone: it would be decided anew over what was decided"
        return "state-behind-history", f"{why} ({on})"
    return "write-refused", f"the database refuses what follows from {on} ({error})"
