"""The World page in the browser, on the controls of a small sandbox; and none where there is no sandbox."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from deploy.local.ports import free_port
from services.console.web.settings import ConsoleSettings
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.control.app import make_control
from services.sandbox.serve import Served
from shared.runtime.settings import SettingsError, load
from tests.unit.sandbox.driven_world import CASE, DrivenWorld, driven_world

from ..console_stack import ConsoleStack
from .asking import press, text_of
from .conftest import NOBODY, sandbox_of

TOKEN = "w" * 40
ACTS = ("clock", f"phones/{CASE}", f"customers/{CASE}/miss", f"customers/{CASE}/pay", "kill", "poison", "weather")


@asynccontextmanager
async def driven(tmp_path: Path) -> AsyncIterator[tuple[DrivenWorld, int]]:
    world, port = driven_world(tmp_path), free_port()
    served = Served(make_control(world.desk, lambda: True, port, TOKEN), port)
    await served.start()
    try:
        yield world, port
    finally:
        await served.stop()


def console(jars: Path, port: int | None) -> AbstractAsyncContextManager[httpx.AsyncClient]:
    """Beside the sandbox whose world is driven at `port`, or beside none."""
    world = {"DOORSTEP_CONSOLE_WORLD": f"127.0.0.1:{port}", "DOORSTEP_CONSOLE_WORLD_TOKEN": TOKEN} if port else {}
    return sandbox_of(jars, KAFKA_BOOTSTRAP_SERVERS=NOBODY, **world)


async def test_where_there_is_no_sandbox_there_is_no_such_page(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/world")).status_code == 404
    assert 'href="/world"' not in (await browser.get("/switches")).text
    for act in ACTS:
        assert (await browser.post(f"/world/{act}", data={"do": "pause"})).status_code == 404, act


async def test_what_time_brings_is_said_before_somebody_jumps_over_it(
    tables: ConsoleStack, jars: Path, tmp_path: Path
) -> None:
    tables.execute(
        "INSERT INTO scheduler.timers (aggregate, kind, due_at)"
        " VALUES (%(case)s, 'answer-backstop', '2026-10-09 08:00Z')",
        case=CASE,
    )
    async with driven(tmp_path) as (_, port), console(jars, port) as client:
        said = text_of(await client.get(f"/world?case={CASE}"))
    assert "What time brings" in said
    assert "2026-10-09 09:00 no word about the offer it counts as if it had expired (scheduler)" in said


async def test_a_payment_is_missed_a_text_answered_and_everything_paid(
    tables: ConsoleStack, jars: Path, tmp_path: Path
) -> None:
    async with driven(tmp_path) as (world, port), console(jars, port) as client:
        page = await client.get(f"/world?case={CASE}")
        assert 'aria-current="page">World<' in page.text
        assert f"Let {CASE} miss a payment" in text_of(page)
        assert await press(client, f"/world/customers/{CASE}/miss", days="70") == (
            "good", f"done {CASE} missed a payment 70 days ago: the bank reports the loan as overdue.",
        )  # fmt: skip
        await world.holders.received(world.number, "When?\n1: Thu <b>11</b> Mar", BEGINS)
        tone, _ = await press(client, f"/world/phones/{CASE}", text="first <i>thing</i> Thursday")
        assert (tone, world.answered) == ("good", [(world.number, "first <i>thing</i> Thursday", "person")])
        page = await client.get(f"/world?case={CASE}")
        assert "When?<br>1: Thu &lt;b&gt;11&lt;/b&gt; Mar" in page.text
        assert "first &lt;i&gt;thing&lt;/i&gt; Thursday" in page.text
        assert world.number not in page.text
        assert (await press(client, f"/world/customers/{CASE}/pay"))[0] == "good"
        assert world.sandbox.out.kinds(CASE) == ["loan.overdue", "loan.payment-received"]
        tone, said = await press(client, f"/world/customers/{CASE}/pay")
        assert (tone, said) == ("bad", f"not done {CASE} owes nothing that is overdue.")


async def test_the_clock_the_weather_and_poison_each_have_a_sentence(
    tables: ConsoleStack, jars: Path, tmp_path: Path
) -> None:
    async with driven(tmp_path) as (world, port), console(jars, port) as client:
        pace = world.desk.driver.pace
        assert (await press(client, "/world/clock", do="pause"))[0] == "good"
        assert pace.paused
        assert "stands still" in text_of(await client.get("/world"))
        assert (await press(client, "/world/clock", do="jump", hours="24"))[0] == "good"
        assert pace.ahead_to == BEGINS + timedelta(days=1)
        assert (await press(client, "/world/clock", do="jump", hours="1e3"))[0] == "bad"
        assert (await press(client, "/world/clock", do="speed", speed="600"))[0] == "good"
        assert (pace.speed, pace.paused) == (600.0, False)
        assert "No service keeps up" not in text_of(await client.get("/world"))
        assert (await press(client, "/world/clock", do="speed", speed="30000"))[0] == "good"
        assert "one that works may be called silent" in text_of(await client.get("/world"))
        await press(client, "/world/clock", do="speed", speed="600")
        assert (await press(client, "/world/clock", do="back"))[0] == "bad"
        assert (await press(client, "/world/weather", weather="rough"))[0] == "good"
        assert (await press(client, "/world/weather", weather="rough"))[0] == "bad"
        assert (await press(client, "/world/poison"))[0] == "bad"
        await press(client, f"/world/customers/{CASE}/miss", days="1")
        assert (await press(client, "/world/poison", case=CASE))[0] == "good"
        assert [event.subject for event in world.poison.spoilt] == [CASE]
        assert (await press(client, "/world/kill", service="postgres"))[0] == "bad"


async def test_what_was_typed_and_refused_is_there_to_be_mended(
    tables: ConsoleStack, jars: Path, tmp_path: Path
) -> None:
    async with driven(tmp_path) as (_, port), console(jars, port) as client:
        answer = await client.post(f"/world/phones/{CASE}", data={"text": "x" * 481})
        page = await client.get(answer.headers["location"])
        assert f'value="{"x" * 481}"' in page.text


@pytest.mark.parametrize("case", ["nobody", "a b", "..%2f..%2fstate", "%3Cimg%3E"])
async def test_an_unknown_customer_is_no_page(tables: ConsoleStack, jars: Path, tmp_path: Path, case: str) -> None:
    async with driven(tmp_path) as (_, port), console(jars, port) as client:
        assert (await client.get(f"/world?case={case}")).status_code == 404


async def test_when_the_world_is_away_the_page_shows_what_it_saw_last(
    tables: ConsoleStack, jars: Path, tmp_path: Path
) -> None:
    async with driven(tmp_path) as (_, port), console(jars, port) as client:
        assert (await client.get("/world")).status_code == 200
    async with console(jars, port) as client:
        page = await client.get("/world")
        assert (page.status_code, "The world does not answer" in text_of(page)) == (503, True)
        tone, said = await press_gone(client)
        assert (tone, said) == (503, True)


async def press_gone(client: httpx.AsyncClient) -> tuple[int, bool]:
    """The form is answered all the same; the page that follows has nothing to show."""
    answer = await client.post("/world/clock", data={"do": "pause"})
    assert answer.status_code == 303
    page = await client.get(answer.headers["location"])
    return page.status_code, "The world does not answer" in text_of(page)


async def test_every_act_of_the_page_is_a_command(
    tables: ConsoleStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with driven(tmp_path) as (world, port):
        monkeypatch.setenv("DOORSTEP_CONSOLE_WORLD", f"127.0.0.1:{port}")
        monkeypatch.setenv("DOORSTEP_CONSOLE_WORLD_TOKEN", TOKEN)

        async def ran(*arguments: str) -> str:
            result = await asyncio.to_thread(tables.run, "world", *arguments)
            return re.sub(r"\s+", " ", result.output or str(result.exception))

        assert "missed a payment 30 days ago" in await ran("miss", CASE, "--days", "30")
        assert "sent it" in await ran("phone", CASE, "who is this?")
        assert "person: who is this?" in await ran("phone", CASE)
        assert "names no zone" in await ran("poison", CASE)
        assert "paid everything" in await ran("pay", CASE)
        assert "stands still" in await ran("clock", "pause")
        assert "goes on" in await ran("clock", "go")
        assert "60 times as fast" in await ran("clock", "speed", "60")
        assert "jumps to" in await ran("clock", "jump", "morning")
        assert "next text" in await ran("clock", "jump", "text")
        assert "12:00" in await ran("clock", "jump", "3")
        assert "takes hours" in await ran("clock", "jump", "soon")
        assert "loses, doubles" in await ran("weather", "rough")
        assert "No such service" in await ran("kill", "postgres")
        shown = await asyncio.to_thread(tables.json, "world", "show")
        assert (shown["weather"], shown["speed"]) == ("rough", 60)
        listed = await asyncio.to_thread(tables.json, "world", "ls", "00001")
        assert [row["case"] for row in listed["customers"]] == [CASE]
        assert world.answered == [(world.number, "who is this?", "person")]


def test_a_world_beside_a_real_carrier_is_refused(tables: ConsoleStack, jars: Path) -> None:
    env = {
        **os.environ, "KAFKA_BOOTSTRAP_SERVERS": NOBODY, "DOORSTEP_CONSOLE_JARS": str(jars),
        "DOORSTEP_CONSOLE_WORLD": "127.0.0.1:4711",
    }  # fmt: skip
    with pytest.raises(SettingsError, match="a world is not driven beside a carrier of another machine"):
        load(ConsoleSettings, env)
