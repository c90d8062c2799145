"""What a browser sees, and when: first paint, rows of the tail, memory of the tab."""

from __future__ import annotations

import statistics
from typing import Any

from playwright.async_api import Browser, Page

SEEN = """() => {
  window.seen = {};
  new MutationObserver((changes) => {
    const now = Date.now();
    for (const change of changes) for (const row of change.addedNodes) window.seen[row.cells[2].textContent] ??= now;
  }).observe(document.getElementById("rows"), { childList: true });
}"""
PAINTED = "() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null"
LOADED = "() => performance.getEntriesByType('navigation')[0]?.loadEventEnd || null"


async def painted_ms(browser: Browser, url: str, times: int, moment: str = PAINTED) -> float:
    """The median over fresh profiles of the moment of the first paint with content, in ms since the request."""
    found = []
    for _ in range(times):
        context = await browser.new_context(viewport={"width": 1280, "height": 900})
        page = await context.new_page()
        answer = await page.goto(url)
        assert answer is not None
        assert answer.status == 200, url
        await page.wait_for_function(moment)
        found.append(float(await page.evaluate(moment)))
        await context.close()
    return statistics.median(found)


async def scripts_bytes(browser: Browser, urls: list[str]) -> int:
    """Of all scripts that these pages ask for, each once, as they lie on the wire."""
    sizes: dict[str, int] = {}
    context = await browser.new_context()
    page = await context.new_page()

    async def note(response: Any) -> None:
        if response.url.endswith(".js"):
            sizes[response.url] = len(await response.body())

    page.on("response", note)
    for url in urls:
        await page.goto(url)
        await page.wait_for_timeout(300)
    await context.close()
    return sum(sizes.values())


async def watched_tail(browser: Browser, url: str) -> Page:
    """A page of the tail that notes when each row came."""
    page = await (await browser.new_context(viewport={"width": 1280, "height": 900})).new_page()
    await page.goto(url)
    await page.wait_for_function("() => document.getElementById('flow').textContent === 'live'")
    await page.evaluate(SEEN)
    return page


async def heap_mb(page: Page) -> float:
    """What the tab's scripts hold after a collection."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    found = await session.send("Runtime.getHeapUsage")
    await session.detach()
    return float(found["usedSize"]) / 1e6
