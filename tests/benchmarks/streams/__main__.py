"""`./doorstep bench streams`: as many event streams as the console lets in, one more, and some that take nothing.

A console process of its own on real Kafka and PostgreSQL; readers at this machine. Do all of them get every event, is
one more told clearly that there is no place, are places given back, what does a reader cost, and are pages still
answered? The last line is the 95th percentile of a page's time while all of them look.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import resource
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx

from deploy.local import test_servers
from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole
from tests.benchmarks.console.filled import fill
from tests.benchmarks.console.process import console_of, database_of, producer_of
from tests.browser.events import thrown
from tests.polling import until

from .reader import StreamReaders, ask, rss_mb

PAGES = ("/ready", "/", "/cases", "/tail", "/switches")
OPEN_AT_ONCE = 50
SLOW = 20
SLOW_S_MAX = 240
TIMES = 12


async def bench(streams: int, per_s: int, seconds: int, cases: int, slow: bool, folder: Path) -> float:
    """The 95th percentile of a page's time, in ms, while all streams are read."""
    postgres = test_servers.address("postgres", folder / "postgres")
    kafka = test_servers.address("kafka", folder / "kafka")
    prefix = f"bench{uuid4().hex[:6]}."
    await create_topics({"bootstrap_servers": kafka}, partitions=6, prefix=prefix)
    async with database_of(postgres) as url, console_of(folder, url, kafka, prefix) as site:
        await fill(url, cases, 10)
        alone = await pages_ms(site.address)
        print(f"pages without anybody: {told(alone)}", flush=True)
        before = rss_mb(site.pid)
        readers = StreamReaders(site.address)
        opening = time.monotonic()
        for first in range(0, streams, OPEN_AT_ONCE):
            await asyncio.gather(*(readers.open() for _ in range(first, min(streams, first + OPEN_AT_ONCE))))
        print(f"{len(readers.open_ones):,} of {streams:,} streams opened in {time.monotonic() - opening:.1f} s")
        refused, head = await ask(site.address)
        print(f"one more: {refused}, retry-after {head.get('retry-after', '-')}")
        sent = asyncio.create_task(_events(kafka, prefix, per_s, seconds))
        during = await pages_ms(site.address, until_done=sent)
        at = await sent
        await readers.have(per_s * seconds, within_s=60)
        delays = readers.delays(at)
        complete = sum(each.seen == per_s * seconds for each in readers.open_ones)
        print(
            f"{complete:,} of {len(readers.open_ones):,} readers got all {per_s * seconds:,} events, {per_s} a s"
            f": median {statistics.median(delays):.0f} ms, p95 {p95(delays):.0f} ms after they were sent"
        )
        print(f"pages meanwhile: {told(during)}")
        after = rss_mb(site.pid)
        print(
            f"memory: {before:.0f} MB before, {after:.0f} MB with them, "
            f"{(after - before) * 1000 / max(1, len(readers.open_ones)):.0f} kB each"
        )
        readers.close(10)
        again = await until(lambda: _lets_in(site.address), seconds=20)
        print(f"after ten were closed the next one got: {again}")
        readers.close(len(readers.open_ones))
        if slow:
            await _slow(site.address, kafka, prefix, site.log)
        return p95([each for times in during.values() for each in times])


async def _slow(address: str, kafka: str, prefix: str, log: Path) -> None:
    """Readers that take nothing, until they are cut off."""
    asleep = StreamReaders(address)
    for _ in range(SLOW):
        await asleep.open(reads=False)
    began = time.monotonic()

    async def cut_off() -> bool:
        return (await asyncio.to_thread(log.read_text)).count("viewer-dropped") >= SLOW

    feeding = asyncio.create_task(_events(kafka, prefix, 400, SLOW_S_MAX))
    try:
        await until(cut_off, seconds=SLOW_S_MAX)
        print(f"{SLOW} readers that took nothing were cut off within {time.monotonic() - began:.0f} s")
    finally:
        feeding.cancel()
        await asyncio.gather(feeding, return_exceptions=True)
        asleep.close(SLOW)


async def _lets_in(address: str) -> int:
    code, _ = await ask(address)
    return code if code == 200 else 0


async def _events(kafka: str, prefix: str, per_s: int, seconds: int) -> dict[str, float]:
    """When each was sent (monotonic), by its key."""
    sent = {}
    async with producer_of(kafka) as producer:
        began = time.monotonic()
        for number in range(per_s * seconds):
            topic, key, value = thrown(number)
            assert key is not None
            sent[key.decode()] = time.monotonic()
            await producer.send(prefix + topic, value, key=key)
            await asyncio.sleep(max(0.0, began + number / per_s - time.monotonic()))
    return sent


async def pages_ms(address: str, until_done: asyncio.Task[dict[str, float]] | None = None) -> dict[str, list[float]]:
    """Times of each page, one after the other, a few rounds or until something is done."""
    found: dict[str, list[float]] = {path: [] for path in PAGES}
    async with httpx.AsyncClient(base_url=address, timeout=30) as client:
        rounds = 0
        while rounds < TIMES if until_done is None else not until_done.done():
            rounds += 1
            for path in PAGES:
                began = time.monotonic()
                answer = await client.get(path)
                assert answer.status_code == 200, (path, answer.status_code)
                found[path].append((time.monotonic() - began) * 1000)
                await asyncio.sleep(0.05)
    return found


def told(times: dict[str, list[float]]) -> str:
    return ", ".join(f"{path} {statistics.median(each):.0f} (p95 {p95(each):.0f}) ms" for path, each in times.items())


def p95(values: list[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="./doorstep bench streams")
    parser.add_argument("--streams", type=whole(1, 5_000), default=1_000)
    parser.add_argument("--per-s", type=whole(1, 2_000), default=50, help="events a second")
    parser.add_argument("--seconds", type=whole(1, 600), default=15)
    parser.add_argument("--cases", type=whole(1), default=10_000)
    parser.add_argument("--slow", action="store_true", help="also readers that take nothing (some minutes)")
    asked = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, asked.streams + 500), hard))
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores", flush=True)
    try:
        found = asyncio.run(bench(asked.streams, asked.per_s, asked.seconds, asked.cases, asked.slow, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"streams: {found:.0f} ms for a page (p95) while {asked.streams:,} streams are read")


if __name__ == "__main__":
    main()
