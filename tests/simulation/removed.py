"""Records that Kafka removed before notifier read them: it says so, and the bank sends them again.

Until an operator gives up the letter that says so, what was lost may be a payment: nothing counted goes out.
"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from shared.contracts.codec import decode
from shared.contracts.envelope import Event
from shared.runtime.kafka.places import REMOVED
from shared.runtime.ports import Record
from tests.memory.runtime.broker import Partition

from .operators import give_up
from .rates import A_READER_THAT_STANDS_STILL

if TYPE_CHECKING:
    from .world import World

SENT_AGAIN_WITHIN, READ_WITHIN = timedelta(hours=3), timedelta(hours=6)


def perhaps_removed(world: World, part: Partition) -> None:
    """A reader stood still for longer than the topic keeps a record."""
    if world.calm or world.drawn(A_READER_THAT_STANDS_STILL) is None:
        return
    place = world.databases["notifier"].places.at.get(part, 0)
    lost = world.broker.records.get(part, [])[place:]
    members = world.broker.groups["doorstep-notifier"].members
    if not lost or any(member.position(part) > place for member in members):
        return  # nothing is lost that somebody has in work
    world.count("records removed unread")
    world.note("fault", "", f"records-removed {part[0]}:{part[1]} from {place}")
    world.broker.remove(part, place + len(lost))
    world.watch.inputs.removed(lost)
    again = world.moment.at + SENT_AGAIN_WITHIN * world.random.random()
    world.later(again, partial(_sent_again, world, lost))
    world.later(again + READ_WITHIN, partial(_given_up, world, part, world.broker.begins[part]))


def _sent_again(world: World, lost: list[Record]) -> None:
    """What was an event; of anything else nobody knows."""
    for record in lost:
        if isinstance(decode(record.topic, record.key, record.value, record.at), Event):
            world.broker.append(record.topic, record.key, record.value, record.partition)


def _given_up(world: World, part: Partition, begins: int) -> None:
    """Once all is read that was sent again; not if more was removed meanwhile, of which that is not known yet."""
    if world.broker.begins[part] > begins:
        return  # whoever sends that again gives up both
    for letter in [row.id for row in world.databases["notifier"].dead.values()
                   if row.code == REMOVED and (row.topic, row.partition) == part]:  # fmt: skip
        give_up(world, letter)
    if world.databases["notifier"].places.at.get(part, 0) < world.broker.begins[part]:
        world.later(world.moment.at + READ_WITHIN, partial(_given_up, world, part, begins))
