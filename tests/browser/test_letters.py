"""Dead letters and switches by keyboard, without a script, and while the page renews itself."""

from __future__ import annotations

import asyncio
import json

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.integration.console.running_services import services_running
from tests.integration.console.test_dead_letters import CLOSED, GOOD, parked, refused
from tests.integration.console.web.asking import given

from .conftest import DESKTOP, PHONE, Site

MENDABLE = json.dumps(CLOSED | {"data": {}}).encode()


async def tab_to(page: Page, name: str) -> None:
    """Goes on by tabulator until what is focused is called so."""
    for _ in range(80):
        await page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if await focused.count() and name in (
            await focused.evaluate("each => each.textContent + (each.id || '') + (each.name || '')")
        ):
            return
    raise AssertionError(f"{name} is not reached by keyboard")


async def test_a_letter_is_mended_and_given_back_by_keyboard_alone(site: Site) -> None:
    refused(site.stack, MENDABLE)
    with services_running(site.stack):
        page = await site.page("/letters")
        await tab_to(page, "data: missing")
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("What one of them holds")).to_be_visible()
        await tab_to(page, "letter")
        letter = page.locator("td a.id").first
        await letter.focus()
        await page.keyboard.press("Enter")
        await tab_to(page, "m-settings")
        await page.keyboard.type("data.cause=sold")
        await tab_to(page, "mend-reason")
        await page.keyboard.type("the cause was left out")
        await tab_to(page, "Mend and give back")
        await page.keyboard.press("Enter")
        await expect(page.locator(".outcome")).to_contain_text("is in loans again, mended by", timeout=30_000)
    assert await given(site.stack) == [CLOSED]


async def test_what_is_typed_stays_while_the_page_renews_itself(site: Site) -> None:
    page = await site.page("/switches")
    cause = page.locator("#s-cause")
    await cause.fill("stor")
    async with page.expect_response(lambda answer: answer.url.endswith("/switches")):
        site.stack.execute(
            "INSERT INTO notifier.switches (what, scope, stopped, cause, at)"
            " VALUES ('visiting', 'region:porto', true, 'tried', now())"
        )
    await expect(page.get_by_text("region:porto")).to_be_visible(timeout=15_000)
    await page.keyboard.type("m")
    await expect(cause).to_have_value("storm")


async def test_a_replay_shows_its_progress_and_is_stopped(site: Site) -> None:
    for _ in range(30):
        await asyncio.to_thread(refused, site.stack, GOOD)
    page = await site.page("/letters/replay?rate=5&cap=30")
    await page.locator("#run-reason").fill("the topic was mended")
    await page.get_by_role("button", name="Give 30 back").click()
    await expect(page.locator("#progress")).to_contain_text("running")
    await expect(page.locator("#progress dd").first).not_to_have_text("0", timeout=15_000)
    await page.get_by_role("button", name="Stop").click()
    await expect(page.get_by_role("button", name="Resume")).to_be_visible(timeout=15_000)


async def paths(site: Site) -> list[str]:
    """Of every page about letters, with a letter and a parked case that are hard to show."""
    item = refused(site.stack, json.dumps({"x" * 300: "y" * 300}).encode())
    site.stack.execute("UPDATE notifier.dead_letters SET detail = repeat('wide', 90)")
    parked(site.stack, GOOD)
    page = await site.page("/letters")
    group = await page.locator(".groups td a").first.get_attribute("href")
    return ["/letters", str(group), f"/letters/{item}", "/letters/parked/notifier/c-1", "/letters/replay", "/switches"]


@pytest.mark.parametrize("size", [PHONE, (320, 700), DESKTOP])
async def test_no_page_of_a_letter_is_wider_than_its_window(site: Site, size: tuple[int, int]) -> None:
    everything, page = await paths(site), await site.page("/", size=size)
    for path in everything:
        await page.goto(site.address + path)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], path


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_of_a_letter_has_a_serious_finding_of_axe(site: Site, scheme: str) -> None:
    everything, page = await paths(site), await site.page("/", scheme=scheme)
    site.stack.execute(
        "INSERT INTO notifier.switches (what, scope, stopped, cause, at) VALUES"
        " ('sending', 'all', true, 'tried', now()), ('visiting', 'region:porto', true, 'tried', now()),"
        " ('visiting', 'region:gaia', false, 'tried', now())"
    )
    found: dict[str, list[str]] = {}
    for path in everything:
        await page.goto(site.address + path)
        results = await Axe().run(page)
        found[path] = [
            f"{each['id']}: {each['nodes'][0]['html'][:160]}"
            for each in results.response["violations"]
            if each["impact"] in ("serious", "critical")
        ]
    assert {path: each for path, each in found.items() if each} == {}
