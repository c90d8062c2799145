"""A first day in the browser, from a payment missed to a visit, with everything that may go wrong on the way."""

from __future__ import annotations

import re
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from deploy.local.user_error import UserError
from services.console.target import find
from tests.apart import campaign
from tests.integration.sandbox_up import sandbox_up
from tests.polling import until

from .story import SLOW_MS, Visitor
from .watched import CHROMIUM, FLAGS, WatchedBrowser

CASE, STOPS, NEW = "case-00001", "case-00004", "case-00018"
"""Whose visit it is, who wants no more texts, and who is late by a day."""
REMINDERS_MAX = 5
pytestmark = campaign


@pytest.fixture
async def sandbox(
    postgres_url: str, kafka_bootstrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Process]:
    async with sandbox_up(postgres_url, kafka_bootstrap, tmp_path, monkeypatch) as process:
        yield process


async def console() -> str:
    """Where it is, once it is there."""
    try:
        return find().console_url().rstrip("/")
    except UserError:
        return ""


async def test_the_whole_story_in_the_browser(sandbox: Process) -> None:
    address = await until(console, seconds=SLOW_MS / 1000, alive=sandbox)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        watched = WatchedBrowser(address=address, browser=browser)
        await told(await watched.page(), address)
        await watched.close()
    assert watched.wrong == []


async def told(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    await a_visit_is_offered(visitor)
    notice = await answered_in_words(visitor)
    day = await looked_at(visitor)
    print(notice, day)


async def a_visit_is_offered(visitor: Visitor) -> None:
    await visitor.miss(CASE, 70)
    for _ in range(REMINDERS_MAX):
        if "1:" in (said := await visitor.next_text()):
            return
    raise AssertionError(said)


async def answered_in_words(visitor: Visitor) -> str:
    await visitor.answer("the second one suits me")
    return await visitor.next_text()


async def looked_at(visitor: Visitor) -> str:
    page = visitor.page
    await visitor.look(f"/cases/{CASE}")
    await expect(page.get_by_text(re.compile("^(booked|agreed|permitted)$"))).to_be_visible()
    return await page.locator("main").inner_text()
