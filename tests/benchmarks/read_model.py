"""`./doorstep bench read_model`: what the console's read model is worth, and what it costs.

On real Kafka and PostgreSQL: pages with many cases without the model and with it; how many events a second it takes in,
beside plain consumption of the same records; what a console with it does while nothing happens. The last line is the
slowest page with the model.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from deploy.local import test_servers
from services.console.model.tables import ModelTables
from services.console.model.topic_follower import TopicFollower
from services.console.store.schema import migrate_store
from services.console.store.tables import ConsoleTables
from services.console.target import Target
from services.console.views.event_summary import read
from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole
from tests.polling import until

from .console.filled import fill
from .console.process import console_of, database_of

PARTITIONS = 6
TIMES = 7
PAUSE_S = 0.7
"""Longer than a page is shown again without being read anew."""
IDLE_S = 20
PAGES = (
    "/", "/cases", "/cases?state=held", "/cases?state=unknown", "/cases?find=case-0999",
    "/cases?visit=offered&region=region-5", "/cases?stage=offered",
)  # fmt: skip
LIFE = (
    "loans/an-overdue-loan-of-60-days", "texts/a-notice-sent", "visits/a-visit-requested-after-three-unanswered-texts",
    "appointments/three-slots-offered", "appointments/a-window-agreed-and-a-crew-assigned",
)  # fmt: skip
NOBODY = "127.0.0.1:9"


async def bench(cases: int, events: int, folder: Path) -> float:
    """The slowest page with the model: its median, in ms."""
    postgres = test_servers.address("postgres", folder / "postgres")
    kafka = test_servers.address("kafka", folder / "kafka")
    prefix = f"bench{uuid4().hex[:6]}."
    await create_topics({"bootstrap_servers": kafka}, partitions=PARTITIONS, prefix=prefix)
    await _publish(kafka, prefix, events)
    async with database_of(postgres) as url:
        await fill(url, cases, 1)
        await migrate_store(url)
        await _throughput(url, kafka, prefix, events)
        async with console_of(folder, url, NOBODY, prefix) as site:
            address = site.address
            without = {path: await _answered_ms(address, path) for path in PAGES}
        async with console_of(folder, url, kafka, prefix) as site:
            address, pid = site.address, site.pid
            began = time.monotonic()
            await until(lambda: _built(address), seconds=900, every=1.0)
            print(f"built beside everything else in {time.monotonic() - began:.0f} s, at most half of the time")
            with_it = {path: await _answered_ms(address, path) for path in PAGES}
            spent = _cpu_s(pid)
            await asyncio.sleep(IDLE_S)
            print(f"a console with it, nobody looking: {(_cpu_s(pid) - spent) / IDLE_S:.1%} of a core")
        for path in PAGES:
            print(f"{path:40} {without[path]:7.0f} ms without it, {with_it[path]:7.0f} ms with it")
    return max(with_it.values())


async def _throughput(url: str, kafka: str, prefix: str, events: int) -> None:
    plain_s = await _plain(kafka, prefix, events)
    tables = ConsoleTables(url)
    await tables.open()
    model = ModelTables(tables)
    generation = await model.begin("bench")
    assert generation is not None
    target = Target({"KAFKA_BOOTSTRAP_SERVERS": kafka, "DOORSTEP_TOPIC_PREFIX": prefix}, None, None)
    async with TopicFollower(target, model, generation, asyncio.Event()).following() as follower:
        began = time.monotonic()
        while (await follower.read(0.2)).caught_up_at is None:
            pass
        took = time.monotonic() - began
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("DELETE FROM console.model_generations")
        await connection.execute("TRUNCATE console.model_cases, console.model_places, console.model_writer")
    await tables.close()
    print(
        f"{events:,} events: plain consumption {events / plain_s:,.0f} a second, the model {events / took:,.0f}"
        f" a second at full speed, {plain_s / took:.2f} of plain"
    )


async def _plain(kafka: str, prefix: str, events: int) -> float:
    """Seconds to read and decode every record."""
    topics = sorted({name.partition("/")[0] for name in LIFE})
    async with AIOKafkaConsumer(
        *(prefix + topic for topic in topics), bootstrap_servers=kafka, auto_offset_reset="earliest"
    ) as consumer:
        began, seen = time.monotonic(), 0
        while seen < events:
            for batch in (await consumer.getmany(timeout_ms=500, max_records=500)).values():
                seen += len([read(record.topic.removeprefix(prefix), record.value) for record in batch])
        return time.monotonic() - began


async def _publish(kafka: str, prefix: str, events: int) -> None:
    async with AIOKafkaProducer(bootstrap_servers=kafka, linger_ms=20, max_batch_size=1 << 18) as producer:
        for topic, key, value in _records(events):
            await producer.send(prefix + topic, value, key=key)
        await producer.flush()


def _records(events: int) -> Iterator[tuple[str, bytes, bytes]]:
    documents = [
        (name.partition("/")[0], json.loads(Path(f"tests/golden/{name}.json").read_text("utf-8"))) for name in LIFE
    ]
    for number in range(events):
        topic, document = documents[number % len(LIFE)]
        case = f"case-{number // len(LIFE):06d}"
        said = document | {"id": f"bench-{number}", "subject": case}
        yield topic, case.encode(), json.dumps(said).encode()


async def _built(address: str) -> bool:
    async with httpx.AsyncClient(timeout=30) as client:
        return "without-model" not in (await client.get(f"{address}/cases")).text


async def _answered_ms(address: str, path: str) -> float:
    took = []
    async with httpx.AsyncClient(timeout=30) as client:
        for _ in range(TIMES):
            began = time.perf_counter()
            answer = await client.get(address + path, follow_redirects=False)
            # A page that is given up is one that never came.
            took.append((time.perf_counter() - began) * 1000 if answer.status_code < 500 else math.inf)
            await asyncio.sleep(PAUSE_S)
    return statistics.median(took)


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./doorstep bench read_model")
    parser.add_argument("--cases", type=whole(1), default=100_000)
    parser.add_argument("--events", type=whole(10), default=100_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, {asked.cases:,} cases", flush=True)
    try:
        slowest = asyncio.run(bench(asked.cases, asked.events, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"read_model: {slowest:.0f} ms the slowest page, {asked.cases:,} cases")


if __name__ == "__main__":
    main()
