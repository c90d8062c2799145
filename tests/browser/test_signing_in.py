"""Signing in with a real browser, which keeps the cookie on a loopback address and goes where the policy lets it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from playwright.async_api import BrowserContext, Page, async_playwright
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route

from deploy.local.folder import cache_root
from deploy.local.jars import fetch
from deploy.local.ports import free_port
from deploy.local.progress import SilentOutput
from deploy.local.stack import BROWSER_JARS
from services.console.store.schema import migrate_store
from services.console.web.access.middleware import AccessMiddleware
from services.console.web.access.parts import AccessParts, access_parts
from services.console.web.access.required import open_to_all
from services.console.web.access.settings import AccessSettings
from services.console.web.assets import Assets, of_jars, own_files
from services.console.web.headers import SafeHeaders
from services.console.web.page import Pages
from shared.runtime.clock import SystemClock
from shared.runtime.web import Web
from tests.integration.console.access.identity_provider import CLIENT, SECRET, IdentityProvider
from tests.integration.console.access.sign_in_site import access_settings
from tests.integration.console.access.small_site import PAGES, cheap_passwords

from .watched import CHROMIUM, FLAGS

PASSWORD = "a sentence to remember"


@dataclass
class SignInBrowser:
    """`wrong` is what the browser refused or reported."""

    url: str
    access: AccessParts
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)

    async def text(self) -> str:
        return await self.page.inner_text("body")


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[str]:
    name = f"signing_{uuid4().hex[:16]}"
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        url = postgres_url.rpartition("/")[0] + f"/{name}"
        await migrate_store(url)
        yield url
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@asynccontextmanager
async def signing_in(settings: AccessSettings, port: int, host: str = "127.0.0.1") -> AsyncIterator[SignInBrowser]:
    jars = await asyncio.to_thread(fetch, BROWSER_JARS, cache_root(), SilentOutput(), "assets")
    assets = Assets(dict([*own_files(), *of_jars(jars)]))
    access = access_parts(settings, port, passwords=cheap_passwords())
    routes = [Route("/assets/{address}", open_to_all("styles and scripts")(assets.route().endpoint)), *PAGES]
    app = Starlette(
        routes=routes, middleware=[Middleware(SafeHeaders), Middleware(AccessMiddleware, access=access, routes=routes)]
    )
    app.state.pages, app.state.clock = Pages(assets), SystemClock()
    web = Web(app, port, setting="TEST_PORT")
    await access.open()
    await web.start()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = await browser.new_context()
        page = await context.new_page()
        made = SignInBrowser(f"http://{host}:{port}", access, context, page)
        page.on("console", lambda message: made.wrong.append(message.text) if "Policy" in message.text else None)
        yield made
        await browser.close()
    await web.stop()
    await access.close()


def flags(cookies: Sequence[object]) -> list[tuple[object, ...]]:
    return [tuple(dict(each)[name] for name in ("name", "secure", "httpOnly", "sameSite", "path")) for each in cookies]  # type: ignore[call-overload]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
async def test_the_first_link_a_session_out_and_in_again(database: str, tmp_path: Path, host: str) -> None:
    key, port = tmp_path / "master", free_port()
    key.write_text("unused", encoding="ascii")
    async with signing_in(access_settings(database, key), port, host) as browser:
        page, token = browser.page, await browser.access.links.first(datetime.now(UTC))
        await page.goto(f"{browser.url}/first/{token}")
        await page.fill("#name", "rui")
        await page.fill("#password", PASSWORD)
        await page.fill("#again", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{browser.url}/")
        assert "rui: supervisor" in await browser.text()
        assert flags(await browser.context.cookies()) == [(f"__Host-doorstep-{port}", True, True, "Lax", "/")]
        assert await page.evaluate("document.cookie") == ""
        await page.goto(f"{browser.url}/sign-in")
        assert page.url == f"{browser.url}/", "who is in is not asked again"
        left = await page.evaluate("fetch('/sign-out', {method: 'POST'}).then(answer => answer.status)")
        assert left == 200
        assert await browser.context.cookies() == []
        await page.goto(f"{browser.url}/cases?x=1")
        assert "/sign-in?next=" in page.url
        await page.fill("#name", "rui")
        await page.fill("#password", "wrong wrong wrong")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("[role=alert]")
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{browser.url}/cases?x=1")
        assert browser.wrong == []


async def test_to_the_provider_and_back_within_the_content_policy(database: str, tmp_path: Path) -> None:
    key, port, there = tmp_path / "master", free_port(), free_port()
    key.write_text("unused", encoding="ascii")
    provider = IdentityProvider(f"http://127.0.0.1:{there}", f"http://127.0.0.1:{port}/oidc/callback")
    web = Web(provider.app, there, setting="TEST_PORT")
    await web.start()
    settings = AccessSettings.model_validate(
        access_settings(database, key).model_dump(exclude_unset=True)
        | {
            "oidc_issuer": provider.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET,
            "oidc_roles": "desk=operator",
        }
    )  # fmt: skip
    async with signing_in(settings, port) as browser:
        await browser.page.goto(f"{browser.url}/cases")
        await browser.page.click("text=Sign in with your organisation")
        await browser.page.wait_for_url(f"{browser.url}/cases")
        assert "ines: operator" in await browser.text()
        assert [name for name, *_ in flags(await browser.context.cookies())] == [f"__Host-doorstep-{port}"]
        assert browser.wrong == []
    await web.stop()
