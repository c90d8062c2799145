"""A world whose databases are put back to what they were days before, once, with all processes stopped.

What was posted, published and said in those days stays: the carrier, the people and the log know it. So whatever does
anything after that breaks a promise, until a recovery, which this world does not have.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.privacy import cipher
from tests.memory.runtime.backup import backup, put_back

from .people import BEGINS
from .services import SERVICES
from .texts import Texts
from .violation import Violation
from .world import REPLICAS, World

SAVED, PUT_BACK, ENDS = (BEGINS + timedelta(days=days) for days in (4.4, 9.6, 16))


@dataclass(frozen=True, slots=True)
class RestoredWorld:
    """`older` are the services that had read something after the backup was made; `held` those that know that they are
    older, also by what they had published."""

    world: World
    older: frozenset[str]
    held: frozenset[str]
    posted_since: int
    published_since: frozenset[str]


def restored(seed: int) -> RestoredWorld:
    """Raises `Violation` when what was promised is broken before or after."""
    world = World(seed, size=4, calm=True)
    try:
        return _restored(world)
    finally:
        world.close()  # else what its tasks were at is ended by the collector, in the middle of another test


def _restored(world: World) -> RestoredWorld:
    with cipher.drawing_from(world.random.randbytes):
        _until(world, SAVED)
        kept = {service: backup(database) for service, database in world.databases.items()}
        _until(world, PUT_BACK)
        for replica in list(world.living):
            world.living.remove(replica)
            for task in replica.tasks:
                task.cell.tasks.remove(task)
            replica.crash()
        for service, database in world.databases.items():
            put_back(database, kept[service])
        _know_texts_anew(world)
        groups = {service: world.broker.groups[f"doorstep-{service}"].committed for service in SERVICES}
        older = frozenset(
            service
            for service, committed in groups.items()
            if any(at > world.databases[service].places.at.get(place, 0) for place, at in committed.items())
        )
        sent, posts = len(world.broker.sent), len(world.carrier.messages)
        for service in SERVICES:
            for number in range(REPLICAS):
                world._start(service, number)
        _until(world, ENDS)
    held = frozenset(service for service in SERVICES if world.databases[service].places.held is not None)
    sources = frozenset(json.loads(row.value)["source"] for row in list(world.broker.sent.values())[sent:])
    return RestoredWorld(world, older, held, len(world.carrier.messages) - posts, sources)


def check(found: RestoredWorld) -> None:
    if missing := found.older - found.held:
        raise Violation("I20", ", ".join(sorted(missing)), "the database is older, and nothing holds it")
    if found.posted_since:
        raise Violation("I20", "notifier", f"{found.posted_since} texts left an older database")
    if of_older := found.held & found.published_since:
        raise Violation("I20", ", ".join(sorted(of_older)), "events came of an older database")


def _until(world: World, ends: datetime) -> None:
    while world._go_on(ends):
        pass


def _know_texts_anew(world: World) -> None:
    """As if every text that stands in the table had been written just now."""
    texts = world.texts = Texts(world)
    for intent, text in world.databases["notifier"].tables["texts"].items():
        if (held := texts._by_status.get(text["status"])) is not None:
            held[intent] = text
