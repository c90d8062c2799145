"""What stands in a list or a table is read whole, also in a narrow window: it wraps, and no column is pushed out."""

from __future__ import annotations

import asyncio

from tests.integration.console.test_replies import waits
from tests.integration.console.web.test_map import planned

from .conftest import PHONE, Site

CUT = """() => [...document.querySelectorAll(".card .state, .card th, .card td")]
  .filter((each) => each.getBoundingClientRect().right > each.closest(".card").getBoundingClientRect().right)
  .map((each) => each.textContent)"""


async def test_why_a_reply_waits_is_read_whole_on_a_phone(site: Site) -> None:
    reply = await asyncio.to_thread(waits, site.stack)
    site.stack.execute("UPDATE notifier.replies_to_read SET why = 'visits-refused' WHERE id = %(id)s", id=reply)
    page = await site.page("/replies", size=PHONE)
    await page.get_by_text("that hold is over").wait_for()
    assert await page.evaluate(CUT) == []


async def test_since_when_a_collectors_position_is_known_is_read_beside_the_map(site: Site) -> None:
    planned(site.stack)
    for width in (901, 1024, 1180):
        page = await site.page("/map?day=2026-11-05", size=(width, 900))
        await page.get_by_text("Collectors", exact=True).wait_for()
        assert await page.evaluate(CUT) == [], width
