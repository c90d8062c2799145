"""Many tabs of one browser, which opens six connections to a host and no more: pages load, and all of them live."""

from __future__ import annotations

import asyncio

from playwright.async_api import BrowserContext, Page, expect

from .conftest import Site
from .events import thrown

TABS = 9
LOADED_MS = 10_000
RENEWED_MS = 20_000
WAIT_MS = 30_000
HIDE = """(state) => {
  Object.defineProperty(document, "visibilityState", { configurable: true, get: () => state });
  Object.defineProperty(document, "hidden", { configurable: true, get: () => state === "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""
OTHERS = "three other tails are open in this browser; this one begins when one is closed"


async def tab(site: Site, context: BrowserContext, path: str) -> Page:
    page = await context.new_page()
    await page.goto(site.address + path, timeout=LOADED_MS)
    return page


async def one_profile(site: Site) -> BrowserContext:
    return (await site.page("/cases")).context


async def publish(site: Site, first: int, last: int) -> None:
    await asyncio.to_thread(site.stack.publish, [thrown(number) for number in range(first, last + 1)])


async def test_the_ninth_tab_loads_as_the_first_does_and_all_renew_themselves(site: Site) -> None:
    context = await one_profile(site)
    tabs = [await tab(site, context, "/") for _ in range(TABS)]
    site.stack.execute(
        "INSERT INTO notifier.switches (what, scope, stopped, cause, at)"
        " VALUES ('sending', 'all', true, 'tried', now())"
    )
    await publish(site, 1, 1)
    for page in tabs:
        await expect(page.get_by_text("sending is stopped for all:")).to_be_visible(timeout=RENEWED_MS)
    looking = await (await tab(site, context, "/tail")).locator("p.quiet").last.text_content()
    assert looking is not None
    assert looking.startswith(("1 stream is", "0 streams are"))


async def test_three_tails_are_read_at_once_and_a_fourth_begins_when_one_is_closed(site: Site) -> None:
    context = await one_profile(site)
    tails = [await tab(site, context, "/tail") for _ in range(4)]
    for page in tails[:3]:
        await expect(page.locator("#flow")).to_have_text("live", timeout=WAIT_MS)
    await expect(tails[3].locator("#flow")).to_have_text(OTHERS)
    await publish(site, 1, 5)
    await expect(tails[2].locator("#shown")).to_have_text("5", timeout=WAIT_MS)
    await tab(site, context, "/switches")
    await tails[0].close()
    await expect(tails[3].locator("#flow")).to_have_text("live", timeout=WAIT_MS)
    await expect(tails[3].locator("#shown")).to_have_text("5", timeout=WAIT_MS)


async def test_a_tab_that_nobody_sees_reads_nothing_and_catches_up_without_a_gap(site: Site) -> None:
    page = await site.page("/tail")
    await expect(page.locator("#flow")).to_have_text("live", timeout=WAIT_MS)
    await publish(site, 1, 10)
    await expect(page.locator("#shown")).to_have_text("10", timeout=WAIT_MS)
    await page.evaluate(HIDE, "hidden")
    other = await site.page("/tail")
    await expect(other.locator("#flow")).to_have_text("live", timeout=WAIT_MS)
    await publish(site, 11, 40)
    await expect(other.locator("#shown")).to_have_text("40", timeout=WAIT_MS)
    await expect(page.locator("#shown")).to_have_text("10")
    await page.evaluate(HIDE, "visible")
    await expect(page.locator("#shown")).to_have_text("40", timeout=WAIT_MS)
    await expect(page.locator("#missed")).to_have_text("0")
    keys = await page.locator("#rows tr td:nth-child(3)").all_text_contents()
    assert sorted(keys) == sorted(f"case:burst-{number}" for number in range(1, 41))
