"""How the people of a run are, and how long they have owed: most of what a run comes to follows from that.

In one run in eight all of them want their visit and nobody comes between: few others get as far as the door.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.sandbox.phones.profiles import Profile

if TYPE_CHECKING:
    from .world import World

RUNS, OF = 8, 1
"""Those of the seeds whose rest is one."""
PROFILES: dict[Profile, int] = {
    "silent": 6, "payer": 3, "promiser": 2, "part-payer": 2, "picker": 14, "late-picker": 5, "other-time": 3,
    "other-digit": 3, "pays-before-visit": 4, "stop": 3, "stop-in-words": 2, "stop-after-notice": 5,
    "wrong-number": 2, "hardship": 3, "hardship-in-words": 1, "disputer": 2, "plan-signer": 2, "asker": 2,
    "mumbler": 2, "unreachable": 4,
}  # fmt: skip
WELCOMING: tuple[Profile, ...] = ("picker", "picker", "other-digit", "other-time")
DAYS_PAST_DUE = 75
"""Of a debt in a world of one profile: visits are near."""


def is_to_the_door(world: World) -> bool:
    """Is it a run of people who want their visit?"""
    return world.profile is None and world.seed % RUNS == OF


def drawn_profile(world: World) -> Profile:
    if world.profile is not None:
        return world.profile
    if is_to_the_door(world):
        return world.random.choice(WELCOMING)
    return world.random.choices(list(PROFILES), list(PROFILES.values()))[0]


def drawn_days_past_due(world: World) -> int:
    if world.profile is not None:
        return DAYS_PAST_DUE
    return world.random.choice((75, 90) if is_to_the_door(world) else (1, 20, 58, 60, 75, 90))
