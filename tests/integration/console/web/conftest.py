"""The site of the console on the tables of the three services, asked as a browser would."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from deploy.local.folder import cache_root
from deploy.local.jars import fetch
from deploy.local.progress import SilentOutput
from deploy.local.stack import BROWSER_JARS
from services.console.web.bootstrap import application
from services.console.web.settings import ConsoleSettings
from shared.runtime.settings import load

from ..console_stack import ConsoleStack

NOBODY = "127.0.0.1:9"


@pytest.fixture(scope="session")
def jars() -> Path:
    return fetch(BROWSER_JARS, cache_root(), SilentOutput(), "assets")[0].parent


@pytest.fixture
async def browser(tables: ConsoleStack, jars: Path) -> AsyncIterator[httpx.AsyncClient]:
    """The site with a database and no Kafka."""
    env = {
        **os.environ, "KAFKA_BOOTSTRAP_SERVERS": NOBODY, "DOORSTEP_CONSOLE_JARS": str(jars),
        "DOORSTEP_CONSOLE_OPEN": "sandbox", "TWILIO_API_URL": f"http://{NOBODY}",
    }  # fmt: skip
    app = application(load(ConsoleSettings, env), env)
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client,
    ):
        yield client
