"""The console as a process of its own, on real PostgreSQL and Kafka, and Debian's Chromium that looks at it.

Between the two stands a line that a test can cut. Every page that a test opens is watched: a request to another origin,
a violation of the policy, or an error in a script fails the test at its end.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.async_api import async_playwright, expect

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

from .watched import CHROMIUM, DESKTOP, FLAGS, PHONE, WatchedBrowser

__all__ = ["DESKTOP", "PHONE", "migrated", "stack", "tables"]

expect.set_options(timeout=30_000)  # what a page shows comes over Kafka; five seconds are few on a busy machine


@dataclass(kw_only=True)
class Site(WatchedBrowser):
    """`address` leads through `link`, which can be cut."""

    link: Link
    stack: ConsoleStack


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
            made = Site(address=f"http://127.0.0.1:{link.port}", browser=browser, link=link, stack=stack)
            yield made
            await made.close()
        assert made.wrong == []
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()
