"""What operators do in the simulation, in the same transaction-sized steps as the console's commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.notifier.core.inputs import INPUTS, LetterSettled
from shared.ids import derive
from shared.runtime.ports import IntakeRow

if TYPE_CHECKING:
    from .world import World


def give_up_letter(world: World, case: str) -> None:
    """Settle the letter about a record of the case that nobody could read: `dlq discard`."""
    letter, notifier = world.watch.posts.settled(case), world.databases["notifier"]
    row = notifier.dead.pop(letter, None) if letter is not None else None
    if letter is None or row is None:
        return
    world.settled.add((row.topic, row.partition, row.position))
    said = LetterSettled(letter, world.moment.at, given_up=True)
    told = IntakeRow(derive("operator", letter, case), case, world.moment.at, INPUTS.dump_json(said))
    notifier.intake[told.id] = told
    world.taken_in("notifier", told)
