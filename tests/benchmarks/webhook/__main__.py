"""`./doorstep bench webhook`: how many signed replies a second are stored before they are answered, and how soon.

Three processes take the same replies in turn, in the same run, on the same two or more cores as their database:

- `baseline`: the same endpoint, and a database in memory that costs nothing;
- `intake`: the same endpoint on PostgreSQL, and nothing decided beside it;
- `notifier`: the whole service, which decides on what it stored while more comes.

Each round is bounded in time. The last line is the whole service at the most connections.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import psycopg

from deploy.local import test_servers
from deploy.local.ports import free_port
from services.notifier.bootstrap import MIGRATIONS
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.kafka.topics import create_topics
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.arguments import whole
from tests.benchmarks.counted.stand import NIGHT, database, settings
from tests.polling import until

from .load import Answers, posted
from .people import tell
from .requests import Requests

PARTITIONS = 6
CONNECTIONS = (1, 8, 32)
A_SECOND_MAX = 4000
WARM_S = 1.0


async def bench(people: int, seconds: float, only: list[str], folder: Path) -> dict[tuple[str, int], Answers]:
    postgres = test_servers.address("durable-postgres", folder / "postgres")
    connection = {"bootstrap_servers": test_servers.address("kafka", folder / "kafka")}
    prefix = f"bench{uuid4().hex[:6]}."
    found: dict[tuple[str, int], Answers] = {}
    await create_topics(connection, partitions=PARTITIONS, prefix=prefix)
    with database(postgres) as url:
        env = settings(folder, url, connection["bootstrap_servers"], prefix)
        await migrate(url, "notifier", MIGRATIONS)
        await migrate(url, "bench", ())
        store, keys = PgStore(url, "bench"), MasterKeys.read(folder / "master")
        await tell(connection, f"{prefix}loans", people, NIGHT, KeyRing(PgKeys(store), keys.wrap), keys)
        await store.close()
        requests = Requests(env["DOORSTEP_PUBLIC_URL"], env["TWILIO_AUTH_TOKEN"], people, 1)
        async with process(["services.notifier"], env, folder):
            await until(lambda: _known(url, people), seconds=120, every=0.2)
        for kind in only:
            found |= await _rounds(kind, url, env, requests, people, seconds, folder)
    return found


async def _rounds(
    kind: str, url: str, env: dict[str, str], requests: Requests, people: int, seconds: float, folder: Path
) -> dict[tuple[str, int], Answers]:
    found = {}
    alone = ["tests.benchmarks.webhook.endpoint", "memory" if kind == "baseline" else "postgres", str(people)]
    async with process(["services.notifier"] if kind == "notifier" else alone, env, folder) as (port, pid):
        await posted(port, requests.made(int(A_SECOND_MAX * WARM_S)), 8, WARM_S)
        for connections in CONNECTIONS:
            await _all_decided(kind, url)
            made, before_s = requests.made(int(A_SECOND_MAX * seconds)), _cpu_s(pid)
            answers = found[kind, connections] = await posted(port, made, connections, seconds)
            line = f"{_line(kind, connections, answers)}, {(_cpu_s(pid) - before_s) / answers.stored * 1e6:.0f} us each"
            if kind == "notifier":
                waiting, began = await _waiting(url), time.monotonic()
                await _all_decided(kind, url)
                line += f"; {waiting:,} left to decide on, done {time.monotonic() - began:.1f} s later"
            print(line, flush=True)
    return found


def _line(kind: str, connections: int, answers: Answers) -> str:
    others = {status: number for status, number in answers.statuses.items() if status != 200}
    return (
        f"{kind:9}{connections:3} connections: {answers.per_s:7,.0f} a second, "
        f"p50 {answers.percentile_ms(50):5.1f} ms, p99 {answers.percentile_ms(99):5.1f} ms, {answers.stored:,} stored"
        + (f", others {others}" if others else "")
    )


def _cpu_s(pid: int) -> float:
    used = psutil.Process(pid).cpu_times()
    return float(used.user + used.system)


@asynccontextmanager
async def process(module: list[str], env: dict[str, str], folder: Path) -> AsyncIterator[tuple[int, int]]:
    """A process, its port and its number; ended afterwards."""
    port, health = free_port(), free_port()
    env = {**os.environ, **env, "DOORSTEP_WEBHOOK_PORT": str(port), "DOORSTEP_HEALTH_PORT": str(health)}
    command = [sys.executable, "-m", *module]
    with (folder / f"{module[0]}-{port}.log").open("wb") as log:
        running = subprocess.Popen(command, env=env, stderr=log, stdout=log)
    try:
        await until(lambda: _ready(port, health if module[0] == "services.notifier" else None), seconds=120, every=0.1)
        yield port, running.pid
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


async def _ready(port: int, health: int | None) -> bool:
    async with httpx.AsyncClient(verify=False) as client:
        try:
            if health is not None:
                return (await client.get(f"http://127.0.0.1:{health}/ready")).status_code == 200
            return (await client.post(f"http://127.0.0.1:{port}/twilio/replies")).status_code == 403
        except httpx.HTTPError:
            return False


async def _asked(url: str, question: str) -> int:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        row = await (await connection.execute(question.encode())).fetchone()
        assert row is not None
        return int(row[0])


async def _known(url: str, people: int) -> bool:
    return await _asked(url, "SELECT count(*) FROM notifier.phones") >= people


async def _waiting(url: str) -> int:
    return await _asked(url, "SELECT count(*) FROM notifier.intake")


async def _all_decided(kind: str, url: str) -> None:
    """Nothing is left of the round before. Where nobody decides, it is thrown away."""
    if kind == "notifier":
        await until(lambda: _decided(url), seconds=600, every=0.1)
    else:
        async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
            await connection.execute("DELETE FROM notifier.intake")


async def _decided(url: str) -> bool:
    return await _waiting(url) == 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="./doorstep bench webhook")
    parser.add_argument("--people", type=whole(1), default=4000)
    parser.add_argument("--seconds", type=whole(1), default=5, help="of each round")
    parser.add_argument("--only", nargs="*", choices=KINDS, default=KINDS)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {asked.people:,} people", flush=True)
    try:
        found = asyncio.run(bench(asked.people, asked.seconds, asked.only, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    (kind, connections), answers = list(found.items())[-1]
    print(
        f"webhook: {answers.per_s:,.0f} signed replies a second stored by {kind}, "
        f"p99 {answers.percentile_ms(99):.0f} ms at {connections} connections"
    )


KINDS = ["baseline", "intake", "notifier"]

if __name__ == "__main__":
    main()
