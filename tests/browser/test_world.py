"""The World page in a browser: a phone that keeps what is being typed, and reads well for everybody at any width."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from deploy.local.ports import free_port
from services.sandbox.conductor.moments import BEGINS
from services.sandbox.control.app import make_control
from services.sandbox.serve import Served
from tests.integration.console.console_stack import ConsoleStack
from tests.unit.sandbox.driven_world import CASE, DrivenWorld, driven_world

from .conftest import DESKTOP, PHONE, Site

TOKEN = "w" * 40
PAGE = f"/world?case={CASE}"
SERIOUS = ("serious", "critical")


@pytest.fixture
async def world(
    stack: ConsoleStack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[DrivenWorld]:  # fmt: skip
    made, port = driven_world(tmp_path), free_port()
    monkeypatch.setenv("DOORSTEP_CONSOLE_WORLD", f"127.0.0.1:{port}")
    monkeypatch.setenv("DOORSTEP_CONSOLE_WORLD_TOKEN", TOKEN)
    served = Served(make_control(made.desk, lambda: True, port, TOKEN), port)
    await served.start()
    yield made
    await served.stop()


async def test_a_text_arrives_while_an_answer_is_being_typed_and_the_answer_stays(
    world: DrivenWorld, site: Site
) -> None:
    page = await site.page(PAGE)
    await page.get_by_role("button", name="Miss it").click()
    await expect(page.locator(".outcome")).to_contain_text("missed a payment")
    await page.get_by_label(f"Answer as {CASE} would").fill("Thursday, after")
    await world.holders.received(world.number, "When does it suit you?\n1: Thu 11 Mar", BEGINS)
    await expect(page.locator("#phone li.theirs")).to_contain_text("When does it suit you?")
    field = page.get_by_label(f"Answer as {CASE} would")
    await expect(field).to_have_value("Thursday, after")
    await field.press_sequentially(" lunch")
    await field.press("Enter")
    await expect(page.locator("#phone li.own")).to_contain_text("Thursday, after lunch")
    assert world.answered == [(world.number, "Thursday, after lunch", "person")]
    await expect(field).to_have_value("")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_axe_finds_nothing_serious(world: DrivenWorld, site: Site, scheme: str) -> None:
    await world.desk.missed(CASE, 1)
    await world.holders.received(world.number, "Hello.", BEGINS)
    world.desk.typed(CASE, "who is this?")
    page = await site.page(PAGE, scheme=scheme)
    results = await Axe().run(page)
    found = [
        f"{each['id']}: {json.dumps([node['html'][:120] for node in each['nodes'][:3]])}"
        for each in results.response["violations"]
        if each["impact"] in SERIOUS
    ]
    assert found == []


@pytest.mark.parametrize("size", [PHONE, (320, 700), DESKTOP])
async def test_it_is_no_wider_than_its_window(world: DrivenWorld, site: Site, size: tuple[int, int]) -> None:
    await world.holders.received(world.number, "x" * 200, BEGINS)
    page = await site.page(PAGE, size=size)
    assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]
