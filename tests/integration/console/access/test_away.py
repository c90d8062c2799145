"""The console's tables are away: who was in may look on for a while, nobody acts, and nobody comes in."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from services.console.may import StaffRole
from services.console.store.sessions import Sessions
from services.console.store.tables import ConsoleTables
from services.console.web.access.known_sessions import KnownSessions
from services.console.web.access.parts import AccessParts

from .browser import Browser
from .sign_in_site import SignInSite
from .small_site import small_site


@dataclass
class Losing:
    """A site whose tables can be taken away."""

    access: AccessParts
    browser: Browser
    site: SignInSite

    async def lose(self) -> None:
        await self.access.tables.close()


@pytest.fixture
async def losing(site: SignInSite) -> AsyncIterator[Losing]:
    signed_in = await site.signed_in("ana", StaffRole.PRIVACY_OFFICER)
    tables = ConsoleTables(site.url)
    await tables.open()
    access = replace(site.access, tables=tables, sessions=KnownSessions(Sessions(tables)))
    browser = Browser(small_site(access))
    browser.cookies = signed_in.cookies
    yield Losing(access, browser, site)
    await tables.close()


async def test_who_was_seen_looks_on_and_changes_nothing(losing: Losing) -> None:
    assert (await losing.browser.get("/")).text == "ana: privacy officer"
    await losing.lose()
    assert (await losing.browser.get("/")).text == "ana: privacy officer (only looks)"
    assert (await losing.browser.post("/forget")).status_code == 403
    losing.site.clock.move(minutes=16)
    answer = await losing.browser.get("/")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "3")


async def test_who_was_not_seen_by_this_process_does_not_look(losing: Losing) -> None:
    await losing.lose()
    assert (await losing.browser.get("/")).status_code == 503


async def test_the_page_to_sign_in_is_there_and_signing_out_forgets(losing: Losing) -> None:
    await losing.browser.get("/")
    await losing.lose()
    assert (await losing.browser.get("/sign-in")).status_code in (200, 303)
    cookies = dict(losing.browser.cookies)
    assert (await losing.browser.post("/sign-out")).status_code == 503
    losing.browser.cookies = cookies
    assert (await losing.browser.get("/")).status_code == 503


async def test_nothing_of_a_lost_connection_is_said_but_that_it_is_lost(losing: Losing) -> None:
    await losing.lose()
    answer = await losing.browser.get("/")
    assert losing.site.url not in answer.text
    assert "postgres" not in answer.text.lower()
    assert logging.getLogger("psycopg.pool").level == logging.NOTSET
