"""Who said STOP and wants texts again, or the other way round: after hours or days, or in one breath.

In so short a time the clocks of two processes differ by more than what lies between the two words.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .clocks import differ
from .rates import A_BORROWER

if TYPE_CHECKING:
    from .world import World


def on_stop(world: World) -> timedelta | None:
    """After what time START is written; None when it never is."""
    if world.profile is not None or world.random.random() >= A_BORROWER["texts-again"]:
        return None
    world.count("texts wanted again")
    return _in_one_breath(world) or timedelta(days=0.1 + 6 * world.random.random())


def on_start(world: World) -> timedelta | None:
    """After what time STOP is written again; None when it is not."""
    return _in_one_breath(world)


def _in_one_breath(world: World) -> timedelta | None:
    at_once = world.random.random() < A_BORROWER["in-one-breath"]
    world.count("STOP and START in one breath", at_once)
    if not at_once:
        return None
    if not world.calm and world.random.random() < A_BORROWER["by-clocks-that-differ"]:
        world.count("in one breath, by clocks that differ")
        differ(world, "notifier")
    return timedelta(seconds=1 + 59 * world.random.random())
