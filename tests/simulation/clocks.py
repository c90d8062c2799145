"""Clocks that are set: by minutes, as no process is held for, or hours and days from what the database says."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from shared.decision.clocks import APART_MAX
from shared.runtime.clock_watch import BELIEVED_S

if TYPE_CHECKING:
    from .replica import Replica
    from .world import World

BELIEVED = timedelta(seconds=BELIEVED_S + 60)
FAR_OFF = (timedelta(hours=5), timedelta(days=3), timedelta(days=14))
FAR_OFF_H_MAX = 10


def step(world: World) -> bool:
    """By two minutes to either side, or right."""
    replica = _with_a_right_clock(world)
    if replica is not None:
        set_clock(world, replica.service, replica.number, world.random.choice((-1, 0, 1)) * APART_MAX)
    return replica is not None


def far_off(world: World) -> bool:
    """Somebody sets it by hand, or a machine slept; some hours later it is right again."""
    replica, random = _with_a_right_clock(world), world.random
    if replica is None:
        return False
    off = random.choice(FAR_OFF) * random.choice((-1, 1))
    world.note("fault", replica.name, "clock-far-off")
    set_clock(world, replica.service, replica.number, off)
    right_at = world.moment.at + timedelta(hours=FAR_OFF_H_MAX * random.random() ** 2)
    world.later(right_at, partial(set_clock, world, replica.service, replica.number, timedelta(0)))
    return True


def differ(world: World, service: str) -> None:
    """From now on those of its processes, by turns to either side, by as much as nobody is held for: none jumps by more
    than that."""
    off = world.random.choice((-1, 1)) * APART_MAX
    for replica in world.living:
        before = replica.clock.skew
        if replica.service == service and abs(before) <= APART_MAX:
            set_clock(world, service, replica.number, off if abs(off - before) <= APART_MAX else timedelta(0))
            off = -off


def set_clock(world: World, service: str, number: int, skew: timedelta) -> None:
    """That of a machine, whichever process is on it. A jump to which the database agrees is believed after a while."""
    if world.calm:
        return
    world.skews[service, number] = skew
    for replica in world.living:
        if (replica.service, replica.number) == (service, number):
            replica.clock.skew = skew
    for at in (world.moment.at, world.moment.at + BELIEVED):
        world.later(at, partial(world.driver.stir, f"clock {service}"))


def _with_a_right_clock(world: World) -> Replica | None:
    """Any process, if its clock is not far off."""
    replica = world.trouble.any()
    return replica if replica is not None and abs(replica.clock.skew) <= APART_MAX else None
