"""One run: everything there is, and the driver that moves it. The seed decides all of it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from math import ceil
from random import Random
from typing import Any, TypeVar

from services.sandbox.phones.profiles import Profile
from shared.contracts.catalogue import BY_NAME
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.privacy import cipher
from shared.runtime.engine import COMMON_TOPICS
from shared.runtime.ports import IntakeRow, Record, Writes
from tests.memory.runtime import MemoryBroker, MemoryDatabase, Moment
from tests.memory.runtime.commit import apply_rows

from .borrowers import Borrowers
from .carrier import Carrier, Request
from .crews import Crews
from .driver import NEVER, Driver
from .endings import days_of, plan
from .late_commits import LateCommits
from .listening import Listening
from .operators import as_a_visit_is_asked, forget_somebody, replay
from .people import BEGINS, BORROWERS, DAYS, FLEETS, REGION, known_keys
from .rates import A_CALL, A_RUN, A_TURN, CALM_SHARE
from .refusals import Refusals
from .replica import Replica
from .services import APPLIES, SERVICES, machine, staffed
from .standing import count_states, snapshots_every
from .task import Task
from .texts import Texts
from .trace import Traced, TraceKind
from .trouble import GARBAGE, Trouble
from .watch import Watch
from .webhooks import served

K = TypeVar("K")
HEARD_BY = {
    topic: tuple(f"log {service}" for service in SERVICES if topic in (*machine(service, True).topics, *COMMON_TOPICS))
    for topic in BY_NAME
}
REPLICAS, PARTITIONS, CALM_DAYS = 2, 6, 2
LOCK_ASKED_EVERY = timedelta(seconds=0.5)
SMALL = 40
"""Small worlds find as much and are easier to read, so most are: the share of size 1 is 0.93."""


class World:
    """`calls` counts port calls, `turns` the driver's; `cells` count what may have made work, by service and log."""

    partitions = PARTITIONS

    def __init__(
        self,
        seed: int,
        *,
        traced: bool = False,
        size: int | None = None,
        without: frozenset[str] = frozenset(),
        calm: bool | None = None,
        brisk: bool | None = None,
        profile: Profile | None = None,
        days: float | None = None,
    ) -> None:
        self.seed, self.without, self.snapshots_every = seed, without, snapshots_every(seed)
        random = self.random = Random(seed)
        self.trace: list[Traced] | None = [] if traced else None
        self.seen: Counter[str] = Counter()
        self.calls = self.said = self._tickets = 0
        self.driver = Driver(self)
        self.size = size or 1 + int(BORROWERS * random.random() ** SMALL)
        drawn_brisk, drawn_calm = random.random() < 0.8, random.random() < CALM_SHARE
        self.brisk, self.calm = drawn_brisk if brisk is None else brisk, drawn_calm if calm is None else calm
        self.days, self.profile = days_of(seed, self.brisk) if days is None else days, profile
        self.staffed_days = max(DAYS, ceil(self.days))
        self.moment = Moment(BEGINS)
        self.garbage, self.gone, self.still = GARBAGE, dict[str, datetime](), dict[str, datetime]()
        self.broken, self.mended = set[tuple[str, str]](), dict[tuple[str, str], datetime]()
        self.skews: dict[tuple[str, int], timedelta] = {}
        self.thrown: dict[tuple[str, str], int] = {}
        self.agenda: list[tuple[datetime, int, Callable[[], None]]] = []
        self.keys = known_keys()
        self.broker = MemoryBroker(self.moment, partitions=PARTITIONS)
        self.databases = {service: MemoryDatabase() for service in SERVICES}
        self.listening = Listening(self)
        self.variant, self.events = int(random.random() * FLEETS), 0
        self._hire(self.variant)
        self.texts, self.trouble = Texts(self), Trouble(self)
        self.refusals, self.late_commits = Refusals(self), LateCommits(self)
        self.broker.refuses = self.refusals
        self.next_call_trouble = NEVER if self.calm else self.trouble.steps_until(A_CALL)
        self.driver.next_trouble = NEVER if self.calm else self.trouble.steps_until(A_TURN)
        self.watch = Watch(self)
        self.carrier, self.crews = Carrier(self), Crews(self)
        self.borrowers = Borrowers(self, self.size)
        self.living: list[Replica] = []
        self.requests: list[Task] = []
        for service in SERVICES:
            for number in range(REPLICAS):
                self._start(service, number)
        for service, database in self.databases.items():
            database.on_commit = lambda unit, writes, service=service: self._committed(service, unit, writes)
            database.on_intake = lambda row, service=service: self.taken_in(service, row)
        self.broker.on_append = self._appended
        count_states(self)
        plan(self)
        if random.random() < A_RUN["key-forgotten"]:
            self.later(BEGINS + timedelta(days=self.days * random.random()), lambda: forget_somebody(self))

    def _hire(self, variant: int) -> None:
        staff, router = staffed(variant, self.brisk, self.staffed_days), self.databases["router"]
        router.states[REGION], router.history[REGION] = staff.state, dict(staff.history)
        apply_rows(router.tables, APPLIES["router"], Writes(rows=list(staff.rows)))

    # What others ask of the world

    def later(self, at: datetime, what: Callable[[], None]) -> None:
        self._tickets += 1
        heapq.heappush(self.agenda, (at, self._tickets, what))

    def count(self, what: str, when: object = True) -> None:
        if when:
            self.seen[what] += 1

    def note(self, kind: TraceKind, who: str, what: str, **more: Any) -> None:
        if self.trace is not None:
            self.trace.append(Traced(self.moment.at, kind, who, what, **more))

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
        open_to = [replica for replica in self.living if replica.endpoints and not replica.paused]
        if not open_to:
            answered(None)
            return
        replica = open_to[int(self.random.random() * len(open_to))]
        endpoint = replica.endpoints[what]
        task = Task(replica, what, lambda: served(endpoint, request, answered), lambda: True, once=True)
        replica.tasks.append(task)
        task.cell.tasks.append(task)
        self.driver.stir(replica.service)

        def lost() -> None:
            """Its process died: the carrier waits in vain."""
            if task.coro is None and task.once and replica.process.dead:
                answered(None)

        self.later(self.moment.at + timedelta(seconds=15), lost)

    def mend(self, place: tuple[str, str]) -> None:
        """The bug is found; an operator asks for a replay."""
        self.broken.discard(place)
        self.mended[place] = self.moment.at
        if place[1] in self.databases[place[0]].parked:
            replay(self, *place)
        self.driver.stir(place[0])

    # Processes

    def _start(self, service: str, number: int) -> None:
        replica = Replica(self, service, number)
        self.living.append(replica)
        for task in replica.tasks:
            task.cell.tasks.append(task)
        self.driver.stir_all()

    def kill(self, replica: Replica, back_in: timedelta) -> None:
        self.living.remove(replica)
        for task in replica.tasks:
            task.cell.tasks.remove(task)
        for point in replica.crash():
            self.count(f"crash at {replica.service} {point}")
        self.note("fault", replica.name, "crash")
        self.driver.stir_all()
        self.later(self.moment.at + back_in, lambda: self._start(replica.service, replica.number))

    def taken_in(self, service: str, row: IntakeRow) -> None:
        self.driver.stir(service)
        self.watch.taken_in(row)

    def _committed(self, service: str, unit: Any, writes: Writes) -> None:
        self.driver.stir(service)
        if writes.outbox:
            self.driver.stir(f"outbox {service}")
        if service == "notifier" and writes.rows:
            self.driver.stir("texts notifier")
            self.texts.committed(writes)
        self.watch.committed(service, unit, writes)
        self.late_commits.overtaken(self.databases[service])

    def _appended(self, record: Record) -> None:
        for name in HEARD_BY[record.topic]:
            self.driver.stir(name)
        self.watch.appended(record)
        if record.topic == "appointments":
            self.crews.reads(record)
        elif record.topic == "visits":
            as_a_visit_is_asked(self, record)

    def run(self) -> World:
        """From the first day to the last, then until everything is at rest. Raises `Violation`."""
        with cipher.drawing_from(self.random.randbytes):
            ends = BEGINS + timedelta(days=self.days)
            while self._go_on(ends):
                pass
            self._grow_calm()
            rests = ends + timedelta(days=CALM_DAYS)
            for _ in range(2):  # what came due while the last was done is done too
                self.driver.stir_all()
                while self._go_on(rests):
                    pass
            self.watch.at_rest()
        return self

    def close(self) -> None:
        """End what still runs, as a crash does."""
        for replica in self.living:
            replica.crash()

    def _go_on(self, ends: datetime) -> bool:
        task = self.driver.pick()
        if task is not None:
            self.driver.turn(task)
            return True
        at = self._next_moment()
        if at > self.moment.at + LOCK_ASKED_EVERY and (task := self.driver.waiting()) is not None:
            self.moment.at += LOCK_ASKED_EVERY
            self.driver.turn(task)
            return True
        if at >= ends:
            return False
        self.moment.at = at
        self.listening.until_now()
        for name in ("notifier", "scheduler", "router", "texts notifier"):
            self.driver.stir(name)
        self.keep_agenda()
        return True

    def keep_agenda(self) -> None:
        agenda, now = self.agenda, self.moment.at
        while agenda and agenda[0][0] <= now:
            heapq.heappop(agenda)[2]()

    def _next_moment(self) -> datetime:
        now = self.moment.at
        waits = [self.agenda[0][0]] if self.agenda else []
        for service, database in self.databases.items():
            parked = database.parked
            due = next((due for due, name, _ in database.timers if name not in parked), None)
            if due is not None:
                waits += [due - self.skew_of(service, number) for number in range(REPLICAS)]
        waits += self.texts.moments()
        waits += self.listening.moments()
        return min((at for at in waits if at > now), default=now + timedelta(days=1))

    def no_more_faults(self) -> None:
        """Of processes and servers, and those that were gone are back; decisions that break do so for their time."""
        self.next_call_trouble = self.driver.next_trouble = NEVER
        self.trouble.is_over()
        self.driver.stir_all()

    def _grow_calm(self) -> None:
        """Nothing breaks any more, and what was broken is mended."""
        self.calm = True
        self.note("end", "", "calm")
        self.no_more_faults()
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
