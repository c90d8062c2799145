"""The site of the console on the tables of the three services, asked as a browser would."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest
from starlette.applications import Starlette

from deploy.local.folder import cache_root
from deploy.local.jars import fetch
from deploy.local.progress import SilentOutput
from deploy.local.stack import BROWSER_JARS
from services.console.acts.operations import ask, operating, operation
from services.console.may import StaffRole
from services.console.store import tables as store_tables
from services.console.store.schema import prepare_store
from services.console.target import Target
from services.console.views.database import SERVICES
from services.console.web import database
from services.console.web.bootstrap import application
from services.console.web.pages import (
    appointments,
    holds,
    letter_acts,
    map,
    parked,
    replies,
    reveals,
    switches,
    texts,
)
from services.console.web.settings import ConsoleSettings
from services.console.web.site import Parts
from shared.contracts.operations import ReplayAsked
from shared.runtime.settings import load
from tests.emptied import empty
from tests.polling import until

from ..access.conftest import WHO_COMES_IN
from ..console_stack import ConsoleStack

NOBODY = "127.0.0.1:9"
ADDRESS = "http://127.0.0.1"
NOBODY_OF_THESE = "before-the-test"
HASTY_S = 0.5


@pytest.fixture(scope="session")
def jars() -> Path:
    return fetch(BROWSER_JARS, cache_root(), SilentOutput(), "assets")[0].parent


@pytest.fixture
async def browser(tables: ConsoleStack, jars: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The site with a database and no Kafka."""
    async with sandbox_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY) as client:
        yield client


@pytest.fixture
async def hasty_browser(
    tables: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[httpx.AsyncClient]:
    """The same, where a page waits half a second for a database that is away, and reads anew after as long."""
    monkeypatch.setattr(database, "WAIT_S", HASTY_S)
    monkeypatch.setattr(store_tables, "WAIT_S", HASTY_S)
    monkeypatch.setattr(appointments, "FRESH_S", HASTY_S)
    monkeypatch.setattr(map, "FRESH_S", HASTY_S)
    async with sandbox_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY) as client:

        async def reads() -> bool:
            return (await client.get("/cases")).status_code == 200

        await until(reads)
        yield client


@asynccontextmanager
async def sandbox_of(jars: Path, **more: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser at the open sandbox's site. Its tables are made before it starts, and not only soon after."""
    await prepare_store(os.environ["DATABASE_URL"])
    env = {
        **os.environ, "DOORSTEP_CONSOLE_JARS": str(jars), "DOORSTEP_CONSOLE_OPEN": "sandbox",
        "TWILIO_API_URL": f"http://{NOBODY}",
    } | more  # fmt: skip
    app = application(load(ConsoleSettings, env), env)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url=ADDRESS, headers={"origin": ADDRESS}) as client,
    ):
        yield client


@contextmanager
def without_database(url: str) -> Iterator[None]:
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    admin = url.rpartition("/")[0] + "/postgres"
    with psycopg.connect(admin, autocommit=True) as other:
        other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false".encode())
        try:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> pg_backend_pid()",
                [name],
            )
            yield
        finally:
            other.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true".encode())


@dataclass
class Desks:
    """Two operators at the same console, and what it is made of."""

    ana: httpx.AsyncClient
    ben: httpx.AsyncClient
    parts: Parts


@asynccontextmanager
async def desks_of(jars: Path) -> AsyncIterator[Desks]:
    """The console on what the environment names, with two supervisors who have signed in."""
    env = {**os.environ, "DOORSTEP_CONSOLE_JARS": str(jars)}
    settings = load(ConsoleSettings, env)
    await prepare_store(settings.database_url)
    empty(settings.database_url, WHO_COMES_IN)
    app: Starlette = application(settings, env)
    parts: Parts = app.state.parts
    async with AsyncExitStack() as closing:
        await closing.enter_async_context(app.router.lifespan_context(app))
        ana, ben = [await _signed_in(app, parts, name, closing) for name in ("ana", "ben")]
        yield Desks(ana, ben, parts)


async def _signed_in(app: Starlette, parts: Parts, name: str, closing: AsyncExitStack) -> httpx.AsyncClient:
    """A browser in which somebody with a new account of that name has a session."""
    access = parts.access
    at = access.clock.now()
    account = await access.accounts.add(name, [StaffRole.SUPERVISOR], by="test", at=at)
    token = await access.begun.begin(account.id, "password", at)
    return await closing.enter_async_context(
        httpx.AsyncClient(
            transport=httpx.ASGITransport(app=app), base_url=ADDRESS, timeout=30,
            headers={"origin": ADDRESS, "cookie": f"{access.cookies.session}={token}"},
        )
    )  # fmt: skip


@pytest.fixture
async def table_desks(tables: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desks]:
    """With the database alone."""
    monkeypatch.setenv("KAFKA_BOOTSTRAP_SERVERS", NOBODY)
    async with desks_of(jars) as made:
        yield made


def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages wait until services have answered, also on a machine that is slow today."""
    for page in (holds, letter_acts, parked, replies, reveals, texts):
        monkeypatch.setattr(page, "PATIENCE_S", 30.0)
    monkeypatch.setattr(switches, "HEARD_WITHIN_S", 30.0)


@pytest.fixture
async def desks(served: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desks]:
    """The services carry out what is asked, and are known to listen."""
    patient(monkeypatch)
    async with desks_of(jars) as made:
        await all_listen(made.parts.target)
        yield made


async def all_listen(target: Target) -> None:
    """Each service has answered something that there is nothing to do about."""
    asked = [
        operation(ReplayAsked, name, target.clock().now(), by=NOBODY_OF_THESE, aggregate="none") for name in SERVICES
    ]
    async with operating(target) as database:
        assert all(answer.refused for answer in await ask(target, database, asked, 30))


@pytest.fixture
async def lonely_desks(stack: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Desks]:
    """No service runs: what is asked stands in its topic."""
    monkeypatch.setattr(letter_acts, "PATIENCE_S", 0.2)
    monkeypatch.setattr(parked, "PATIENCE_S", 0.2)
    monkeypatch.setattr(switches, "HEARD_WITHIN_S", 0.2)
    async with desks_of(jars) as made:
        yield made
