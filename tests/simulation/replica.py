"""One process of one service: its ports, and its loops as tasks that the driver advances point by point."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from services.notifier.shell.look_up import LoanLookUp
from services.router.shell.look_up import PlaceOpener
from shared.privacy.keys import KeyRing
from shared.runtime.clock_watch import ClockWatch
from shared.runtime.engine import COMMON_TOPICS, RECORDS_MAX
from shared.runtime.health import Health
from shared.runtime.hearing import Hearing
from shared.runtime.machine import Machine
from shared.runtime.place_watch import PlaceWatch
from shared.runtime.ports import Unavailable
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.listen import listen
from shared.runtime.steps.look_at_clock import look_at_clock
from shared.runtime.steps.operations import carry_out
from shared.runtime.steps.relay import Relay, adopt_outbox, relay_outbox, try_refused
from shared.runtime.steps.replay import replay_parked
from shared.runtime.steps.timer_round import TIMER_LOOPS
from shared.runtime.steps.timers_and_intake import fire_timers, take_intake
from shared.runtime.steps.transact import StepContext
from shared.runtime.steps.unless_held import unless_held
from tests.memory.notifier.reads import reads as notifier_reads
from tests.memory.router import READS as ROUTER_READS
from tests.memory.runtime import (
    Crashed,
    Fault,
    MemoryClock,
    MemoryGroupOffsets,
    MemoryHearingStore,
    MemoryLog,
    MemoryOut,
    MemoryPlaces,
    MemoryStore,
    Process,
)
from tests.memory.runtime.database import REFUSED
from tests.memory.runtime.reading import Read
from tests.memory.scheduler import READS as SCHEDULER_READS

from .breakable import Breakable
from .endings import rounds_of
from .notifying import loops_of
from .people import MASTER
from .services import ROW_LOCKS, applies_of, pack
from .standing import machine_of
from .task import Task

if TYPE_CHECKING:
    from .world import World

WHILE_HELD = frozenset({"listen"})
"""What goes on while all else waits for a recovery."""
BY_CLOCK = frozenset({"consume", "timers", "intake", "replay", "operations"})
"""Loops of every service that wait by themselves while the clock is wrong."""


class Broken(Exception):
    """A bug in a decision, planted for a while: the case is parked until it is mended."""


class Replica:
    """`generation` counts the processes of the simulated machine; a paused one sleeps and does not know it."""

    def __init__(self, world: World, service: str, number: int) -> None:
        self.world, self.service, self.number = world, service, number
        self.name = f"{service}-{number}"
        self.paused = False
        self.database = world.databases[service]
        self.process = Process(self.name, faults=self._fault)
        self.clock = MemoryClock(world.moment, self.process)
        self.clock.skew = world.skew_of(service, number)
        self.clock_watch = ClockWatch(self.clock, monotonic=self._now_s)
        self.ring = KeyRing(world.keys, MASTER.wrap, self._now_s)
        made, reads = self._machine()
        self.store = MemoryStore(
            self.database, self.process, reads=reads, applies=applies_of(service, self.database, world.keys),
            row_lock=ROW_LOCKS[service], format=made.format,
        )  # fmt: skip
        self.store.start()
        topics = (*made.topics, *COMMON_TOPICS)
        group = f"doorstep-{service}"
        offsets = MemoryGroupOffsets(world.broker.group(group, topics), self.process)
        self.places = PlaceWatch(service, MemoryPlaces(self.store), offsets, lambda: self.store.owner)
        self.log = MemoryLog(world.broker, self.process, group=group, topics=topics, watch=self.places)
        self.breakers = Breakers(RECORDS_MAX)
        self.hearing, self.ledger = (
            Hearing(frozenset(made.must_hear)),
            MemoryHearingStore(self.store, lambda: self.places.life),
        )
        self.relay, self.out = Relay(), MemoryOut(world.broker, self.process)
        self.desk = StepContext(
            made,
            self.store,
            self.clock,
            MASTER,
            self.relay,
            clock_wrong=self.clock_watch.wrong,
            skips=lambda: self.places.skips,
            ring=self.ring,
        )
        self.round_due = False
        self.endpoints: dict[str, Callable[[Any], Any]] = {}
        self.tasks = self._tasks()

    def waits(self) -> bool:
        """For a recovery, or a right clock?"""
        return self.places.held() or self.clock_watch.wrong()

    def _now_s(self) -> float:
        return self.world.moment.at.timestamp()

    def _fault(self, call: str) -> Fault | None:
        world = self.world
        world.calls += 1
        if world.calls < world.next_call_trouble and not world.gone:
            return None
        return world.trouble.at_call(self, call)

    def _machine(self) -> tuple[Machine[Any], dict[str, Read]]:
        made = machine_of(self.world, self.service)
        match self.service:
            case "notifier":
                made = replace(made, look_up=LoanLookUp(self.ring, self.clock, pack(self.world.brisk)))
                reads = self.world.watch.watched_reads(notifier_reads(self.database, self.world.keys))
            case "scheduler":
                reads = SCHEDULER_READS
            case _:
                made, reads = replace(made, look_up=PlaceOpener(self.ring, self.clock, now_s=self._now_s)), ROUTER_READS
        return self._breakable(made), reads

    def _breakable(self, made: Machine[Any]) -> Machine[Any]:
        """A fault of the machine, where one is planted."""
        broken, service, world = self.world.broken, self.service, self.world

        def look(state: Any) -> None:
            if broken and (service, aggregate_of(state)) in broken:
                world.count("decision broke")
                raise Broken

        return replace(made, decider=Breakable(made.decider, look))

    def _tasks(self) -> list[Task]:
        desk, store, relay, database = self.desk, self.store, self.relay, self.database
        found = [
            Task(self, "consume", partial(consume_batch, self.log, desk, self.breakers), self._records),
            Task(self, "relay", partial(relay_outbox, relay, store, self.out), _yes, heap=relay.waiting),
            Task(self, "adopt", partial(adopt_outbox, relay, store), self._orphans, heap=database.outbox),
            Task(self, "try-refused", partial(try_refused, store), self._taken_again, heap=database.outbox),
            *(Task(self, "timers", partial(fire_timers, desk), self._timers_due) for _ in range(TIMER_LOOPS)),
            Task(self, "replay", partial(replay_parked, desk), self._asked, heap=database.parked),
            Task(self, "operations", partial(carry_out, desk), _yes, heap=database.open_operations),
        ]
        if desk.machine.inputs is not None:
            found.append(Task(self, "intake", partial(take_intake, desk), _yes, heap=database.intake))
        extra = [*(loops_of(self) if desk.machine.inputs is not None else ()), *rounds_of(self)]
        for task in extra:
            task.make = unless_held(self.clock_watch.wrong, task.make)
        found += extra
        for task in found:
            by_clock = task in extra or task.name in BY_CLOCK
            if task.name in WHILE_HELD:
                task.waits = self.clock_watch.wrong
                continue
            task.make = unless_held(self.places.held, task.make)
            task.waits = self.waits if by_clock else self.places.held
        look = partial(look_at_clock, self.clock_watch, self.ledger, Health(self.service))
        clock = Task(self, "clock", look, self.clock_watch.wrong)
        return [*found, clock, Task(self, "places", self.places.look, self._places_in_doubt)]

    def _places_in_doubt(self) -> bool:
        """Is this the database that did what was done? Or is it known that it isn't, and was that changed since?"""
        if self.places.why is not None:
            return self.database.places.held is None
        news = self.places.published != sum(self.database.places.published.values())
        return self.places.held() or self.database.places.held is not None or news

    def _records(self) -> bool:
        if self.name in self.world.still:
            return False  # Asked in vain every minute for hours, it would be most turns of the run.
        group = self.log.group
        if group.moving:
            return not any(other.busy for other in group.members if other is not self.log)
        return self.log.behind

    def _orphans(self) -> bool:
        living = self.database.living
        return not self.relay.waiting and any(
            kept.owner not in living and kept.owner != REFUSED for kept in self.database.outbox.values()
        )

    def _taken_again(self) -> bool:
        rows = self.database.outbox
        return any(kept.owner == REFUSED and self.world.refusals.is_over(kept.row) for kept in rows.values())

    def _timers_due(self) -> bool:
        now, parked = self.clock.now(), self.database.parked
        for due_at, name, _ in self.database.timers:
            if due_at > now:
                return False
            if name not in parked:
                return True
        return False

    def _asked(self) -> bool:
        return any(row.replay for row in self.database.parked.values())

    def listens(self) -> None:
        """A round of its listening, which real processes go through every other second."""
        with contextlib.suppress(Unavailable):
            drive(listen(self.hearing, self.log, self.ledger, self.breakers))

    def crash(self) -> list[str]:
        """SIGKILL. The points at which its tasks were."""
        self.process.crash()
        self.store.crash()
        points = []
        for task in self.tasks:
            if task.coro is not None:
                points.append(f"{task.name} {task.point}")
                with contextlib.suppress(Crashed):
                    task.coro.close()
                task.coro = None
        self.log.expire()
        return points

    def lose_connections(self) -> None:
        """What the server does to the sessions of a process it no longer hears of."""
        for unit in list(self.store.units):
            unit.roll_back()


def drive(coro: Coroutine[Any, Any, Any]) -> None:
    """To its end at once, whatever the others do."""
    with contextlib.suppress(StopIteration):
        while True:
            coro.send(None)


def _yes() -> bool:
    return True


def aggregate_of(state: Any) -> str:
    """The name of the case or region in a state of any of the three machines."""
    for name in ("case", "region"):
        found = getattr(state, name, None)
        if isinstance(found, str):
            return found
    return str(state.loan.case)
