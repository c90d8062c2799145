"""The three services without their loops, on one real database, and a log between them in memory."""

from __future__ import annotations

import zlib
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from services.notifier import bootstrap as notifier
from services.notifier.shell.look_up import LoanLookUp
from services.notifier.shell.retention import TASKS as NOTIFIERS
from services.router import bootstrap as router
from services.router.shell.look_up import PlaceOpener
from services.router.shell.retention import TASKS as ROUTERS
from services.scheduler import bootstrap as scheduler
from services.scheduler.shell.retention import TASKS as SCHEDULERS
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.policy import Pack
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.engine import COMMON_TOPICS
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Clock, Record
from shared.runtime.retention import RetentionTask
from shared.runtime.steps.consume import sort_out
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.timers_and_intake import fire_timers, take_intake
from shared.runtime.steps.transact import StepContext, transact
from shared.runtime.steps.whose import for_their_persons

MASTER = MasterKeys.of(bytes(range(32)))
TASKS: Mapping[str, tuple[RetentionTask, ...]] = {"notifier": NOTIFIERS, "scheduler": SCHEDULERS, "router": ROUTERS}
QUERIES = {"notifier": notifier.QUERIES, "scheduler": scheduler.QUERIES, "router": router.QUERIES}


@dataclass(slots=True)
class YearLog:
    """Topics in memory: what nobody has read yet, and how many bytes of each were `published` on which day."""

    clock: Clock
    unread: dict[str, deque[Record]] = field(default_factory=dict)
    readers: dict[str, list[str]] = field(default_factory=dict)
    published: Counter[tuple[str, datetime]] = field(default_factory=Counter)
    offsets: Counter[str] = field(default_factory=Counter)
    heard: dict[str, Callable[[str, bytes], None]] = field(default_factory=dict)

    def say(self, event: Event) -> None:
        self.append(event.topic, event.subject, encode(event))

    def append(self, topic: str, key: str, value: bytes) -> None:
        now = self.clock.now()
        self.offsets[topic] += 1
        self.published[topic, now.replace(hour=0, minute=0, second=0, microsecond=0)] += len(value) + len(key)
        record = Record(topic, zlib.crc32(key.encode()) % 6, self.offsets[topic], key.encode(), value, now)
        for reader in self.readers.get(topic, ()):
            self.unread[reader].append(record)
        if topic in self.heard:
            self.heard[topic](topic, value)


@dataclass(slots=True)
class YearService:
    name: str
    store: PgStore
    desk: StepContext
    log: YearLog
    ring: KeyRing
    due: datetime | None = None

    async def step(self) -> int:
        """Decide on all that is there, and publish what follows; how much that was. Looks only where there may be
        something: a year has many moments. `due` is the next timer."""
        done = await self._read()
        if self.store.intake_came.is_set():
            self.store.intake_came.clear()
            while taken := await take_intake(self.desk):
                done += taken
        if done:
            self.due = await self.store.next_due()
        while self.due is not None and self.due <= self.desk.clock.now():
            done += await fire_timers(self.desk)
            self.due = await self.store.next_due()
        return done + await self._publish()

    async def _read(self) -> int:
        waiting = self.log.unread[self.name]
        records = [waiting.popleft() for _ in range(min(500, len(waiting)))]
        if records:
            inputs, apart = sort_out(self.desk, records, self.desk.clock.now())
            await transact(self.desk, inputs, await for_their_persons(self.desk, apart))
        return len(records)

    async def _publish(self) -> int:
        rows = [self.desk.relay.waiting.popleft() for _ in range(len(self.desk.relay.waiting))]
        if not rows:
            return 0
        for row in rows:
            self.log.append(row.topic, row.key, row.value)
        await self.store.published([row.id for row in rows])
        return len(rows)


def machine_of(name: str, pack: Pack, ring: KeyRing, clock: Clock) -> Any:
    match name:
        case "notifier":
            return notifier.machine(pack, LoanLookUp(ring, clock, pack, None))
        case "scheduler":
            return scheduler.machine(pack, MASTER)
        case _:
            return router.machine(pack, PlaceOpener(ring, clock))


@asynccontextmanager
async def services_of(url: str, pack: Pack, clock: Clock, log: YearLog) -> AsyncIterator[dict[str, YearService]]:
    """All three, started on their databases' schemas, which are there."""
    made: dict[str, YearService] = {}
    try:
        for name in TASKS:
            store = PgStore(url, name, QUERIES[name])
            await store.start()
            ring = KeyRing(PgKeys(store), MASTER.wrap)
            machine = machine_of(name, pack, ring, clock)
            desk = StepContext(machine, store, clock, MASTER, Relay(), ring=ring)
            made[name] = YearService(name, store, desk, log, ring)
            log.unread[name] = deque()
            for topic in (*machine.topics, *COMMON_TOPICS):
                log.readers.setdefault(topic, []).append(name)
        yield made
    finally:
        for service in made.values():
            await service.store.close()
