"""A real notifier process on real Kafka and PostgreSQL, with a clock that stands still, looked at from outside."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import psutil
from aiokafka import AIOKafkaConsumer, TopicPartition

from deploy.local.ports import free_port
from services.notifier.bootstrap import MIGRATIONS
from shared.privacy.master import MasterKeys
from shared.runtime.clock import write_moment
from shared.runtime.pg.migrate import migrate
from tests.integration.runtime.service_runner import PARTITIONS, Replica, ServiceRunner, service_runner
from tests.unit.sandbox.twin_on_loopback import OURS, SID, TOKEN

from .corpus import NOW

PUBLIC_URL = "https://bank.example/hooks"
PATIENCE_S = 90


@dataclass
class RunningNotifier:
    """One process of notifier. `web_port` is where its webhook listens."""

    runner: ServiceRunner
    replica: Replica
    web_port: int
    folder: Path

    @property
    def keys(self) -> MasterKeys:
        return MasterKeys.read(self.folder / "master")

    def alive(self) -> bool:
        return self.replica.process.poll() is None

    def memory_bytes(self) -> int:
        return int(psutil.Process(self.replica.process.pid).memory_info().rss)

    def logged(self) -> str:
        return "".join(path.read_text() for path in self.folder.glob("*.log"))

    async def told(self) -> str:
        """All that it says over HTTP: metrics, and what it thinks of itself."""
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.replica.health_port}", timeout=10) as client:
            return "\n".join([(await client.get(path)).text for path in ("/metrics", "/ready", "/live")])

    async def hear(self, topic: str, number: int) -> list[Any]:
        """The records of a topic from its beginning, once there are as many; no question is asked again and again."""
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self.runner.bootstrap, isolation_level="read_committed", auto_offset_reset="earliest"
        )
        await consumer.start()
        try:
            consumer.assign([TopicPartition(self.runner.prefix + topic, part) for part in range(PARTITIONS)])
            found: list[Any] = []
            async with asyncio.timeout(PATIENCE_S):
                while len(found) < number:
                    for records in (await consumer.getmany(timeout_ms=1000)).values():
                        found += records
                    assert self.alive()
            return found
        finally:
            await consumer.stop()


@asynccontextmanager
async def running_notifier(
    database_url: str, bootstrap: str, unique: str, folder: Path, carrier_url: str = "", files: int | None = None
) -> AsyncIterator[RunningNotifier]:
    """Its tables are there and it is starting. Without a carrier every post is refused before a byte has left.

    `files` is how many it may open, where that is less than usual (Linux only).
    """
    clock = folder / "clock"
    write_moment(clock, NOW)
    await migrate(database_url, "notifier", MIGRATIONS)
    async with service_runner(database_url, bootstrap, unique, folder) as made:
        made.schema = "notifier"
        port = free_port()
        replica = made.start(
            "services.notifier",
            DOORSTEP_CLOCK_FILE=str(clock),
            DOORSTEP_WEBHOOK_PORT=str(port),
            DOORSTEP_PUBLIC_URL=PUBLIC_URL,
            TWILIO_ACCOUNT_SID=SID,
            TWILIO_AUTH_TOKEN=TOKEN,
            TWILIO_FROM=OURS,
            TWILIO_API_URL=carrier_url or f"http://127.0.0.1:{free_port()}",
        )
        if files is not None:
            psutil.Process(replica.process.pid).rlimit(psutil.RLIMIT_NOFILE, (files, files))
        yield RunningNotifier(made, replica, port, folder)
