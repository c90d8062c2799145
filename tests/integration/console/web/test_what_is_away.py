"""Database, monitor or broker away: every page says what is stale since when, and comes back by itself."""

from __future__ import annotations

import asyncio
import os
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import product
from pathlib import Path

import httpx
import psutil
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from deploy.local.folder import Folder, cache_root
from deploy.local.kafka import Kafka
from deploy.local.ports import Ports, free_port
from deploy.local.progress import SilentOutput
from deploy.local.supervisor import Supervisor
from services.console.web.bootstrap import application
from services.console.web.nav import NAV
from services.console.web.server import server_of
from services.console.web.settings import ConsoleSettings
from services.console.web.stream import reader
from services.console.web.stream.events import records
from services.console.web.stream.filters import StreamFilter
from services.console.web.stream.viewers import Viewers
from shared.runtime.settings import load
from tests.apart import campaign
from tests.made_topics import make_catalogue
from tests.own_processes import started_with
from tests.polling import until

from ..console_stack import ConsoleStack
from ..test_case_and_why import tell_a_life
from .asking import text_of
from .conftest import ADDRESS, NOBODY, without_database

CASE = "/cases/c-1"
OF_NO_DATABASE = {"/tail", "/proof", "/flow"}
OF_WHO_MAY = {"/accounts", "/audit"}
"""Who may come in and who did what is not shown from memory: it may have changed."""
BOMBS = ("(a+)+$", "^(([a-z])+.)+[A-Z]([a-z])+$", "(.*a){30}", "a" * 101, "%" * 100, "\\" * 100)
SEARCHED = ("/tail?text=", "/tail?header=", "/tail?type=", "/cases?find=", "/cases?state=", "/letters?find=")
REFUSED_MS = 250
STALE = re.compile(r"stale since \d{4}-\d\d-\d\d \d\d:\d\d \(\d+ \w+\): the database")


def pages() -> list[str]:
    return [entry.path for entry in NAV if entry.path not in OF_NO_DATABASE | OF_WHO_MAY] + [CASE]


async def test_every_page_says_since_when_it_is_stale_and_comes_back(
    hasty_browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    browser = hasty_browser
    tell_a_life(tables)

    async def fresh() -> bool:
        answers = await asyncio.gather(*(browser.get(path) for path in pages()))
        return all(each.status_code == 200 and "stale" not in each.text for each in answers)

    await until(fresh)
    with without_database(tables.database_url):
        # What was read a moment ago is shown without asking the database.
        await asyncio.gather(*(until(partial(_is_stale, browser, path)) for path in pages()))
        for path in OF_NO_DATABASE:
            assert (await browser.get(path)).status_code == 200
        assert (await browser.get("/accounts")).status_code == 503
        never_seen = await browser.get("/cases?find=zzz")
        assert never_seen.status_code == 503
        assert "every 3s" in never_seen.text
    await until(fresh)


async def _is_stale(browser: httpx.AsyncClient, path: str) -> bool:
    """It says so, and asks anew."""
    answer = await browser.get(path)
    assert answer.status_code == 200, path
    says = STALE.search(text_of(answer)) is not None
    return says and re.search(r'<main[^>]* hx-get="[^"]+" hx-trigger="every 3s"', answer.text) is not None


async def test_a_pattern_that_runs_away_elsewhere_is_a_word_here_or_refused_at_once(
    browser: httpx.AsyncClient, tables: ConsoleStack
) -> None:
    """A word of letters, whatever it looks like: nothing is compiled, so nothing runs away. Processor time is counted,
    as others use this machine too, and the least of three: garbage is collected in between, but not each time."""
    for path, bomb in product(SEARCHED, BOMBS):
        name, _, field = path.partition("?")
        await browser.get(name)
        took_ms = []
        for _ in range(3):
            began = time.process_time()
            answer = await browser.get(name, params={field.rstrip("="): bomb})
            took_ms.append((time.process_time() - began) * 1000)
            assert answer.status_code in (200, 303, 400, 404), (path, bomb)
        assert min(took_ms) < REFUSED_MS, (path, bomb)


class StandInMonitor:
    """Answers as the monitor does; `counts` is what it counted of overdue loans."""

    def __init__(self) -> None:
        self.port = free_port()
        self.counts = 7

    async def _counted(self, _: Request) -> Response:
        row = {
            "topic": "loans",
            "type": "loan.overdue",
            "reason": "",
            "total": self.counts,
            "per_minute": [self.counts],
        }
        return JSONResponse({"rows": [row]})

    @asynccontextmanager
    async def answering(self) -> AsyncIterator[None]:
        app = Starlette(routes=[Route("/counts", self._counted), Route("/ready", self._counted)])
        server = server_of(app, Viewers(1), 50, host="127.0.0.1", port=self.port, behind_proxy=False)
        task = asyncio.create_task(server.serve())
        try:
            yield
        finally:
            server.should_exit = True
            await task


async def test_what_the_monitor_counted_last_stays_with_its_age_and_is_counted_anew(
    tables: ConsoleStack, jars: Path
) -> None:
    monitor = StandInMonitor()
    env = {
        **os.environ, "KAFKA_BOOTSTRAP_SERVERS": NOBODY, "DOORSTEP_CONSOLE_JARS": str(jars),
        "DOORSTEP_CONSOLE_OPEN": "sandbox", "TWILIO_API_URL": f"http://{NOBODY}",
        "DOORSTEP_CONSOLE_READY": f"monitor=127.0.0.1:{monitor.port}",
    }  # fmt: skip
    app = application(load(ConsoleSettings, env), env)
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=ADDRESS) as browser:

        async def now_says(*words: str) -> bool:
            said = text_of(await browser.get("/"))
            return all(word in said for word in words)

        async def counts_nine_now() -> bool:
            said = text_of(await browser.get("/"))
            return "overdue 9" in said and "stale" not in said

        await until(lambda: now_says("The stream monitor does not answer"))
        async with monitor.answering():
            await until(lambda: now_says("overdue 7"))
        await until(lambda: now_says("overdue 7", "stale since", "the stream monitor does not answer"))
        monitor.counts = 9
        async with monitor.answering():
            await until(counts_nine_now)


async def test_a_broker_that_was_never_there_is_said_on_the_tail(browser: httpx.AsyncClient) -> None:
    async def said() -> bool:
        return "Kafka can't be reached" in text_of(await browser.get("/tail"))

    await until(said)
    assert re.search(r"nothing comes since \d\d:\d\d:\d\d UTC", text_of(await browser.get("/tail")))


@asynccontextmanager
async def own_broker(folder: Path) -> AsyncIterator[tuple[str, psutil.Process]]:
    """A Kafka that no other test needs, and its process."""
    inner = Folder(folder).make()
    ports = Ports(inner.run / "ports.json")
    kafka = await asyncio.to_thread(
        Kafka.fetched, inner, ports("kafka"), ports("controller"), cache_root(), SilentOutput()
    )
    async with Supervisor(inner) as supervisor:
        await supervisor.start(kafka.program())
        (java,) = started_with(str(folder))
        yield kafka.bootstrap, java


@campaign
async def test_a_broker_that_stands_still_is_said_to_whoever_looks_and_is_read_again(
    tables: ConsoleStack, jars: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The client itself waits for ever and says nothing."""
    monkeypatch.setattr(reader, "SILENT_S", 0.5)
    monkeypatch.setattr(reader, "ANSWERS_S", 2.0)
    async with own_broker(tmp_path / "broker") as (bootstrap, java):
        await make_catalogue({"bootstrap_servers": bootstrap}, partitions=1, prefix="own.")
        env = {
            **os.environ, "KAFKA_BOOTSTRAP_SERVERS": bootstrap, "DOORSTEP_TOPIC_PREFIX": "own.",
            "DOORSTEP_CONSOLE_JARS": str(jars), "DOORSTEP_CONSOLE_OPEN": "sandbox", "TWILIO_API_URL": f"http://{NOBODY}",
        }  # fmt: skip
        app = application(load(ConsoleSettings, env), env)
        ring = app.state.parts.ring
        async with app.router.lifespan_context(app):

            async def reads() -> bool:
                return not ring.trouble

            async def says() -> bool:
                return "Kafka" in ring.trouble

            await until(reads)
            looking = records(ring, StreamFilter(), "")
            await anext(looking)
            java.suspend()
            try:
                await until(says)
                assert b"event: trouble" in await anext(looking)
            finally:
                java.resume()
            await until(reads)
            assert b'"what": ""' in await anext(looking)
