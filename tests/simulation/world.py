"""One run: everything there is, and the hand that drives it. The seed decides all of it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, TypeVar

from shared.contracts.catalogue import BY_NAME
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.privacy import cipher
from shared.privacy.keys import MemoryKeys
from shared.runtime.engine import SWITCHES
from shared.runtime.memory import MemoryBroker, MemoryDatabase, Moment
from shared.runtime.memory.broker import Group
from shared.runtime.memory.store import Read
from shared.runtime.ports import Conflict, IntakeRow, Record, Unavailable, Writes

from .carrier import Carrier, Request, served
from .crews import Crews
from .people import BEGINS, BORROWERS, COLLECTORS, DAYS, FLEETS, REGION, data_keys
from .rates import A_CALL, A_RUN, A_TURN, CALM_SHARE
from .replica import CELL_OF, Cell, Replica, Task
from .services import SERVICES, machine, staffed
from .street import Street
from .texts import Texts
from .trouble import GARBAGE, NEVER, Trouble
from .violation import Violation
from .watch import Watch

K = TypeVar("K")
REPLICAS, PARTITIONS = 2, 6
TICK = timedelta(milliseconds=7)
BACKOFF = timedelta(seconds=1)
BACKOFFS_MAX = 6
DECIDING = frozenset({"consume", "timers", "intake", "replay"})
HEARD_BY = {
    topic: tuple(f"log {service}" for service in SERVICES if topic in (*machine(service, True).topics, SWITCHES))
    for topic in (*BY_NAME, SWITCHES)
}
IDLE_SHARE = 0.1
"""Turns given to any loop at all, whether it has work or not, as real loops poll."""
CALM_DAYS = 2
SMALL = 14
"""Small worlds find as much and are easier to read, so most are: the share of size 1 is 0.8."""
TURNS_MAX = 150_000


def _over() -> bool:
    return False


class World:
    """`calls` counts port calls, `turns` the driver's; `cells` count what may have made work, by service and log."""

    partitions = PARTITIONS

    def __init__(self, seed: int, *, traced: bool = False, size: int | None = None) -> None:
        self.seed = seed
        random = self.random = Random(seed)
        self.trace: list[str] | None = [] if traced else None
        self.seen: Counter[str] = Counter()
        self.calls = self.turns = self.said = 0
        kinds = {"", *CELL_OF.values()}
        self.cells = {kind + service: Cell(kind + service) for service in SERVICES for kind in sorted(kinds)}
        self._stirred: list[Cell] = []
        self.size = size or 1 + int(BORROWERS * random.random() ** SMALL)
        self.brisk, self.calm = random.random() < 0.8, random.random() < CALM_SHARE
        self.moment = Moment(BEGINS)
        self.garbage = GARBAGE
        self.gone: dict[str, datetime] = {}
        self.broken: set[tuple[str, str]] = set()
        self.skews: dict[tuple[str, int], timedelta] = {}
        self.thrown: dict[tuple[str, str], int] = {}
        self._agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self._tickets = 0
        self.keys = MemoryKeys()
        self.keys.put(data_keys())
        self.broker = MemoryBroker(self.moment, partitions=PARTITIONS)
        self.databases = {service: MemoryDatabase() for service in SERVICES}
        self.variant, self.events = int(random.random() * FLEETS), 0
        self._hire(self.variant)
        self.texts = Texts(self)
        self.trouble = Trouble(self)
        self.next_call_trouble = NEVER if self.calm else self.trouble.steps_until(A_CALL)
        self._next_turn_trouble = NEVER if self.calm else self.trouble.steps_until(A_TURN)
        self.watch = Watch(self)
        self.carrier, self.crews = Carrier(self), Crews(self)
        self.street = Street(self, self.size)
        self.living: list[Replica] = []
        self.requests: list[Task] = []
        self._ready: list[Task] = []
        self._blocked: list[Task] = []
        self._generations: dict[Group, int] = {}
        for service in SERVICES:
            for number in range(REPLICAS):
                self._start(service, number)
        for service, database in self.databases.items():
            database.on_commit = lambda unit, writes, service=service: self._committed(service, unit, writes)  # type: ignore[misc]
            database.on_intake = lambda row, service=service: self._taken_in(service, row)  # type: ignore[misc]
        self.broker.on_append = self._appended
        if random.random() < A_RUN["key-forgotten"]:
            self.later(BEGINS + timedelta(days=DAYS * random.random()), self._forget_somebody)

    def _hire(self, variant: int) -> None:
        staff, router = staffed(variant, self.brisk), self.databases["router"]
        router.states[REGION] = staff.state
        router.history[REGION] = dict(staff.history)

    # What others ask of the world

    def later(self, at: datetime, what: Callable[[], None]) -> None:
        self._tickets += 1
        heapq.heappush(self._agenda, (at, self._tickets, what))

    def count(self, what: str, when: object = True) -> None:
        if when:
            self.seen[what] += 1

    def note(self, line: str) -> None:
        if self.trace is not None:
            self.trace.append(f"{self.moment.at:%d %H:%M:%S.%f} {line}")

    def drawn(self, rates: dict[K, float]) -> K | None:
        """One of the fates, each with its rate; mostly none."""
        left = self.random.random()
        for fate, rate in rates.items():
            left -= rate
            if left < 0:
                return fate
        return None

    def skew_of(self, service: str, number: int) -> timedelta:
        return self.skews.get((service, number), timedelta(0))

    def say(self, event: Event) -> None:
        """Somebody outside publishes an event; the broker acknowledges it."""
        key = event.subject
        self.broker.append(event.topic, key.encode(), encode(event), self.broker.partition_of(event.topic, key))

    def request(self, what: str, request: Request, answered: Callable[[int | None], None]) -> None:
        """A request reaches one of the living notifiers, or nobody."""
        open_to = [replica for replica in self.living if replica.hook is not None and not replica.paused]
        if not open_to:
            answered(None)
            return
        replica = open_to[int(self.random.random() * len(open_to))]
        assert replica.hook is not None
        endpoint: Callable[[Any], Any] = replica.hook.routes()[what == "reply"].endpoint
        task = Task(replica, what, lambda: served(endpoint, request, answered), lambda: True, once=True)
        replica.tasks.append(task)
        task.cell.tasks.append(task)
        self.stir(replica.service)

        def lost() -> None:
            """Its process died: the carrier waits in vain."""
            if task.coro is None and task.once and replica.process.dead:
                answered(None)

        self.later(self.moment.at + timedelta(seconds=15), lost)

    def watched_reads(self, reads: dict[str, Read]) -> dict[str, Read]:
        return self.watch.watched_reads(reads)

    def mend(self, place: tuple[str, str]) -> None:
        """The bug is found; the operator asks for a replay."""
        self.broken.discard(place)
        parked = self.databases[place[0]].parked
        if place[1] in parked:
            self.databases[place[0]].ask_replay(place[1])
        self.stir(place[0])

    def _forget_somebody(self) -> None:
        one = self.random.choice(list(self.street.by_phone.values()))
        self.watch.forgotten.add(f"b-{one.who.id}")
        self.keys.drop(f"b-{one.who.id}")
        self.count("key forgotten")

    # Processes

    def _start(self, service: str, number: int) -> None:
        replica = Replica(self, service, number)
        self.living.append(replica)
        for task in replica.tasks:
            task.cell.tasks.append(task)
        self.stir_all()

    def kill(self, replica: Replica, back_in: timedelta) -> None:
        self.living.remove(replica)
        for task in replica.tasks:
            task.cell.tasks.remove(task)
        for point in replica.crash():
            self.count(f"crash at {replica.service} {point}")
        self.note(f"crash {replica.name}")
        self.stir_all()
        self.later(self.moment.at + back_in, lambda: self._start(replica.service, replica.number))

    def stir(self, name: str) -> None:
        """Something happened that may have made work for the loops at this cell."""
        cell = self.cells[name]
        cell.number += 1
        if not cell.stirred:
            cell.stirred = True
            self._stirred.append(cell)

    def stir_all(self) -> None:
        for name in self.cells:
            self.stir(name)

    def _taken_in(self, service: str, row: IntakeRow) -> None:
        self.stir(service)
        self.watch.taken_in(row)

    def _committed(self, service: str, unit: Any, writes: Writes) -> None:
        self.stir(service)
        if writes.outbox:
            self.stir(f"outbox {service}")
        if service == "notifier" and writes.rows:
            self.stir("texts notifier")
            self.texts.committed(writes)
        self.watch.committed(service, unit, writes)

    def _appended(self, record: Record) -> None:
        for name in HEARD_BY[record.topic]:
            self.stir(name)
        self.watch.appended(record)
        if record.topic == "appointments":
            self.crews.reads(record)

    # The hand

    def run(self) -> World:
        """From the first day to the last, then until everything is at rest. Raises `Violation`."""
        with cipher.drawing_from(self.random.randbytes):
            ends = BEGINS + timedelta(days=DAYS)
            while self._go_on(ends):
                pass
            self._grow_calm()
            rests = ends + timedelta(days=CALM_DAYS)
            while self._go_on(rests):
                pass
            self.watch.at_rest()
        return self

    def close(self) -> None:
        """End what still runs, as a crash does."""
        for replica in self.living:
            replica.crash()

    def _go_on(self, ends: datetime) -> bool:
        task = self._pick()
        if task is not None:
            self._turn(task)
            return True
        at = self._next_moment()
        if at >= ends:
            return False
        self.moment.at = at
        for name in ("notifier", "scheduler", "router", "texts notifier"):
            self.stir(name)
        self._keep_agenda()
        return True

    def _keep_agenda(self) -> None:
        agenda, now = self._agenda, self.moment.at
        while agenda and agenda[0][0] <= now:
            heapq.heappop(agenda)[2]()

    def _pick(self) -> Task | None:
        """A loop that has work, mostly; now and then any loop. None when there is no work at all."""
        if self._agenda and self._agenda[0][0] <= self.moment.at:
            self._keep_agenda()
        ready, random = self._ready, self.random.random
        if self._stirred:
            self._gather()
        while ready:
            index = int(random() * len(ready))
            task = ready[index]
            if self._may_go(task):
                if random() < IDLE_SHARE and self.living:
                    tasks = self.living[int(random() * len(self.living))].tasks
                    other = tasks[int(random() * len(tasks))]
                    if not other.replica.paused and not other.once and other.coro is None and other.after is None:
                        if not other.queued:
                            other.queued = True
                            ready.append(other)
                        return other
                return task
            task.queued = False
            ready[index] = ready[-1]
            ready.pop()
        return self._waiting()

    def _waiting(self) -> Task | None:
        """Nobody has work. Who waits for a lock asks again, until patience ends."""
        for task in self._blocked:
            if task.blocked and not task.replica.paused and not task.replica.process.dead:
                self._blocked.remove(task)
                task.queued = True
                self._ready.append(task)
                return task
        return None

    def _may_go(self, task: Task) -> bool:
        replica = task.replica
        if replica.process.dead or replica.paused:
            return False
        if task.coro is not None:
            return not task.blocked or task.seen != self.cells[replica.service].number
        if task.after is not None:
            if task.after > self.moment.at:
                return False
            task.after = None
        return task.seen != task.cell.number and task.wanted()

    def _gather(self) -> None:
        """Loops at cells that were stirred, if they have work, join those that are ready."""
        for cell in self._stirred:
            cell.stirred = False
            for task in cell.tasks:
                if not task.queued and self._may_go(task):
                    task.queued = True
                    self._ready.append(task)
        self._stirred.clear()
        if self._blocked:
            for task in self._blocked:
                if not task.queued and self._may_go(task):
                    task.queued = True
                    self._ready.append(task)
            self._blocked = [task for task in self._blocked if task.blocked and not task.queued]

    def _turn(self, task: Task) -> None:
        self.turns += 1
        if self.turns >= self._next_turn_trouble:
            self._next_turn_trouble = self.turns + self.trouble.steps_until(A_TURN)
            self.trouble.at_turn()
            if task.replica.process.dead or task.replica.paused:
                return
        if self.turns > TURNS_MAX:
            raise Violation("I10", "the run", f"not at rest after {TURNS_MAX} turns")
        if task.coro is None:
            task.coro, task.began = task.make(), task.cell.number
        try:
            point = task.coro.send(None)
        except StopIteration as stop:
            self._ended(task, stop.value)
        except Conflict:
            self._ended(task, 1)
        except Unavailable:
            self._failed(task)
        else:
            task.point, task.blocked = point.name, point.blocked
            if point.blocked:
                task.seen = self.cells[task.replica.service].number
                self._blocked.append(task)
            if self.trace is not None:
                self.note(f"{task.replica.name} {task.name}: {point.name}{' waits' if point.blocked else ''}")

    def _ended(self, task: Task, done: Any) -> None:
        task.coro, task.blocked, task.point, task.failures = None, False, "", 0
        self.moment.at += TICK
        if task.once:
            task.wanted = _over
            task.replica.tasks.remove(task)
            task.cell.tasks.remove(task)
        if done:
            self.stir(task.cell.name)
            if task.name in DECIDING:
                self.stir(task.replica.service)
        else:
            task.seen = task.began
        if task.replica.relay.waiting:
            self.stir(f"outbox {task.replica.service}")
        if task.name == "consume":
            self._follow(task)

    def _follow(self, task: Task) -> None:
        """After a rebalance everybody has something to read."""
        group = task.replica.log.group
        if group.moving or group.generation != self._generations.get(group):
            self._generations[group] = group.generation
            self.stir(task.cell.name)

    def _failed(self, task: Task) -> None:
        """As the loops of a service do: wait, ever longer, and try again."""
        failures = min(task.failures + 1, BACKOFFS_MAX)
        blocked = any(other.blocked for replica in self.living for other in replica.tasks)
        self._ended(task, blocked)
        task.failures, task.after, task.seen = failures, self.moment.at + BACKOFF * 2**failures, -1
        self.later(task.after, partial(self.stir, task.cell.name))
        for name in (task.cell.name, task.replica.service, f"outbox {task.replica.service}"):
            self.stir(name)

    def _next_moment(self) -> datetime:
        now = self.moment.at
        waits = [self._agenda[0][0]] if self._agenda else []
        for service, database in self.databases.items():
            parked = database.parked
            due = next((due for due, name, _ in database.timers if name not in parked), None)
            if due is not None:
                waits += [due - self.skew_of(service, number) for number in range(REPLICAS)]
        waits += self.texts.moments()
        return min((at for at in waits if at > now), default=now + timedelta(days=1))

    def _grow_calm(self) -> None:
        """Nothing breaks any more, and what was broken is mended."""
        self.calm = True
        self.note("calm")
        self.next_call_trouble = self._next_turn_trouble = NEVER
        self.gone.clear()
        self.skews.clear()
        for replica in self.living:
            replica.clock.skew = timedelta(0)
            if replica.paused:
                replica.paused = False
                replica.lose_connections()
        for place in list(self.broken):
            self.mend(place)
        for service, database in self.databases.items():
            for name in list(database.parked):
                self.mend((service, name))
        self.stir_all()


__all__ = ["COLLECTORS", "World"]
