"""The page Flow on a real Kafka: who is behind and since when, who reads, and what it says while the broker is away."""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from deploy.local.ports import free_port
from services.console.monitor.latency import EMPTY, observed
from services.console.monitor.view import latency
from services.console.web.bootstrap import application
from services.console.web.flow import rebalances
from services.console.web.pages import flow as flow_page
from services.console.web.settings import ConsoleSettings
from shared.contracts.catalogue import TOPICS
from shared.runtime.settings import load
from tests.polling import until

from ..console_stack import ConsoleStack
from ..lag_group import LagGroup, assigned
from .asking import text_of
from .conftest import ADDRESS, NOBODY

REBALANCES = re.compile(r"(\d+) rebalances seen in the last hour")
AS_OF = re.compile(r'as of <time datetime="([^"]+)"')


class FlowSite:
    """The console on a stack. `env` is its environment: where Kafka is may change meanwhile."""

    def __init__(self, client: httpx.AsyncClient, app: Starlette, env: dict[str, str]) -> None:
        self.client, self.app, self.env = client, app, env

    async def text(self) -> str:
        answer = await self.client.get("/flow")
        assert answer.status_code == 200, answer.text
        return text_of(answer)

    async def says(self, *sentences: str) -> str:
        async def said() -> str:
            text = await self.text()
            return text if all(sentence in text for sentence in sentences) else ""

        found: str = await until(said)
        return found


def site_of(jars: Path, **more: str) -> tuple[Starlette, dict[str, str]]:
    env = {
        **os.environ, "DOORSTEP_CONSOLE_JARS": str(jars), "DOORSTEP_CONSOLE_OPEN": "sandbox",
        "TWILIO_API_URL": f"http://{NOBODY}", **more,
    }  # fmt: skip
    return application(load(ConsoleSettings, env), env), env


@pytest.fixture
async def flow(stack: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FlowSite]:
    monkeypatch.setattr(rebalances, "EVERY_S", 0.2)
    monkeypatch.setattr(flow_page, "LAG_FRESH_S", 0.2)
    monkeypatch.setattr(flow_page, "VIEW_FRESH_S", 0.1)
    app, env = site_of(jars)
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        yield FlowSite(client, app, env)


@pytest.mark.usefixtures("timed_by_producers")
async def test_a_service_that_is_behind_is_told_with_count_and_age(flow: FlowSite, stack: ConsoleStack) -> None:
    group = LagGroup(stack)
    await group.write("loans", 5, ago_s=7_200)
    await group.note("loans", 2)
    text = await flow.says("the group has no member; 3 events lie unread, the oldest for 2 h", "nobody reads")
    assert "3 behind, 2 h" in text
    async with group.member(*(topic.name for topic in TOPICS if "notifier" in topic.consumers)) as member:
        await until(lambda: assigned(member))
        await flow.says("3 events lie unread, the oldest for 2 h", "far behind", "1 member")


async def test_a_partition_that_nobody_reads_is_told_although_the_group_has_members(
    flow: FlowSite, stack: ConsoleStack
) -> None:
    group = LagGroup(stack, "router")
    async with group.member("fleet") as member:
        await until(lambda: assigned(member))
        # routing, outcomes, switches and operations, two partitions each
        await flow.says("not all read", "8 partitions have no reader; nothing lies unread")


async def test_that_members_come_and_go_is_seen_as_rebalances(flow: FlowSite, stack: ConsoleStack) -> None:
    group = LagGroup(stack, "scheduler")
    await flow.says("no rebalance seen in the last hour")
    seen = flow.app.state.parts.flow.groups.rebalances

    def count() -> int:
        return len(seen.lately("scheduler", datetime.now(UTC)))

    async def noted_at_rest() -> int:
        """So far, once a look has found that somebody reads: what happens from then on is another one."""
        return count() if seen._states["scheduler"] == "reads" and seen._parted["scheduler"] else 0

    await until(lambda: _true("scheduler" in seen._parted))  # who comes before the first look was always there
    async with group.member("visits") as member:
        await until(lambda: assigned(member))
        came = await until(noted_at_rest)  # one at least: Kafka may part it among its member more than once
    await until(lambda: _true(count() > came))
    told = REBALANCES.search(await flow.says("rebalances seen in the last hour"))
    assert told is not None
    assert int(told[1]) > came


async def test_what_comes_is_counted_and_what_was_there_before_is_not(stack: ConsoleStack, jars: Path) -> None:
    group = LagGroup(stack)
    await group.write("loans", 7)
    app, _ = site_of(jars)
    parts = app.state.parts
    async with app.router.lifespan_context(app):
        await until(lambda: _true(parts.ring.last == 7))
        assert parts.flow.throughput.bars() == {}
        await group.write("loans", 4)
        await until(lambda: _true(parts.ring.last == 11))
        assert sum(parts.flow.throughput.bars()["loans"]) == 4


async def test_fifty_who_look_cost_one_reading(flow: FlowSite, monkeypatch: pytest.MonkeyPatch) -> None:
    await flow.says("nobody reads")
    monkeypatch.setattr(flow_page, "LAG_FRESH_S", 60.0)  # however long fifty pages take
    pages = await asyncio.gather(*(flow.client.get("/flow") for _ in range(50)))
    assert len({found for page in pages for found in AS_OF.findall(page.text)}) <= 2


async def test_while_kafka_is_away_it_says_since_when_and_comes_back_by_itself(
    flow: FlowSite, stack: ConsoleStack
) -> None:
    await flow.says("nobody reads", "0 today")
    there, flow.env["KAFKA_BOOTSTRAP_SERVERS"] = flow.env["KAFKA_BOOTSTRAP_SERVERS"], NOBODY
    text = await flow.says("stale since", "Kafka can't be reached")
    assert "nobody reads" in text  # what was seen last stays, and says how old it is
    flow.env["KAFKA_BOOTSTRAP_SERVERS"] = there
    await LagGroup(stack).write("loans", 1)
    await flow.says("1 event lies unread", "as of")


async def test_without_a_kafka_the_picture_stands_and_says_what_is_missing(browser: httpx.AsyncClient) -> None:
    async def told() -> str:
        text = text_of(await browser.get("/flow"))
        return text if "Nothing comes from Kafka" in text and "Kafka can't be reached" in text else ""

    text = await until(told)
    assert "known once Kafka answers" in text
    assert all(topic.name in text for topic in TOPICS)
    assert "No stream monitor is known here" in text


async def test_while_the_monitor_is_away_what_it_said_last_stays_and_is_stale(
    tables: ConsoleStack, jars: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flow_page, "LATENCY_FRESH_S", 0.0)
    port = free_port()
    app, env = site_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY, DOORSTEP_CONSOLE_READY=f"monitor=127.0.0.1:{port}")
    transport = httpx.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
        flow = FlowSite(client, app, env)
        await flow.says("The stream monitor does not answer")
        async with monitor_at(port):
            await flow.says("Of 2 effects half came within 5 ms", "loan overdue", "text intended")
        await flow.says("stale since", "Of 2 effects")
        async with monitor_at(port):
            await flow.says("last 60 min", "Of 2 effects")


@asynccontextmanager
async def monitor_at(port: int) -> AsyncIterator[None]:
    """What the monitor answers, without the monitor."""
    seen = observed(observed(EMPTY, 4), 900)
    document = latency({("loan.overdue|text.intended", (540.0, 599.9)): seen}, now_s=630.0, minutes=3)
    body = json.dumps(document | {"behind": 0}).encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield


async def _true(found: bool) -> bool:
    return found
