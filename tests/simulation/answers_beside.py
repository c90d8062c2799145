"""What people and phones write that no profile asks for: about a code, after a question back, and by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from services.sandbox.phones.machines import quoted
from services.sandbox.phones.phrases import say

from .rates import A_CODE_SEEN, A_HEDGER

if TYPE_CHECKING:
    from .borrowers import SimulatedBorrower
    from .world import World

ASKED_BACK = re.compile(r"[1-3]\s*[;；,，、。؛؛].{0,3}4\b")
"""The digit of one window, and the one that stands for another time, in one line."""


def asks_back(body: str) -> bool:
    return ASKED_BACK.search(body) is not None


def makes_up_their_mind(world: World, one: SimulatedBorrower) -> None:
    """They wrote "2?", and are asked whether they mean it."""
    world.count("asked back by phone")
    said = world.drawn(A_HEDGER)
    if said is not None:
        words = {"the-digit": str(one.hedged), "another-time": "4", "the-same": f"{one.hedged}?", "stop": "STOP"}
        at = world.moment.at + timedelta(hours=8 * world.random.random())
        world.later(at, partial(world.borrowers.says, one, words[said]))
    one.hedged = 0


def asks_about(world: World, one: SimulatedBorrower, code: str) -> None:
    """Somebody at the door, or on the telephone, says a code, the right one or a made-up one; or says none."""
    fate = world.drawn(A_CODE_SEEN) if world.profile is None else None
    if fate is None:
        return
    made_up = f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"
    words = {"asks-about-it": code, "asks-about-another": made_up}
    said = words.get(fate) or say("who", one.who.person.language, world.random)
    world.later(world.moment.at + timedelta(hours=20 * world.random.random()), partial(world.borrowers.says, one, said))


def by_itself(world: World, one: SimulatedBorrower, body: str) -> None:
    """What a phone says while its holder does not even look."""
    random, says = world.random, world.borrowers.says
    if one.automatic is not None:
        world.count("phone answers by itself")
        at = world.moment.at + timedelta(seconds=4)
        world.later(at, partial(says, one, one.automatic, by_itself=True))
    if one.quotes and random.random() < 0.5:
        world.count("phone quotes our words")
        after = timedelta(minutes=90 * random.random())
        world.later(world.moment.at + after, partial(says, one, quoted(body, random), by_itself=True))
