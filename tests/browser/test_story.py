"""A first day in the browser, from a payment missed to a visit, with everything that may go wrong on the way."""

from __future__ import annotations

import asyncio
import re
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Page, async_playwright, expect

from tests.apart import campaign
from tests.integration.sandbox_up import sandbox_up

from .story import SLOW_MS, Visitor
from .watched import CHROMIUM, FLAGS, WatchedBrowser

CASE, STOPS, NEW = "case-00001", "case-00004", "case-00018"
"""Whose visit it is, who wants no more texts, and who is late by a day."""
REMINDERS_MAX = 5
NOTICE = "As agreed"
pytestmark = campaign


@pytest.fixture
async def sandbox(
    postgres_url: str, kafka_bootstrap: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Process]:
    async with sandbox_up(postgres_url, kafka_bootstrap, tmp_path, monkeypatch) as process:
        yield process


async def console_of(command: Process) -> str:
    """Where it says that its console is."""
    assert command.stdout is not None
    async with asyncio.timeout(SLOW_MS / 1000):
        async for line in command.stdout:
            if found := re.match(r"the console: (http://\S+)/ ", line.decode()):
                return found[1]
    raise AssertionError("it ended without a console")


async def test_the_whole_story_in_the_browser(sandbox: Process) -> None:
    address = await console_of(sandbox)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        watched = WatchedBrowser(address=address, browser=browser)
        await told(await watched.page(), address)
        await watched.close()
    assert watched.wrong == []


async def told(page: Page, address: str) -> None:
    visitor = Visitor(page, address)
    await a_visit_is_offered(visitor)
    await a_visit_is_agreed_in_words(visitor)
    await no_second_text_after_a_kill(visitor)
    await the_visit_is_on_every_page(visitor)
    await what_nobody_can_read_is_mended_and_given_back(visitor)
    await who_says_stop_gets_no_text(visitor)
    await why_there_is_no_visit(visitor)


async def a_visit_is_offered(visitor: Visitor) -> None:
    await visitor.miss(CASE, 70)
    for _ in range(REMINDERS_MAX):
        if "1:" in (said := await visitor.next_text()):
            return
    raise AssertionError(said)


async def a_visit_is_agreed_in_words(visitor: Visitor) -> None:
    """The hour is confirmed first; in the notice the crew has names."""
    await visitor.answer("the second one suits me")
    await visitor.until_it_came(visitor.page.locator("#phone li.theirs").filter(has_text=NOTICE))


async def no_second_text_after_a_kill(visitor: Visitor) -> None:
    """Killed as soon as the notice is on the phone: nobody may have heard yet that the carrier took it."""
    page, notices = visitor.page, visitor.page.locator("#phone li.theirs").filter(has_text=NOTICE)
    assert "notifier was killed" in await visitor.press("#kill-notifier")
    service = page.locator("#service-notifier")
    await expect(service).to_contain_text("1 restart", timeout=SLOW_MS)
    await expect(service.locator(".state")).to_have_text("up", timeout=SLOW_MS)
    before = await visitor.texts()
    await visitor.jump("1")
    await visitor.at(CASE)
    assert (await notices.count(), await visitor.texts()) == (1, before)
    await visitor.look("/texts")
    row = page.locator("tr").filter(has=page.get_by_role("cell", name="notice", exact=True)).first
    await expect(row.locator("td").nth(1)).to_have_text("1")
    await expect(page.locator("#doubts")).to_contain_text("None is in doubt")


async def the_visit_is_on_every_page(visitor: Visitor) -> None:
    page = visitor.page
    life = await visitor.look(f"/cases/{CASE}")
    card = page.locator("section").filter(has=page.get_by_role("heading", name="Appointment", exact=True))
    await expect(card.locator(".state")).to_have_text(re.compile("^(agreed|permitted)$"))
    await expect(life.locator(".timeline")).to_contain_text("the borrower chose")
    await visitor.look("/appointments")
    await page.get_by_role("link", name=re.compile("^the next:")).click()
    await page.locator("section.day").filter(has_text=CASE).get_by_role("heading").get_by_role("link").click()
    await expect(page.get_by_role("row").filter(has_text=CASE)).to_contain_text("porto-centro-")
    await page.get_by_role("link", name="on the map").click()
    await page.locator(".pin").click()
    await page.locator(".leaflet-popup-content").get_by_role("link", name="why this crew").click()
    await expect(page.locator("#why .goes")).to_contain_text("min")
    await expect(page.locator("#why")).to_contain_text("crew-assigned")


async def what_nobody_can_read_is_mended_and_given_back(visitor: Visitor) -> None:
    page = visitor.page
    await visitor.at(CASE)
    now = await page.locator("#clock time").get_attribute("datetime")
    assert "a time that names no zone" in await visitor.press_named("Poison a message about it")
    letters = await visitor.look_until("/letters", "1 case held")
    await letters.locator("#open .groups td a").click()
    await expect(letters.locator(".banner.held")).to_contain_text(CASE)
    await letters.locator("td a.id").click()
    await expect(letters.locator("#replay")).to_contain_text("would come again")
    await page.locator("#m-settings").fill(f"time={now}")
    await page.locator("#mend-reason").fill("the zone was left out")
    assert "is in loans again, mended by" in await visitor.press_named("Mend and give back")
    await visitor.look_until("/letters", "No dead letter is open")
    life = await visitor.look_until(f"/cases/{CASE}", "no record about it is left that can't be read")
    await expect(life.locator(".timeline")).to_contain_text("the loan is still overdue")
    # Held ten minutes more at most, until what was mended has been read.
    await visitor.at(CASE)
    await visitor.jump("1")
    await visitor.look(f"/cases/{CASE}")
    await expect(life.locator(".banner")).to_have_count(0)


async def who_says_stop_gets_no_text(visitor: Visitor) -> None:
    await visitor.miss(STOPS, 70)
    await visitor.next_text()
    await visitor.answer("STOP")
    life = await visitor.look_until(f"/cases/{STOPS}", "Held: opted-out")
    # The carrier heard it too, and takes not even what confirms it.
    await visitor.look_until(f"/cases/{STOPS}", "opt-out-confirmed rejected code 21610")
    await visitor.look_until("/texts?last=month", "21610")
    await visitor.at(STOPS)
    before = await visitor.texts()
    await visitor.jump("168")
    await visitor.at(STOPS)
    assert await visitor.texts() == before
    await visitor.look_until(f"/cases/{STOPS}", "still-held")
    await life.get_by_role("link", name="No text?").click()
    await expect(life.locator(".lead")).to_contain_text("The borrower opted out of texts")
    await expect(life.locator(".answer")).to_contain_text("rule: opt_out.words: 47 CFR 64.1200")


async def why_there_is_no_visit(visitor: Visitor) -> None:
    await visitor.miss(NEW, 1)
    life = await visitor.look_until(f"/cases/{NEW}", "due since")
    await life.get_by_role("link", name="No visit?").click()
    await expect(life.locator(".answer .lead")).to_contain_text("No reminder is due yet")
    await expect(life.locator(".answer")).to_contain_text("1 day past due, at least 60")
    await expect(life.locator(".answer")).to_contain_text("rule: gate.attempts_min")
