"""What "why not?" takes among many cases: the service's answer over HTTP, and the page around it.

The tables are real, every case texts and has a ledger, and each question is about another case. Also alone:
`python -m tests.benchmarks.console.questions --cases 100000`.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
import statistics
import tempfile
import time
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import httpx
import psycopg
from starlette.applications import Starlette

from deploy.local import test_servers
from deploy.local.folder import cache_root
from deploy.local.jars import fetch
from deploy.local.ports import free_port
from deploy.local.progress import SilentOutput
from deploy.local.stack import BROWSER_JARS
from services.console.web.bootstrap import application
from services.console.web.settings import ConsoleSettings
from services.notifier.bootstrap import MIGRATIONS, QUERIES
from services.notifier.core.formats import NEWEST
from services.notifier.core.state import STATES, Texting
from services.notifier.shell.look_up import LoanLookUp
from services.notifier.shell.why_not import NotifierAnswers
from shared.policy import load_pack
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.clock import SystemClock
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.questions import Questions
from shared.runtime.settings import load
from shared.runtime.web import Web
from tests.arguments import whole
from tests.unit.notifier.events import overdue
from tests.unit.notifier.given import delivered, given

MASTER = bytes(32)
ASKED = 300
WARM = 20
CONTACTS = """
INSERT INTO notifier.contacts (id, borrower, case_id, channel, kind, counted, at, state, told_at)
SELECT gen_random_uuid()::text, 'b' || n, 'case-' || n, 'text', 'reminder-firm', true,
       now() - (m || ' days')::interval, 'made', now()
FROM generate_series(0, %(cases)s - 1) AS n, generate_series(1, 4) AS m
"""
HISTORY = """
INSERT INTO notifier.history
    (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes, published)
SELECT 'case-' || n, 9, 'case-' || n, now() - interval '1 day', 'timer:look', 't', 'not-yet', 'not yet', '', true, '[]',
       '{}'
FROM generate_series(0, %(cases)s - 1) AS n
"""
TIMERS = """
INSERT INTO notifier.timers (aggregate, kind, due_at)
SELECT 'case-' || n, 'look', now() + interval '1 day' FROM generate_series(0, %(cases)s - 1) AS n
"""


async def fill(url: str, cases: int) -> None:
    """So many borrowers who are texted, each with four contacts in the ledger."""
    for service in ("scheduler", "router"):
        await migrate(url, service, ("shared.runtime.pg", f"services.{service}.shell"))
    await migrate(url, "notifier", MIGRATIONS)
    life = given(overdue(20), delivered("reminder-firm"))
    assert isinstance(life.state, Texting)
    doc = STATES.dump_json(life.state)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        cursor = connection.cursor()
        async with cursor.copy("COPY notifier.states (aggregate, version, doc, format) FROM STDIN") as rows:
            for number in range(cases):
                mine = doc.replace(b'"case-1"', b'"case-%d"' % number).replace(b'"b1"', b'"b%d"' % number)
                await rows.write_row((f"case-{number}", 9, mine, NEWEST))
        for statement in (HISTORY, TIMERS, CONTACTS):
            await cursor.execute(statement.encode(), {"cases": cases})
        await cursor.execute("ANALYZE")


async def times_ms(ask: Callable[[int], Awaitable[httpx.Response]], cases: int) -> tuple[list[float], float]:
    """Of questions one after the other, each about another case; the first few are not counted. And the time that this
    process worked for each, whoever else works on the machine.
    """
    found, cpu_s = [], time.process_time()
    for number in range(WARM + ASKED):
        began = time.perf_counter()
        answer = await ask(number * 7919 % cases)
        found.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text
    cpu_ms = (time.process_time() - cpu_s) * 1000 / len(found)
    return sorted(found[WARM:]), cpu_ms


async def questions(url: str, cases: int, folder: Path) -> float:
    """The 95th percentile of the page, in ms. Prints both."""
    await fill(url, cases)
    key = folder / "questions-master"
    key.write_text(urlsafe_b64encode(MASTER).decode())
    key.chmod(0o600)
    pack, port = load_pack("default"), free_port()
    jars = fetch(BROWSER_JARS, cache_root(), SilentOutput(), "assets")[0].parent
    env = {
        **os.environ, "DATABASE_URL": url, "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9", "DOORSTEP_LOG_LEVEL": "ERROR",
        "DOORSTEP_MASTER_KEY_FILE": str(key), "DOORSTEP_CONSOLE_JARS": str(jars), "DOORSTEP_CONSOLE_OPEN": "sandbox",
        "TWILIO_API_URL": "http://127.0.0.1:9", "DOORSTEP_CONSOLE_READY": f"notifier=127.0.0.1:{port}",
    }  # fmt: skip
    async with AsyncExitStack() as closing:
        store = PgStore(url, "notifier", QUERIES)
        await store.start()
        closing.push_async_callback(store.close)
        store.format = NEWEST
        asked = Questions("notifier")
        ring = KeyRing(PgKeys(store), MasterKeys.of(MASTER).wrap)
        asked.answer = NotifierAnswers(store, LoanLookUp(ring, SystemClock(), pack), SystemClock(), pack, NEWEST)
        web = Web(Starlette(routes=list(asked.routes())), port, setting="DOORSTEP_HEALTH_PORT")
        await web.start()
        closing.push_async_callback(web.stop)
        app = application(load(ConsoleSettings, env), env)
        await closing.enter_async_context(app.router.lifespan_context(app))
        service = await closing.enter_async_context(httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}"))
        console = await closing.enter_async_context(
            httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://127.0.0.1")
        )
        answers = await times_ms(lambda n: service.get(f"/why-not?of=text&case=case-{n}"), cases)
        pages = await times_ms(lambda n: console.get(f"/cases/case-{n}/why-not?of=text"), cases)
    for name, (found, cpu_ms) in (("answer of the service", answers), ("page", pages)):
        p95 = found[int(len(found) * 0.95)]
        print(f"why not, {name:21}: median {statistics.median(found):.0f} ms, p95 {p95:.0f} ms, at most "
              f"{found[-1]:.0f} ms; {cpu_ms:.0f} ms of work each; {len(found)} among {cases:,} cases")  # fmt: skip
    return pages[0][int(len(pages[0]) * 0.95)]


async def _alone(cases: int, folder: Path) -> None:
    postgres = test_servers.address("postgres", folder / "postgres")
    name = f"questions_{uuid4().hex[:12]}"
    async with await psycopg.AsyncConnection.connect(postgres, autocommit=True) as admin:
        await admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        try:
            base, _, query = postgres.partition("?")
            await questions(base.rpartition("/")[0] + f"/{name}" + (f"?{query}" if query else ""), cases, folder)
        finally:
            await admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=whole(1), default=100_000)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="doorstep-bench-"))
    print(f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores", flush=True)
    try:
        asyncio.run(_alone(asked.cases, folder))
    finally:
        test_servers.leave()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
