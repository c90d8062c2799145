"""Two processes of a toy on one real PostgreSQL and a broker in memory; a fault may be planted in any step."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import psycopg

from shared.contracts.codec import encode
from shared.privacy.master import MasterKeys
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Conflict, Unavailable
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay, adopt_outbox, relay_outbox
from shared.runtime.steps.replay import replay_parked
from shared.runtime.steps.timers_and_intake import fire_timers, take_intake
from shared.runtime.steps.transact import StepContext
from tests.memory.runtime import Crashed, MemoryBroker, MemoryClock, MemoryLog, MemoryOut, Moment
from tests.polling import until

from .failing_store import FailingStore, FaultInjector, PlantedFault
from .scripted_toy import ORDERS, Order, machine
from .service_runner import overdue

SERVICE = "toy"
KEYS = MasterKeys.of(b"k" * 32)
NOON = datetime(2026, 10, 24, 12, tzinfo=UTC)
RECORDS_MAX, EVENTS_MAX = 3, 2
STEPS = ("consume", "relay", "adopt", "timers", "intake", "replay")
TABLES = ("inbox", "states", "history", "timers", "outbox", "parked", "parked_events", "dead_letters", "intake",
          "processes")  # fmt: skip
SEEN = """
SELECT json_build_object(
    'history', (SELECT coalesce(json_agg(h ORDER BY aggregate, version), '[]') FROM toy.history h),
    'states', (SELECT coalesce(json_agg(json_build_array(aggregate, version, encode(doc, 'escape'))), '[]') FROM toy.states),
    'timers', (SELECT coalesce(json_agg(t), '[]') FROM toy.timers t),
    'queued', (SELECT coalesce(json_agg(q ORDER BY seq), '[]') FROM toy.parked_events q),
    'parked', (SELECT coalesce(json_agg(aggregate), '[]') FROM toy.parked),
    'dead', (SELECT coalesce(json_agg(id), '[]') FROM toy.dead_letters),
    'intake', (SELECT coalesce(json_agg(id), '[]') FROM toy.intake),
    'outbox', (SELECT count(*) FROM toy.outbox))
"""  # noqa: E501


@dataclass
class Replica:
    faults: FaultInjector
    store: PgStore
    log: MemoryLog
    relay: Relay
    steps: dict[str, Callable[[], Awaitable[int]]]


class TwoReplicas:
    """What survives a process: the database, the broker, and the time of day. `broken`: orders that break the toy."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.moment = Moment(NOON)
        self.broker = MemoryBroker(self.moment, partitions=2)
        self.broken: set[Order] = set()
        self.machine = machine(self.broken)
        self.replicas: list[Replica] = []

    async def open(self) -> None:
        self.admin = await psycopg.AsyncConnection.connect(self.url, autocommit=True)
        await self.admin.execute("; ".join(f"DELETE FROM toy.{table}" for table in TABLES).encode())
        self.replicas = [await self.start() for _ in range(2)]

    async def close(self) -> None:
        for replica in self.replicas:
            await replica.store.close()
        await self.admin.close()

    async def start(self) -> Replica:
        """A process that has just started: a new owner, a new member of the group, nothing in memory."""
        faults, store, relay = FaultInjector(), PgStore(self.url, SERVICE), Relay()
        await store.start()
        log = MemoryLog(self.broker, faults.process, group=SERVICE, topics=self.machine.topics)
        out, clock = MemoryOut(self.broker, faults.process), MemoryClock(self.moment, faults.process)
        failing_store = FailingStore(store, faults)
        desk = StepContext(self.machine, failing_store, clock, KEYS, relay)
        steps: dict[str, Callable[[], Awaitable[int]]] = {
            "consume": partial(consume_batch, log, desk, Breakers(RECORDS_MAX)),
            "relay": partial(relay_outbox, relay, failing_store, out),
            "adopt": partial(adopt_outbox, relay, failing_store),
            "timers": partial(fire_timers, desk),
            "intake": partial(take_intake, desk),
            "replay": partial(replay_parked, desk, events_max=EVENTS_MAX),
        }
        return Replica(faults, store, log, relay, steps)

    async def work(self, who: int, step: str, fault: PlantedFault | None = None) -> int:
        """One step of one process; how much it did. A process that dies is replaced by another one."""
        replica = self.replicas[who]
        replica.faults.fault = fault
        try:
            return await replica.steps[step]()
        except (Conflict, Unavailable):
            return 1
        except Crashed:
            await self.kill(who)
            return 1
        finally:
            replica.faults.fault = None

    async def kill(self, who: int) -> None:
        """SIGKILL: its connections are gone when this returns, and the group knows."""
        replica = self.replicas[who]
        replica.faults.process.crash()
        # Of this database only: tests beside this one have owners of the same numbers in theirs.
        here = "database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        theirs = f"FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND objid = %s AND {here}"
        await self.ask(f"SELECT count(pg_terminate_backend(pid)) {theirs}", replica.store.owner)
        gone = f"SELECT count(*) = 0 {theirs}"
        await until(lambda: self.ask(gone, replica.store.owner), every=0.005)
        await replica.store.close()
        replica.log.busy = False
        replica.log.expire()
        self.replicas[who] = await self.start()

    async def pause_past_its_lease(self, who: int) -> None:
        """It polls, stands still until the group gives its partitions away, and goes on as if nothing had been."""
        replica = self.replicas[who]
        paused = replica.faults.paused = asyncio.Event()
        work, sleeping = asyncio.ensure_future(self.work(who, "consume")), asyncio.ensure_future(paused.wait())
        await asyncio.wait({work, sleeping}, return_when=asyncio.FIRST_COMPLETED)
        sleeping.cancel()
        replica.faults.paused = None
        if not work.done():
            replica.log.expire()
            for _ in range(2):
                await self.work(1 - who, "consume")
        replica.faults.resumed.set()
        await work
        replica.faults.resumed.clear()

    async def ask(self, question: str, *params: Any) -> Any:
        cursor = await self.admin.execute(question.encode(), params)
        row = await cursor.fetchone() if cursor.description else None
        return None if row is None else row[0]

    async def look(self) -> dict[str, Any]:
        """All that the database holds, read at one moment."""
        found = await self.ask(SEEN)
        assert isinstance(found, dict)
        return found

    def say(self, case: str, event_id: str, order: Order) -> None:
        """The bank says so, perhaps not for the first time."""
        event = overdue(case, event_id, minor=ORDERS[order]).model_copy(update={"time": NOON})
        part = self.broker.partition_of("loans", case)
        self.broker.append("loans", case.encode(), encode(event), part)

    def sent(self, topic: str) -> dict[str, list[tuple[str, str]]]:
        """What was published on a topic, in order, by aggregate: id and cause; what was published twice, once."""
        found: dict[str, dict[str, str]] = {}
        for (its_topic, _, _), row in self.broker.sent.items():
            if its_topic == topic:
                found.setdefault(row.aggregate, {})[str(row.id)] = json.loads(row.value).get("causationid", "")
        return {aggregate: list(rows.items()) for aggregate, rows in found.items()}

    def lag(self) -> int:
        return self.broker.lag(self.replicas[0].log.group)
