"""What benchmarks stand on: a durable PostgreSQL and a Kafka of their own, databases, topics and settings for services.

Everything is thrown away at the end.
"""

from __future__ import annotations

import base64
import logging
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from aiokafka.admin import AIOKafkaAdminClient

from deploy.local import test_servers
from deploy.local.ports import free_port
from shared.runtime.clock import write_moment
from shared.runtime.kafka.topics import create_topics

from .costs import Costs, listener, postmaster

NIGHT = datetime(2026, 10, 6, 2, tzinfo=UTC)
"""Texts are not due at night, so nothing but the pipeline is measured; the decision knows the morning."""
EMPTY = "import asyncio; asyncio.run(asyncio.sleep(3600))"
"""The program of a process that does nothing, for a baseline."""


@dataclass(frozen=True, slots=True)
class Stand:
    """`postgres` is the address of the server's own database, `kafka` the bootstrap address."""

    folder: Path
    postgres: str
    kafka: str

    @property
    def connection(self) -> dict[str, Any]:
        return {"bootstrap_servers": self.kafka}

    def costs(self, pids: dict[str, list[int]], url: str | None = None) -> Costs:
        """Of these processes (by name), of Kafka, and with `url` of PostgreSQL and that database."""
        servers = {"Kafka": [listener(self.kafka)]}
        if url is not None:
            servers["PostgreSQL"] = [postmaster(url)]
        return Costs({**pids, **servers}, url)


@contextmanager
def stand() -> Iterator[Stand]:
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    try:
        postgres = test_servers.address("durable-postgres", folder / "postgres")
        yield Stand(folder, postgres, test_servers.address("kafka", folder / "kafka"))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)


@asynccontextmanager
async def topics(stand: Stand, prefix: str, partitions: int) -> AsyncIterator[None]:
    """All topics under `prefix`, deleted afterwards: clients are told of every topic there is, which later runs would
    pay for."""
    await create_topics(stand.connection, partitions=partitions, prefix=prefix)
    try:
        yield
    finally:
        admin = AIOKafkaAdminClient(**stand.connection)
        await admin.start()
        try:
            await admin.delete_topics([name for name in await admin.list_topics() if name.startswith(prefix)])
        finally:
            await admin.close()


@contextmanager
def database(postgres: str, template: str = "template0") -> Iterator[str]:
    """A database for one run, empty or a copy of the database named `template`; dropped afterwards."""
    name = f"bench_{uuid4().hex[:12]}"
    base, _, query = postgres.partition("?")
    copied = "" if template == "template0" else " STRATEGY file_copy"
    with psycopg.connect(postgres, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}{copied}".encode())
        try:
            yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def named(url: str) -> str:
    """The database's name in its address."""
    return url.partition("?")[0].rpartition("/")[2]


def unset() -> dict[str, str]:
    """The environment without what is set here for Doorstep, but for where it keeps what it fetched."""
    own = ("DOORSTEP_", "TWILIO_", "KAFKA_")
    return {name: v for name, v in os.environ.items() if name == "DOORSTEP_CACHE" or not name.startswith(own)}


def settings(folder: Path, url: str, bootstrap: str, prefix: str, at: datetime = NIGHT) -> dict[str, str]:
    """Of a service that works at `at`, where the virtual clock in `folder` is made by the first who asks."""
    key, clock = folder / "master", folder / "clock"
    if not key.exists():
        key.write_bytes(base64.urlsafe_b64encode(os.urandom(32)))
        key.chmod(0o600)
    if not clock.exists():
        write_moment(clock, at)
    port = free_port()
    return {
        "DATABASE_URL": url,
        "KAFKA_BOOTSTRAP_SERVERS": bootstrap,
        "DOORSTEP_TOPIC_PREFIX": prefix,
        "DOORSTEP_MASTER_KEY_FILE": str(key),
        "DOORSTEP_CLOCK_FILE": str(clock),
        "DOORSTEP_HEALTH_PORT": "0",
        "DOORSTEP_WEBHOOK_PORT": str(port),
        "DOORSTEP_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "TWILIO_API_URL": "http://127.0.0.1:9",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "not-a-real-token-at-all",
        "TWILIO_FROM": "+15005550006",
    }
