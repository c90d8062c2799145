"""The console's own tables in a real PostgreSQL, empty for each test, and a site behind them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from starlette.applications import Starlette

from services.console.may import Role
from services.console.store.schema import migrate_store
from services.console.web.access.parts import AccessParts, access_parts
from services.console.web.access.settings import AccessSettings

from .browser import Browser
from .small_site import CHEAP, cheap_passwords, small_site

PASSWORD = "a sentence to remember"
TABLES = "console.accounts, console.links, console.sessions, console.sign_ins, console.journeys"


@dataclass
class SetClock:
    """Stands still until a test moves it."""

    at: datetime = field(default_factory=lambda: datetime(2026, 11, 2, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        raise NotImplementedError

    def move(self, **by: float) -> None:
        self.at += timedelta(**by)


@dataclass
class SignInSite:
    """The site, its parts, and what is in its tables."""

    url: str
    access: AccessParts
    app: Starlette
    clock: SetClock

    def browser(self, address: str = "127.0.0.1") -> Browser:
        return Browser(self.app, address)

    async def account(self, name: str = "maria", *roles: Role, password: str = PASSWORD) -> None:
        await self.access.accounts.add(name, roles or [Role.OPERATOR], by="test", at=self.clock.now())
        self.execute("UPDATE console.accounts SET password = %s WHERE name = %s", CHEAP.hash(password), name)

    async def signed_in(self, name: str = "maria", *roles: Role) -> Browser:
        """A browser in which somebody with a new account has signed in."""
        await self.account(name, *roles)
        browser = self.browser()
        answer = await browser.post("/sign-in", {"name": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser

    def execute(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall() if cursor.description else []


def access_settings(url: str, key: Path) -> AccessSettings:
    return AccessSettings.model_validate(
        {
            "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9092",
            "DATABASE_URL": url,
            "DOORSTEP_MASTER_KEY_FILE": key,
        }
    )


@pytest.fixture(scope="session")
def console_database(postgres_url: str) -> Iterator[str]:
    name = f"access_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        url = postgres_url.rpartition("/")[0] + f"/{name}"
        asyncio.run(migrate_store(url))
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture
def settings(console_database: str, tmp_path: Path) -> AccessSettings:
    key = tmp_path / "master"
    key.write_text("unused", encoding="ascii")
    with psycopg.connect(console_database, autocommit=True) as admin:
        admin.execute(f"TRUNCATE {TABLES}".encode())
    return access_settings(console_database, key)


@pytest.fixture
async def site(settings: AccessSettings) -> AsyncIterator[SignInSite]:
    clock = SetClock()
    access = access_parts(settings, 8123, clock=clock, passwords=cheap_passwords())
    await access.open()
    yield SignInSite(settings.database_url, access, small_site(access), clock)
    await access.close()
