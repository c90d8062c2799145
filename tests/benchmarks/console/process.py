"""What a benchmark of the console needs: a console process, a database and a producer of its own."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
from aiokafka import AIOKafkaProducer

from deploy.local.folder import cache_root
from deploy.local.jars import fetch
from deploy.local.ports import free_port
from deploy.local.program import http_status
from deploy.local.progress import SilentOutput
from deploy.local.stack import BROWSER_JARS
from tests.polling import until


@dataclass(frozen=True, slots=True)
class BenchedConsole:
    """A console process; `log` is what it writes on standard error."""

    address: str
    pid: int
    log: Path


@asynccontextmanager
async def console_of(folder: Path, url: str, kafka: str, prefix: str) -> AsyncIterator[BenchedConsole]:
    port = free_port()
    key, log = folder / "console-key", folder / f"console-{port}.log"
    key.write_text(base64.urlsafe_b64encode(bytes(32)).decode())
    key.chmod(0o600)
    jars = fetch(BROWSER_JARS, cache_root(), SilentOutput(), "assets")[0].parent
    env = {
        **os.environ, "DATABASE_URL": url, "KAFKA_BOOTSTRAP_SERVERS": kafka, "DOORSTEP_TOPIC_PREFIX": prefix,
        "DOORSTEP_MASTER_KEY_FILE": str(key), "DOORSTEP_CONSOLE_PORT": str(port), "DOORSTEP_CONSOLE_JARS": str(jars),
        "DOORSTEP_CONSOLE_OPEN": "sandbox", "TWILIO_API_URL": "http://127.0.0.1:9", "DOORSTEP_LOG_LEVEL": "WARNING",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.console.web", env=env, stderr=errors
        )
    try:
        await until(lambda: http_status(port, "/ready"), alive=process)
        yield BenchedConsole(f"http://127.0.0.1:{port}", process.pid, log)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


@asynccontextmanager
async def database_of(postgres: str) -> AsyncIterator[str]:
    """The address of an empty database, dropped afterwards."""
    name = f"console_{uuid4().hex[:12]}"
    async with await psycopg.AsyncConnection.connect(postgres, autocommit=True) as admin:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        try:
            base, _, query = postgres.partition("?")
            yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@asynccontextmanager
async def producer_of(kafka: str) -> AsyncIterator[AIOKafkaProducer]:
    async with AIOKafkaProducer(bootstrap_servers=kafka, acks="all", linger_ms=5) as producer:
        yield producer
