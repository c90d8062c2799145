"""What ends while a run lasts. A case that is over is kept for a month at least, so some runs last for two.

Every process goes through its tables every other day then. Runs whose documents are snapshots have none of it: what is
over is told from documents, and those are of earlier versions there.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from services.notifier.shell.retention import TASKS as NOTIFIERS
from services.router.shell.retention import TASKS as ROUTERS
from services.scheduler.shell.retention import TASKS as SCHEDULERS
from shared.runtime.health import Health
from shared.runtime.steps.retention import IDLE_S, RetentionRounds
from tests.memory.notifier.retention import ENDS as NOTIFIERS_ENDS
from tests.memory.runtime.retention import COMMON, MemoryEnd, MemoryRetention
from tests.memory.scheduler_retention import ENDS as SCHEDULERS_ENDS

from .people import BEGINS, DAYS
from .rates import A_CASE_IN_A_LONG_RUN, A_CASE_THAT_ENDED
from .services import KEPT_DAYS, pack
from .task import Task

if TYPE_CHECKING:
    from .replica import Replica
    from .world import World

FIRST, EVERY = timedelta(days=KEPT_DAYS + 1), timedelta(days=2)
LONG_DAYS = 60
RUNS, OF = 8, 3
"""One run in eight is long: those of the seeds whose rest is three, where what is over is not kept for years."""
FOLDER = Path("evidence")
WITHOUT = 7
"""In one run of so many the first process of each service has no place for evidence."""
ENDS: dict[str, dict[str, MemoryEnd]] = {"notifier": NOTIFIERS_ENDS, "scheduler": SCHEDULERS_ENDS, "router": COMMON}
TASKS = {
    service: sorted((task for task in tasks if task.name in ENDS[service]), key=lambda task: task.name != "ids")
    for service, tasks in (("notifier", NOTIFIERS), ("scheduler", SCHEDULERS), ("router", ROUTERS))
}
"""Ids first: there are few days between their end and that of their cases here, and three years in a bank."""


def days_of(seed: int, brisk: bool) -> float:
    """How long a run lasts."""
    return LONG_DAYS if brisk and seed % RUNS == OF else DAYS


def plan(world: World) -> None:
    """Say to all processes when it is time."""
    if world.snapshots_every > 1 or world.days <= KEPT_DAYS:
        return
    random, borrowers = world.random, world.borrowers
    for debt in borrowers.debts.values():
        if random.random() < A_CASE_IN_A_LONG_RUN["paid-in-time-to-end"]:
            day = 4 + 16 * random.random()
            world.later(BEGINS + timedelta(days=day), partial(borrowers.does, debt, "pay"))
    at = BEGINS + FIRST
    while at < BEGINS + timedelta(days=world.days):
        world.later(at, partial(_is_due, world))
        at += EVERY


def _afterwards(world: World, case: str) -> None:
    """Of a case that is gone something is heard after all."""
    what, debt = world.drawn(A_CASE_THAT_ENDED), world.borrowers.debts.get(case)
    if what is None or debt is None:
        return
    at = world.moment.at + timedelta(days=2 * world.random.random())
    world.count(f"after the end: {what}")
    if what in ("writes", "stops"):
        one, words = world.borrowers.by_phone[debt.who.phone], "STOP" if what == "stops" else "I paid that"
        world.later(at, partial(world.borrowers.says, one, words))
    else:
        world.later(at, partial(world.borrowers.does, debt, what))


def _is_due(world: World) -> None:
    for replica in world.living:
        replica.round_due = True
    for service in TASKS:
        world.driver.stir(service)


def rounds_of(replica: Replica) -> list[Task]:
    """The loop of one process."""
    world, service = replica.world, replica.service
    if world.snapshots_every > 1:
        return []
    watch = world.watch.ended

    def ended(task: str, keys: Collection[str]) -> None:
        watch.ends(service, task, keys)
        if service == "notifier" and task == "cases":
            world.texts.ended(keys)
            texts = world.databases[service].tables["texts"].values()
            world.watch.posts.ended([text["intent"] for text in texts if text["case_id"] in keys])
            world.watch.no_visits.ended(keys)
            for case in keys:
                _afterwards(world, case)

    rounds = RetentionRounds(
        MemoryRetention(replica.store, service, ENDS[service], write=watch.written, ended=ended),
        replica.clock,
        pack(world.brisk),
        TASKS[service],
        None if world.seed % WITHOUT == 0 and replica.number == 0 else FOLDER,
        Health(service),
        monotonic=lambda: 0.0,
    )

    async def step() -> int:
        replica.round_due = await rounds.step() < IDLE_S
        world.count("something over waits for a place for evidence", rounds.health.facts.get("retention_waits"))
        return int(replica.round_due)

    return [Task(replica, "retention", step, lambda: replica.round_due)]
