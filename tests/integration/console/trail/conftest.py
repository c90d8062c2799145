"""The console with people of every role at it, and what the trail got meanwhile."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from services.console.may import StaffRole
from services.console.store.schema import prepare_store
from services.console.store.trail import TrailAsked
from services.console.trail.entry import TrailEntry
from services.console.web.bootstrap import application
from services.console.web.settings import ConsoleSettings
from services.console.web.site import Parts
from shared.runtime.settings import load
from tests.emptied import empty

from ..access.conftest import WHO_COMES_IN, console_database, settings, site
from ..console_stack import ConsoleStack
from ..web.conftest import ADDRESS, NOBODY, all_listen, jars, patient

__all__ = ["console_database", "jars", "settings", "site"]


@dataclass
class People:
    """The site, and a browser for whoever is asked for. `mark` is the newest entry before the test."""

    app: Starlette
    parts: Parts
    closing: AsyncExitStack
    mark: int = 0

    async def signed_in(self, name: str, *roles: StaffRole) -> httpx.AsyncClient:
        access = self.parts.access
        at = access.clock.now()
        account = await access.accounts.add(name, roles, by="test", at=at)
        token = await access.begun.begin(account.id, "password", at)
        return await self.browser({"cookie": f"{access.cookies.session}={token}"})

    async def browser(self, headers: dict[str, str] | None = None) -> httpx.AsyncClient:
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        client = httpx.AsyncClient(
            transport=transport, base_url=ADDRESS, timeout=30, headers={"origin": ADDRESS, **(headers or {})}
        )
        return await self.closing.enter_async_context(client)

    async def written(self, what: str = "", person: str = "", about: str = "") -> list[TrailEntry]:
        """Since the test began, oldest first."""
        found = await self.parts.access.trail.newest(TrailAsked(person, what, about), 10_000)
        return [entry for entry in reversed(found) if entry.number > self.mark]

    async def told(self, what: str = "", person: str = "") -> list[tuple[str, str, str, str]]:
        """Who, what, about what, and what came of it."""
        entries = await self.written(what, person)
        return [(each.deed.by, each.deed.what, each.deed.about, each.outcome.value) for each in entries]


@asynccontextmanager
async def people_at(jars: Path, **more: str) -> AsyncIterator[People]:
    env = {**os.environ, "DOORSTEP_CONSOLE_JARS": str(jars), **more}
    loaded = load(ConsoleSettings, env)
    await prepare_store(loaded.database_url)
    empty(loaded.database_url, WHO_COMES_IN)
    app: Starlette = application(loaded, env)
    async with AsyncExitStack() as closing:
        await closing.enter_async_context(app.router.lifespan_context(app))
        parts: Parts = app.state.parts
        made = People(app, parts, closing)
        made.mark = await parts.access.trail.last()
        yield made


@pytest.fixture
async def people(tables: ConsoleStack, jars: Path) -> AsyncIterator[People]:
    """A database, and no Kafka."""
    async with people_at(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY) as made:
        yield made


@pytest.fixture
async def people_served(served: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[People]:
    """The services carry out what is asked, and are known to listen."""
    patient(monkeypatch)
    async with people_at(jars) as made:
        await all_listen(made.parts.target)
        yield made
