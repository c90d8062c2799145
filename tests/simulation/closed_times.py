"""Borrowers who wish for a time at which nobody may come, and who hear why they are offered others.

Each has a die of its own for it, so that other runs stay as they are.
"""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TYPE_CHECKING

from services.notifier.core.wording import LANGUAGES
from shared.contracts.texts import ClosedTime

from .rates import A_WISHER

if TYPE_CHECKING:
    from .borrowers import SimulatedBorrower
    from .world import World

WISHES: Mapping[ClosedTime, Mapping[str, tuple[str, ...]]] = {
    "hour": {
        "en": ("can you come at 23:00?", "friday at 11pm please"),
        "pt": ("podem vir às 23:00?", "só na sexta às 23h"),
        "es": ("¿pueden venir a las 23:00?", "el viernes a las 11 de la noche"),
    },
    "day": {
        "en": ("can you come on sunday?", "sunday at 10 in the morning"),
        "pt": ("podem vir no domingo?", "domingo às 10 da manhã"),
        "es": ("¿pueden venir el domingo?", "el domingo a las 10 de la mañana"),
    },
}


def wished_in_vain(world: World, one: SimulatedBorrower) -> str | None:
    """What somebody says who wishes for such a time before they choose a window; None for most."""
    if one.has_wished:
        return None
    one.has_wished = True
    die = Random(f"wish {world.seed} {one.who.id}")
    left = die.random()
    for closed, ways in WISHES.items():
        left -= A_WISHER[closed]
        if left < 0:
            one.wished = closed
            world.count(f"closed {closed} wished for")
            return die.choice(ways[one.who.person.language])
    return None


def hears_why(world: World, one: SimulatedBorrower, body: str) -> None:
    """Other times are offered; perhaps the text says why."""
    lines = LANGUAGES[one.who.person.language].closed
    for closed, line in lines.items():
        if body.startswith(line):
            world.count(f"heard why not the {closed}")
            world.count(f"closed {closed} wished for and heard why", one.wished == closed)
    one.wished = None
