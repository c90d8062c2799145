"""The tail in a real browser: complete, over a cut and a pause, and honest about what it does not show."""

from __future__ import annotations

import asyncio

from playwright.async_api import Page, expect

from .conftest import Site
from .events import thrown

BURST = 1_000
WAIT_MS = 30_000


async def live(site: Site, path: str = "/tail") -> Page:
    page = await site.page(path)
    await expect(page.locator("#flow")).to_have_text("live", timeout=WAIT_MS)
    await expect(page.locator("#trouble")).to_be_hidden(timeout=WAIT_MS)
    return page


async def publish(site: Site, first: int, last: int) -> None:
    await asyncio.to_thread(site.stack.publish, [thrown(number) for number in range(first, last + 1)])


async def shows(page: Page, *, shown: str, missed: str = "0") -> None:
    await expect(page.locator("#shown")).to_have_text(shown, timeout=WAIT_MS)
    await expect(page.locator("#missed")).to_have_text(missed)


async def keys(page: Page) -> list[str]:
    """Of the rows, newest first."""
    found: list[str] = await page.locator("#rows tr td:nth-child(3)").all_text_contents()
    return found


async def test_a_burst_of_a_thousand_events_is_counted_whole_and_shown_to_the_last_500(site: Site) -> None:
    page = await live(site)
    await publish(site, 1, BURST)
    await shows(page, shown="1,000")
    assert await page.locator("#rows tr").count() == 500
    assert len(set(await keys(page))) == 500


async def test_what_came_while_the_line_was_cut_is_there_afterwards_once(site: Site) -> None:
    page = await live(site)
    await publish(site, 1, 20)
    await shows(page, shown="20")
    site.link.become("reset")
    await expect(page.locator("#flow")).to_have_text("cut off, trying again", timeout=WAIT_MS)
    await publish(site, 21, 60)
    site.link.become("pass")
    await shows(page, shown="60")
    assert sorted(await keys(page)) == sorted(f"case:burst-{number}" for number in range(1, 61))


async def test_a_pause_keeps_what_comes_and_going_on_shows_it(site: Site) -> None:
    page = await live(site)
    await page.get_by_role("button", name="Pause").click()
    await publish(site, 1, 30)
    await expect(page.locator("#waiting")).to_have_text("30", timeout=WAIT_MS)
    await shows(page, shown="0")
    await page.get_by_role("button", name="Go on").click()
    await shows(page, shown="30")
    await expect(page.locator("#waiting")).to_have_text("0")


async def test_a_filter_lets_through_what_was_asked_for(site: Site) -> None:
    page = await live(site, "/tail?subject=case:burst-7")
    await publish(site, 1, 20)
    await shows(page, shown="1")
    assert await keys(page) == ["case:burst-7"]
