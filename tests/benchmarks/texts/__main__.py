"""`./doorstep bench texts`: how many claimed texts a second are posted to the sandbox's carrier until they are settled.

So many people owe. Notifier decides on them while posting has stopped (as in an outage of the carrier's), so that all
of their first texts wait; what the waiting costs is told. Then the outage ends, and the time runs until the last text
is settled: its case has decided on what the carrier said. One process of notifier, then two.

In the same run, `baseline`: the port to the carrier alone, in a process without a database. CPU is told of all who
work: notifier, PostgreSQL and the carrier. The last line is the speed of one process, and of two as a multiple of it.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import psutil
import psycopg

from deploy.local import test_servers
from deploy.local.ports import free_port
from services.notifier.bootstrap import MIGRATIONS
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.clock import write_moment
from shared.runtime.kafka.topics import create_topics
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.arguments import whole
from tests.benchmarks.counted.stand import database, settings
from tests.benchmarks.webhook.people import tell
from tests.polling import until

from .processes import Cpu, answers, process, works

DAY = datetime(2026, 10, 6, 10, tzinfo=UTC)
"""Texts are due: it is a Tuesday morning in Lisbon."""
PARTITIONS = 12
WAITING_S = 5.0
SETTLED_S = 300.0


async def bench(texts: int, replicas: list[int], folder: Path) -> dict[int, float]:
    postgres = test_servers.address("durable-postgres", folder / "postgres")
    connection = {"bootstrap_servers": test_servers.address("kafka", folder / "kafka")}
    twin = free_port()
    found: dict[int, float] = {}
    async with process(["tests.benchmarks.texts.twin", str(twin), str(folder)], {}, folder, answers(twin)) as carrier:
        _baseline(twin, texts, carrier)
        for number in replicas:
            prefix = f"texts{number}-{uuid4().hex[:6]}."
            await create_topics(connection, partitions=PARTITIONS, prefix=prefix)
            with database(postgres) as url:
                env = settings(folder, url, connection["bootstrap_servers"], prefix)
                env |= {"TWILIO_API_URL": f"http://127.0.0.1:{twin}"}
                write_moment(Path(env["DOORSTEP_CLOCK_FILE"]), DAY)
                await migrate(url, "notifier", MIGRATIONS)
                await migrate(url, "bench", ())
                store, keys = PgStore(url, "bench"), MasterKeys.read(folder / "master")
                await tell(connection, f"{prefix}loans", texts, DAY, KeyRing(PgKeys(store), keys.wrap), keys)
                await store.close()
                found[number] = await _run(number, texts, url, env, carrier, folder)
    return found


def _baseline(twin: int, texts: int, carrier: int) -> None:
    """Posting alone."""
    before = Cpu({"carrier": [carrier]})
    command = [sys.executable, "-m", "tests.benchmarks.texts.baseline", f"http://127.0.0.1:{twin}", str(texts)]
    per_s, cpu_us = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    used = before.used_us(texts)
    print(f"baseline:    {float(per_s):6,.0f} a second; CPU us a text: poster {float(cpu_us):.0f}, {used}", flush=True)


async def _run(number: int, texts: int, url: str, env: dict[str, str], carrier: int, folder: Path) -> float:
    _stop(url)
    async with contextlib.AsyncExitStack() as closing:
        pids = []
        for _ in range(number):
            health = free_port()
            own = env | {"DOORSTEP_WEBHOOK_PORT": str(free_port()), "DOORSTEP_HEALTH_PORT": str(health)}
            pids.append(await closing.enter_async_context(process(["services.notifier"], own, folder, works(health))))
        looking = await psycopg.AsyncConnection.connect(url, autocommit=True, prepare_threshold=0)
        await closing.enter_async_context(looking)  # one for all looks: a new one for each would cost more than they do
        await until(lambda: _number(looking, "claimed", texts), seconds=300, every=0.5)
        whose = {"notifier": pids, "PostgreSQL": [_postmaster(url)], "carrier": [carrier]}
        await asyncio.sleep(2)  # what followed the decisions is done
        before = Cpu(whose)
        await asyncio.sleep(WAITING_S)
        print(f"{number} notifier: {texts:,} texts wait; % of a core: {before.used_percent()}", flush=True)
        await looking.execute("ANALYZE")  # as autovacuum does by itself, beside
        before, began = Cpu(whose), time.perf_counter()
        _go_on(url)
        await until(lambda: _number(looking, "accepted", texts), seconds=SETTLED_S, every=0.2)
        per_s = texts / (time.perf_counter() - began)
        print(f"{number} notifier:  {per_s:6,.0f} a second; CPU us a text: {before.used_us(texts)}", flush=True)
    return per_s


def _stop(url: str) -> None:
    """The carrier was in trouble, and nobody asks it again before a very long time."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO notifier.outages (carrier, cause, since, probes, good, probe_at)"
            " VALUES ('sms', 'doubt', %(at)s, 0, 0, %(at)s::timestamptz + interval '1 year')",
            {"at": DAY},
        )


def _go_on(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM notifier.outages")


async def _number(looking: psycopg.AsyncConnection[Any], status: str, number: int) -> bool:
    # Counting them all while they move would be a tenth of what PostgreSQL does; the first of an index says enough.
    if status != "claimed":
        early = await looking.execute(
            "SELECT FROM notifier.texts WHERE status = 'claimed' ORDER BY post_before LIMIT 1"
        )
        if await early.fetchone() is not None:
            return False
    asked = await looking.execute("SELECT count(*) FROM notifier.texts WHERE status = %s", (status,))
    row = await asked.fetchone()
    return row is not None and int(row[0]) >= number


def _postmaster(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT pg_backend_pid()").fetchone()
        assert row is not None
        return int(psutil.Process(int(row[0])).ppid())


def main() -> None:
    parser = argparse.ArgumentParser(prog="./doorstep bench texts")
    parser.add_argument("--texts", type=whole(100), default=8000)
    parser.add_argument("--replicas", type=whole(1), nargs="*", default=[1, 2])
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {asked.texts:,} texts", flush=True)
    try:
        found = asyncio.run(bench(asked.texts, asked.replicas, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    first, *others = asked.replicas
    more = "".join(f"; {number} processes {found[number] / found[first]:.2f} times that" for number in others)
    print(f"texts: {found[first]:,.0f} a second from claimed to settled{more}")


if __name__ == "__main__":
    main()
