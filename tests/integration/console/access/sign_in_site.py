"""A site with its parts, its clock, and what is in its tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from starlette.applications import Starlette

from services.console.may import StaffRole
from services.console.web.access.parts import AccessParts
from services.console.web.access.settings import AccessSettings

from .browser import Browser
from .small_site import CHEAP

PASSWORD = "a sentence to remember"


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

    async def account(self, name: str = "maria", *roles: StaffRole, password: str = PASSWORD) -> None:
        await self.access.accounts.add(name, roles or [StaffRole.OPERATOR], by="test", at=self.clock.now())
        self.execute("UPDATE console.accounts SET password = %s WHERE name = %s", CHEAP.hash(password), name)

    async def signed_in(self, name: str = "maria", *roles: StaffRole) -> Browser:
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
