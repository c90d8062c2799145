"""The console as a process of its own, on real PostgreSQL and Kafka, and Debian's Chromium that looks at it.

Between the two stands a line that a test can cut. Every page that a test opens is watched: a request to another origin,
a violation of the policy, or an error in a script fails the test at its end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from deploy.local.folder import cache_root
from deploy.local.jars import fetch
from deploy.local.ports import free_port
from deploy.local.program import http_status
from deploy.local.progress import SilentOutput
from deploy.local.stack import BROWSER_JARS
from tests.chaos.proxy import Link
from tests.integration.console.conftest import migrated, stack, tables
from tests.integration.console.console_stack import ConsoleStack
from tests.polling import until

__all__ = ["migrated", "stack", "tables"]

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
).split()
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass
class Site:
    """`address` leads through `link`, which can be cut. `wrong` is what a page did that it must not."""

    address: str
    link: Link
    browser: Browser
    stack: ConsoleStack
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def page(self, path: str = "/", size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
        """A page in a profile of its own, watched."""
        width, height = size
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
        )
        self.contexts.append(context)
        page = await context.new_page()
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        page.on("console", lambda message: self._said(message.type, message.text))
        await page.goto(self.address + path)
        return page

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme != "data" and not url.startswith(self.address):
            self.wrong.append(f"request: {url}")

    def _said(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.wrong.append(f"policy: {text}")


@pytest.fixture(scope="session", autouse=True)
def chromium() -> None:
    if not Path(CHROMIUM).exists():
        pytest.fail(f"{CHROMIUM} is missing: apt install chromium")


@pytest.fixture
async def site(stack: ConsoleStack) -> AsyncIterator[Site]:
    port = free_port()
    jars = await asyncio.to_thread(fetch, BROWSER_JARS, cache_root(), SilentOutput(), "assets")
    env = {
        **os.environ, "DOORSTEP_CONSOLE_PORT": str(port), "DOORSTEP_CONSOLE_JARS": str(jars[0].parent),
        "DOORSTEP_CONSOLE_OPEN": "sandbox", "TWILIO_API_URL": "http://127.0.0.1:9",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }  # fmt: skip
    process = await asyncio.create_subprocess_exec(sys.executable, "-m", "services.console.web", env=env)
    try:
        await until(lambda: http_status(port, "/ready"), alive=process)
        async with Link("console", [port]) as link, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            made = Site(f"http://127.0.0.1:{link.port}", link, browser, stack)
            yield made
            for context in made.contexts:
                await context.close()
            await browser.close()
        assert made.wrong == []
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
