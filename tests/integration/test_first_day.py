"""`./doorstep up --sandbox`: a first day without an account, on a Kafka and a PostgreSQL of one's own.

A payment is missed, texts come to the phone, the answer is in somebody's own words, a visit is agreed; a service is
killed and comes back, a message is poisoned and becomes a dead letter; Ctrl-C ends it in order.
"""

from __future__ import annotations

import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.user_error import UserError
from services.console.acts.world import WorldLink, world_of
from services.console.target import find
from services.console.views.case_document import case_document
from services.console.views.database import reading
from services.console.views.dead_letters import dead as dead_letters
from tests.apart import campaign
from tests.integration.sandbox_up import sandbox_up
from tests.polling import until

CASE = "case-00001"
LATE_DAYS = 70
TEXTS_MAX = 5
SLOW_S = 240.0
pytestmark = campaign


@pytest.fixture
async def started(
    postgres_url: str, kafka_bootstrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Process]:  # fmt: skip
    async with sandbox_up(postgres_url, kafka_bootstrap, tmp_path, monkeypatch) as process:
        yield process


async def driven() -> WorldLink | None:
    """The world, once it can be driven."""
    try:
        link = world_of(find())
        state = await link.state() if link is not None else None
    except UserError:
        return None
    return link if state is not None and state["ready"] else None


async def next_text(link: WorldLink) -> str:
    """Lets the clock jump until the phone of the case got one more; what it says."""
    before = len((await link.phone(CASE))["conversation"])

    async def came() -> str | None:
        texts = (await link.phone(CASE))["conversation"]
        return str(texts[-1]["body"]) if len(texts) > before and texts[-1]["by"] == "lender" else None

    await link.clock("jump", to="text")
    return str(await until(came, seconds=SLOW_S))


async def appointment() -> Any:
    async with reading(find()) as database:
        document = await case_document(database, CASE)
    return document.status if document is not None else None


async def agreed() -> str | None:
    status = await appointment()
    found = status["appointment"]["stage"] if status and status.get("appointment") else ""
    return found if found in ("booked", "agreed", "permitted") else None


async def test_a_first_day(started: Process) -> None:
    link: WorldLink = await until(driven, seconds=SLOW_S, alive=started)
    assert await link.miss(CASE, LATE_DAYS)
    for _ in range(TEXTS_MAX):
        if "1:" in (said := await next_text(link)):
            break
    assert "1:" in said, said

    # In words of one's own, through the carrier's webhook.
    await link.type_text(CASE, "the second one suits me")
    notice = await next_text(link)
    assert notice
    assert await until(agreed, seconds=SLOW_S)

    await link.kill("notifier")

    async def back() -> bool:
        rows = {each["name"]: each for each in (await link.state())["processes"]}
        return bool(rows["notifier"]["state"] == "running" and rows["notifier"]["restarts"] == 1)

    assert await until(back, seconds=SLOW_S)

    await link.poison(CASE)

    async def dead() -> list[Any]:
        async with reading(find()) as database:
            return [letter for letter in await dead_letters(database) if letter.topic == "loans"]

    assert await until(dead, seconds=SLOW_S)

    async with httpx.AsyncClient(base_url=find().console_url()) as browser:
        page = await browser.get(f"/world?case={CASE}")
    assert "the second one suits me" in page.text

    started.send_signal(signal.SIGINT)
    said_all, _ = await started.communicate()
    assert started.returncode == 0, said_all
    assert said_all.decode().rstrip().endswith("stopped")
