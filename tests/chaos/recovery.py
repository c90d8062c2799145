"""Is a service's work being done? Asked from outside, of the broker and the database.

Right after a fault one record is written to every partition that the service reads: a copy, byte for byte, of one that
lies there already, as any log may deliver twice. A living member of the group has to read it, find it in its inbox,
commit that to the database and commit its offset. When that has happened on all partitions, and no row to be published
and no text being posted is left in the name of a process that is gone, the service works again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
import zlib
from collections import defaultdict, deque
from collections.abc import Iterable
from typing import Any

import psycopg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from services.sandbox.conductor.lag import topics_of
from services.sandbox.retry import OUTAGES, retry

from .campaign_system import SERVICES

LOOK_EVERY_S = 0.1
SAMPLE_BYTES_MAX = 64 << 10
SAMPLES = 5
PRODUCE_MS = 120_000
Targets = dict[TopicPartition, int]


class RecoveryCheck:
    """`open` it when topics exist. It uses the broker's and the database's own ports, no proxy."""

    def __init__(self, bootstrap: str, database_url: str) -> None:
        self._bootstrap, self._database_url = bootstrap, database_url
        self._samples: defaultdict[TopicPartition, deque[Any]] = defaultdict(lambda: deque(maxlen=SAMPLES))
        self._topics = {service: topics_of(service) for service in SERVICES}
        self.copies = 0

    async def __aenter__(self) -> RecoveryCheck:
        self._producer = AIOKafkaProducer(
            bootstrap_servers=self._bootstrap, acks="all", enable_idempotence=True, request_timeout_ms=PRODUCE_MS
        )
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap, enable_auto_commit=False, auto_offset_reset="earliest"
        )
        self._admin = AIOKafkaAdminClient(bootstrap_servers=self._bootstrap)
        for client in (self._producer, self._consumer, self._admin):
            await client.start()
        names = sorted({topic for topics in self._topics.values() for topic in topics})
        described = await self._admin.describe_topics(names)
        self._partitions = [
            TopicPartition(found["topic"], each["partition"]) for found in described for each in found["partitions"]
        ]
        self._consumer.assign(self._partitions)
        self._sampling = asyncio.create_task(self._sample())
        return self

    async def __aexit__(self, *exc: object) -> None:
        self._sampling.cancel()
        await asyncio.gather(self._sampling, return_exceptions=True)
        for stop in (self._producer.stop, self._consumer.stop, self._admin.close):
            with contextlib.suppress(Exception):
                await asyncio.wait_for(stop(), 5)

    async def recovered(self, services: Iterable[str], since: float, at_most_s: float) -> float | None:
        """Seconds from `since` (monotonic) until these services all work again; None when they do not in time."""
        try:
            async with asyncio.timeout(at_most_s):
                targets = await self._write(set(services))
                for service, offsets in targets.items():
                    while not (await self._handled(service, offsets) and await self._none_left(service)):
                        await asyncio.sleep(LOOK_EVERY_S)
        except TimeoutError:
            return None
        return time.monotonic() - since

    async def _sample(self) -> None:
        while True:
            for partition, records in (await retry(lambda: self._consumer.getmany(timeout_ms=300))).items():
                for record in records:
                    # Poison is refused once for each place where it lies; a copy of it would prove nothing.
                    sound = record.value is not None and not (record.key or b"").startswith(b"poison-")
                    if sound and len(record.value) <= SAMPLE_BYTES_MAX:
                        self._samples[partition].append(record)

    async def _write(self, services: set[str]) -> dict[str, Targets]:
        """A copy to each partition that has a record; the offset that each service must have committed then."""
        read = {topic for service in services for topic in self._topics[service]}
        copied = [(at, records[0]) for at, records in list(self._samples.items()) if at.topic in read]
        written = await asyncio.gather(*(retry(lambda r=record: self._copy(r)) for _, record in copied))  # type: ignore[misc]
        self.copies += len(copied)
        ends = {at: offset + 1 for (at, _), offset in zip(copied, written, strict=True)}
        return {
            service: {at: end for at, end in ends.items() if at.topic in self._topics[service]} for service in services
        }

    async def _copy(self, record: Any) -> int:
        sent = await self._producer.send_and_wait(
            record.topic, record.value, record.key, record.partition, headers=list(record.headers)
        )
        return int(sent.offset)

    async def _handled(self, service: str, targets: Targets) -> bool:
        try:
            committed = await self._admin.list_consumer_group_offsets(f"doorstep-{service}")
        except OUTAGES:
            return False
        return all(at in committed and committed[at].offset >= end for at, end in targets.items())

    async def _none_left(self, service: str) -> bool:
        params = {"space": zlib.crc32(service.encode()) & 0x7FFFFFFF}
        try:
            async with await psycopg.AsyncConnection.connect(
                self._database_url, autocommit=True, connect_timeout=3
            ) as connection:
                await connection.execute("SELECT set_config('search_path', %s, false)", (service,))
                rows = await (await connection.execute(LEFT[service == "notifier"], params)).fetchone()
        except (psycopg.Error, OSError):
            return False
        return rows is not None and rows[0] == 0


_LIVING = """
    SELECT objid::bigint::int4 FROM pg_locks
    WHERE locktype = 'advisory' AND classid = %(space)s::int4::oid AND objsubid = 2 AND granted
"""
_ROWS = f"SELECT count(*) FROM outbox WHERE owner <> 0 AND owner NOT IN ({_LIVING})"
_TEXTS = f"SELECT count(*) FROM texts WHERE status = 'posting' AND owner NOT IN ({_LIVING})"
LEFT = {False: _ROWS, True: f"SELECT ({_ROWS}) + ({_TEXTS})"}
