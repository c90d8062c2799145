"""Runs a service as a real process on real Kafka and PostgreSQL, and looks at what it did from outside.

Tests look twenty times a second: what they look through is opened once and kept.
"""

from __future__ import annotations

import base64
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import httpx
import psycopg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from deploy.local.ports import free_port
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.contracts.loans import LoanOverdue, Overdue, Person
from shared.contracts.values import Money, Sealed
from tests.made_topics import make_catalogue
from tests.polling import until

PARTITIONS = 3


def overdue(case: str, event_id: str | None = None, *, minor: int = 500_000) -> LoanOverdue:
    """A valid overdue loan; boxes hold nothing real."""

    def box(name: str) -> Sealed:
        return Sealed(kid=f"b-{case}", of="rig", field=name, box="AAAA")

    person = Person(
        borrower=case, language="pt", zone="Europe/Lisbon", region="porto", cell="87186e4cbffffff",
        phone=box("phone"), phone_hash="0" * 64, name=box("name"), address=box("address"), home=box("home"),
        officer=box("officer"),
    )  # fmt: skip
    data = Overdue(amount=Money(minor=minor, currency="EUR"), due_since=date(2026, 8, 1), person=person)
    return LoanOverdue(id=event_id or f"{case}-1", source="bank", subject=case, time=datetime.now(UTC), data=data)


@dataclass
class Replica:
    """One process of the toy service."""

    process: subprocess.Popen[bytes]
    health_port: int
    client: httpx.AsyncClient

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def end(self) -> int:
        """SIGTERM; the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(90)

    async def ready(self) -> dict[str, Any]:
        """What `/ready` says, with `status`; empty while it does not answer."""
        try:
            answer = await self.client.get(f"http://127.0.0.1:{self.health_port}/ready", timeout=10)
        except httpx.HTTPError:
            return {}
        return {"status": answer.status_code, **answer.json()}


@dataclass
class ServiceRunner:
    database_url: str
    bootstrap: str
    prefix: str
    folder: Path
    schema: str = "toy"
    replicas: list[Replica] = field(default_factory=list)
    _client: httpx.AsyncClient = field(default_factory=lambda: httpx.AsyncClient(verify=False))
    _producer: AIOKafkaProducer | None = None
    _connection: psycopg.AsyncConnection | None = None
    _readers: dict[str, TopicReader] = field(default_factory=dict)

    def env(self, port: int) -> dict[str, str]:
        key = self.folder / "master"
        if not key.exists():
            key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
            key.chmod(0o600)
        return os.environ | {
            "DATABASE_URL": self.database_url,
            "KAFKA_BOOTSTRAP_SERVERS": self.bootstrap,
            "DOORSTEP_TOPIC_PREFIX": self.prefix,
            "DOORSTEP_MASTER_KEY_FILE": str(key),
            "DOORSTEP_HEALTH_PORT": str(port),
            "TOY_BROKEN": str(self.folder / "broken"),
        }

    def start(self, module: str = "tests.integration.runtime.toy", **env: str) -> Replica:
        port = free_port()
        log = (self.folder / f"{module}-{port}.log").open("wb")
        command = [sys.executable, "-m", module]
        with log:
            replica = Replica(subprocess.Popen(command, env=self.env(port) | env, stderr=log), port, self._client)
        self.replicas.append(replica)
        return replica

    async def send(self, events: Sequence[Event]) -> None:
        for event in events:
            await self.send_raw([(event.subject.encode(), encode(event))], event.topic, flush=False)
        await self.send_raw([])

    async def send_raw(
        self, records: Sequence[tuple[bytes | None, bytes | None]], topic: str = "loans", *, flush: bool = True
    ) -> None:
        if self._producer is None:
            self._producer = AIOKafkaProducer(bootstrap_servers=self.bootstrap, max_request_size=20 << 20)
            await self._producer.start()
        for key, value in records:
            await self._producer.send(self.prefix + topic, value, key)
        if flush:
            await self._producer.flush()

    async def published(self, topic: str) -> list[Any]:
        """All records of a topic as they are now."""
        if topic not in self._readers:
            self._readers[topic] = await TopicReader.opened(self.bootstrap, self.prefix + topic)
        return await self._readers[topic].read()

    async def read_anew(self, topic: str) -> None:
        """It was deleted and made again: who reads it begins again too."""
        await self._readers.pop(topic).close()

    async def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """Rows of the service's schema; none while it does not exist yet."""
        if self._connection is None or self._connection.closed:
            self._connection = await psycopg.AsyncConnection.connect(self.database_url, autocommit=True)
        await self._connection.execute(f"SET search_path TO {self.schema}")
        try:
            return await (await self._connection.execute(sql)).fetchall()
        except psycopg.errors.UndefinedTable:
            return []

    async def disconnect(self) -> None:
        """From the database."""
        if self._connection is not None:
            await self._connection.close()

    async def count(self, sql: str) -> int:
        rows = await self.rows(sql)
        return int(rows[0][0]) if rows else 0

    async def until(self, true: Callable[[], Awaitable[Any]], *, seconds: float = 90.0) -> float:
        """Ask until the answer is yes; how long it took. Fails after `seconds`."""
        began = time.monotonic()
        await until(true, seconds=seconds)
        return time.monotonic() - began

    async def close(self) -> None:
        for replica in self.replicas:
            if replica.process.poll() is None:
                replica.kill()
        if self._producer is not None:
            await self._producer.stop()
        if self._connection is not None:
            await self._connection.close()
        for reader in self._readers.values():
            await reader.close()
        await self._client.aclose()


@dataclass
class TopicReader:
    """All records of a topic, read on from where the last look ended."""

    consumer: AIOKafkaConsumer
    parts: list[TopicPartition]
    found: list[Any] = field(default_factory=list)

    @classmethod
    async def opened(cls, bootstrap: str, topic: str) -> TopicReader:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
        )
        await consumer.start()
        parts = [TopicPartition(topic, number) for number in range(PARTITIONS)]
        consumer.assign(parts)
        return cls(consumer, parts)

    async def read(self) -> list[Any]:
        ends = sum((await self.consumer.end_offsets(self.parts)).values())
        end = time.monotonic() + 90
        while len(self.found) < ends:
            assert time.monotonic() < end, f"{len(self.found)} of {ends} records came"
            for records in (await self.consumer.getmany(timeout_ms=500)).values():
                self.found += records
        return list(self.found)

    async def close(self) -> None:
        await self.consumer.stop()


@contextlib.asynccontextmanager
async def service_runner(database_url: str, bootstrap: str, unique: str, folder: Path) -> AsyncIterator[ServiceRunner]:
    prefix = f"t{unique}."
    await make_catalogue({"bootstrap_servers": bootstrap}, partitions=PARTITIONS, prefix=prefix)
    made = ServiceRunner(database_url, bootstrap, prefix, folder)
    try:
        yield made
    finally:
        await made.close()
