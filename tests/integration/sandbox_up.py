"""`./doorstep up --sandbox` as a process of its own, in a folder and a database of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from deploy.local.key_file import make_key


@contextmanager
def sandbox_database(postgres_url: str) -> Iterator[str]:
    """A database that says what it is for."""
    name = f"sandbox_{uuid4().hex[:12]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        base, _, query = postgres_url.partition("?")
        yield base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else "")
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@asynccontextmanager
async def sandbox_up(
    postgres_url: str, kafka_bootstrap: str, folder: Path, patch: pytest.MonkeyPatch
) -> AsyncIterator[Process]:
    """The command, and the same surroundings for whatever asks it something here."""
    with sandbox_database(postgres_url) as database:
        patch.setenv("DATABASE_URL", database)
        patch.setenv("KAFKA_BOOTSTRAP_SERVERS", kafka_bootstrap)
        patch.setenv("DOORSTEP_TOPIC_PREFIX", f"sandbox.{uuid4().hex[:12]}.")
        patch.setenv("DOORSTEP_DATA", str(folder))
        patch.setenv("DOORSTEP_REPLICATION", "1")
        make_key(folder / "key")
        patch.setenv("DOORSTEP_MASTER_KEY_FILE", str(folder / "key"))
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "services.console.cli", "up", "--sandbox", stdout=PIPE, stderr=STDOUT,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        )  # fmt: skip
        try:
            yield process
        finally:
            if process.returncode is None:
                process.send_signal(signal.SIGINT)
            await process.communicate()
