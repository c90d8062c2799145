"""`./doorstep bench console`: what a page costs whoever waits for it.

On real Kafka and PostgreSQL, with Chromium: the first paint of every page with no case and with many (the ratio is
what the cases cost) once the read model has them all, when a case of a long life is loaded whole, from an event's
publication to its row in a tab while others look too, and what a tab holds after ten times as many events. The last
line is the time from event to screen.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import statistics
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
from playwright.async_api import Browser, async_playwright

from deploy.local import test_servers
from services.console.web.nav import NAV
from shared.runtime.kafka.topics import create_topics
from tests.arguments import whole
from tests.browser.events import thrown
from tests.browser.watched import CHROMIUM, FLAGS
from tests.polling import until

from .filled import LONG_LIFE, fill
from .process import console_of, database_of, producer_of
from .questions import questions
from .screen import LOADED, heap_mb, painted_ms, scripts_bytes, watched_tail
from .work import fill_work

PARTITIONS = 6
LONG = f"/cases/{LONG_LIFE}"
PAGES = (*(entry.path for entry in NAV), "/cases?state=held", LONG, f"{LONG}?all", f"{LONG}/why-not?of=text")
DECISIONS = 2_000
TIMES = 5
SECONDS = 10
PAUSE_S = 0.4
"""After each thousand: faster than that a viewer is told how many they missed."""


async def bench(cases: int, events: int, viewers: int, per_s: int, folder: Path) -> float:
    """The 95th percentile of the time from event to screen, in ms."""
    postgres = test_servers.address("postgres", folder / "postgres")
    kafka = test_servers.address("kafka", folder / "kafka")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        empty = await _paints(browser, folder, postgres, kafka, 0)
        prefix = f"bench{uuid4().hex[:6]}."
        await create_topics({"bootstrap_servers": kafka}, partitions=PARTITIONS, prefix=prefix)
        async with database_of(postgres) as url, console_of(folder, url, kafka, prefix) as site:
            address = site.address
            await _filled(url, cases, address)
            full = {path: await painted_ms(browser, address + path, TIMES) for path in PAGES}
            for path in PAGES:
                print(f"first paint of {path:42} {empty[path]:5.0f} ms with no case, {full[path]:5.0f} with {cases:,}")
            loaded = await painted_ms(browser, f"{address}{LONG}?all", TIMES, LOADED)
            print(f"a case of {DECISIONS:,} decisions: all of it loaded in {loaded:.0f} ms")
            size = await scripts_bytes(browser, [address + path for path in PAGES])
            print(f"scripts of all pages: {size / 1000:.0f} kB")
            found = await _event_to_screen(browser, address, kafka, prefix, viewers, per_s)
            first, last = await _heaps(browser, address, kafka, prefix, events)
            print(
                f"a tab of the tail holds {first:.1f} MB after {events // 10:,} events, {last:.1f} MB after {events:,}"
            )
            share = max(full[path] / empty[path] for path in PAGES)
            print(f"first paint: at most {max(full.values()):.0f} ms, and {share:.1f} times that with no case")
        await browser.close()
    async with database_of(postgres) as url:
        await questions(url, cases, folder)
    return found


async def _filled(url: str, cases: int, address: str) -> None:
    await fill(url, cases, DECISIONS)
    await fill_work(url, cases)
    began = time.monotonic()
    await until(lambda: _counted(address, cases), seconds=600, every=1.0)
    print(f"the read model has all cases after {time.monotonic() - began:.0f} s", flush=True)


async def _counted(address: str, cases: int) -> bool:
    async with httpx.AsyncClient(timeout=30) as client:
        said = (await client.get(f"{address}/cases")).text
    return f"{cases + 1:,}" in said and "without-model" not in said


async def _paints(browser: Browser, folder: Path, postgres: str, kafka: str, cases: int) -> dict[str, float]:
    prefix = f"bench{uuid4().hex[:6]}."
    await create_topics({"bootstrap_servers": kafka}, partitions=PARTITIONS, prefix=prefix)
    async with database_of(postgres) as url, console_of(folder, url, kafka, prefix) as site:
        await fill(url, cases, 1)
        await until(lambda: _counted(site.address, cases), seconds=60)
        return {path: await painted_ms(browser, site.address + path, TIMES) for path in PAGES}


async def _event_to_screen(browser: Browser, address: str, kafka: str, prefix: str, viewers: int, per_s: int) -> float:
    page = await watched_tail(browser, f"{address}/tail?topic=switches")
    others = [asyncio.create_task(_looks(f"{address}/stream/records")) for _ in range(viewers - 1)]
    sent: dict[str, float] = {}
    async with producer_of(kafka) as producer:
        began = time.monotonic()
        for number in range(per_s * SECONDS):
            topic, key, value = thrown(number)
            assert key is not None
            sent[key.decode()] = time.time() * 1000
            await producer.send(prefix + topic, value, key=key)
            await asyncio.sleep(max(0.0, began + number / per_s - time.monotonic()))
    await page.wait_for_function(f"() => Object.keys(window.seen).length >= {len(sent)}", timeout=60_000)
    seen = json.loads(await page.evaluate("() => JSON.stringify(window.seen)"))
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    await page.context.close()
    took = sorted(seen[key] - at for key, at in sent.items())
    p95: float = took[int(len(took) * 0.95)]
    print(f"event to screen at {per_s} a second with {viewers} viewers: median {statistics.median(took):.0f} ms, "
          f"p95 {p95:.0f} ms, at most {took[-1]:.0f} ms, {len(took):,} of {len(sent):,} seen")  # fmt: skip
    return p95


async def _heaps(browser: Browser, address: str, kafka: str, prefix: str, events: int) -> tuple[float, float]:
    page = await watched_tail(browser, f"{address}/tail?topic=switches")
    await page.evaluate("() => { window.seen = new Proxy({}, { set: () => true }); }")
    before = int((await page.locator("#shown").text_content() or "0").replace(",", ""))
    found = []
    async with producer_of(kafka) as producer:
        for first, last in ((0, events // 10), (events // 10, events)):
            for number in range(first, last):
                topic, key, value = thrown(number)
                await producer.send(prefix + topic, value, key=key)
                if number % 1_000 == 0:
                    await producer.flush()
                    await asyncio.sleep(PAUSE_S)
            await producer.flush()
            wanted = f"{before + last:,}"
            await page.wait_for_function(
                f"() => document.getElementById('shown').textContent === '{wanted}'", timeout=120_000
            )
            found.append(await heap_mb(page))
    await page.context.close()
    return found[0], found[1]


async def _looks(url: str) -> None:
    async with httpx.AsyncClient(timeout=None) as client, client.stream("GET", url) as answer:
        async for _ in answer.aiter_bytes():
            pass


def main() -> None:
    parser = argparse.ArgumentParser(prog="./doorstep bench console")
    parser.add_argument("--cases", type=whole(1), default=100_000)
    parser.add_argument("--events", type=whole(10), default=50_000, help="through one tab, for its memory")
    parser.add_argument("--viewers", type=whole(1), default=50)
    parser.add_argument("--per-s", type=whole(1), default=200)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores", flush=True)
    try:
        p95 = asyncio.run(bench(asked.cases, asked.events, asked.viewers, asked.per_s, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"console: {p95:.0f} ms from event to screen (p95), {asked.per_s} a second, {asked.viewers} viewers")


if __name__ == "__main__":
    main()
