"""Twenty canonical cases for the sweep: one borrower each, no faults but the one that is tried."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from services.sandbox.phones.profiles import Profile

from .borrowers import SimulatedBorrower
from .world import World

Then = Callable[[World, SimulatedBorrower], None]
DAYS = 16


def _nothing(world: World, one: SimulatedBorrower) -> None:
    """The profile says it all."""


def _bank(what: str, day: float) -> Then:
    def then(world: World, one: SimulatedBorrower) -> None:
        world.later(world.moment.at + timedelta(days=day), partial(world.borrowers.does, one.debts[0], what))

    return then


def _poison(world: World, one: SimulatedBorrower) -> None:
    for day in (1, 4):
        world.later(world.moment.at + timedelta(days=day), lambda: world.trouble.strike("poison"))


def _breaks(service: str) -> Then:
    def then(world: World, one: SimulatedBorrower) -> None:
        place = (service, one.debts[0].case)
        begins = world.moment.at + timedelta(days=2)
        world.later(begins, lambda: world.broken.add(place))
        world.later(begins + timedelta(days=2), lambda: world.mend(place))

    return then


def _struck(kind: str, *days: float) -> Then:
    def then(world: World, one: SimulatedBorrower) -> None:
        for day in days:
            world.later(world.moment.at + timedelta(days=day), lambda: world.trouble.strike(kind))

    return then


CASES: dict[str, tuple[Profile, Then]] = {
    "paid after a reminder": ("payer", _nothing),
    "never answers": ("silent", _nothing),
    "STOP": ("stop", _nothing),
    "STOP in other words": ("stop-in-words", _nothing),
    "wrong number": ("wrong-number", _nothing),
    "hardship": ("hardship", _nothing),
    "dispute": ("disputer", _nothing),
    "plan signed": ("plan-signer", _nothing),
    "dead number": ("unreachable", _nothing),
    "picks a time and is visited": ("picker", _nothing),
    "answers too late, then in time": ("late-picker", _nothing),
    "wants another time": ("other-digit", _nothing),
    "pays before the visit": ("pays-before-visit", _nothing),
    "STOP after the notice": ("stop-after-notice", _nothing),
    "asks who comes": ("asker", _nothing),
    "held by the bank": ("picker", _bank("hold-set", 5)),
    "records that are no events": ("picker", _poison),
    "a decision breaks, and is mended": ("picker", _breaks("notifier")),
    "texts are switched off for a while": ("picker", _struck("switch", 1, 7)),
    "partitions go round": ("picker", _struck("rebalance", 0.5, 3, 8, 9)),
}


def canonical(case: str) -> World:
    """The world of a case, the same each time."""
    profile, then = CASES[case]
    world = World(sum(case.encode()), size=1, calm=True, brisk=True, profile=profile, days=DAYS)
    then(world, next(iter(world.borrowers.by_phone.values())))
    return world
