"""Appointments, the map and texts with something on them: readable for everybody, on a phone too, by keyboard alone."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.integration.console.test_switches_texts_lag_tail import in_doubt
from tests.integration.console.web.test_appointments import CHOSEN, lived
from tests.integration.console.web.test_map import PORTO, SEALED, planned

from .conftest import DESKTOP, PHONE, Site

DAY = "2026-11-05"
PATHS = (
    f"/appointments?day={DAY}", f"/appointments?span=day&day={DAY}", f"/map?day={DAY}&case=c-1", "/texts",
)  # fmt: skip
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_pages_with_something_on_them_have_no_serious_finding_of_axe(site: Site, scheme: str) -> None:
    planned(site.stack)
    in_doubt(site.stack)
    page = await site.page("/", scheme=scheme)
    found: dict[str, list[str]] = {}
    for path in PATHS:
        await page.goto(site.address + path)
        if path.startswith("/map"):
            await page.locator(".pin").wait_for()
        results = await Axe().run(page)
        found[path] = [
            f"{each['id']}: {json.dumps([node['html'][:160] for node in each['nodes'][:3]])}"
            for each in results.response["violations"]
            if each["impact"] in SERIOUS
        ]
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("size", [PHONE, (320, 700), DESKTOP])
async def test_no_page_is_wider_than_its_screen(site: Site, size: tuple[int, int]) -> None:
    planned(site.stack)
    in_doubt(site.stack)
    page = await site.page("/", size=size)
    for path in PATHS:
        await page.goto(site.address + path)
        wide = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, path


async def test_a_visit_on_the_map_is_reached_by_keyboard_and_leads_to_why_this_crew(site: Site) -> None:
    planned(site.stack)
    page = await site.page(f"/map?day={DAY}")
    pin = page.locator(".pin")
    await expect(pin).to_have_count(1)
    await pin.focus()
    await page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    await expect(popup).to_contain_text("09:00–11:00 Asia/Shanghai")
    await popup.get_by_role("link", name="why this crew").press("Enter")
    await expect(page.locator("#why")).to_contain_text("about 10 min")
    await expect(page.get_by_text("© OpenStreetMap contributors")).to_be_visible()


async def in_view(page: Page) -> int:
    """How many visits stand within the frame of the map."""
    return int(
        await page.evaluate("""() => {
          const map = document.getElementById("map").getBoundingClientRect();
          return [...document.querySelectorAll(".pin")].map((pin) => pin.getBoundingClientRect()).filter((pin) =>
            pin.left >= map.left && pin.right <= map.right && pin.top >= map.top && pin.bottom <= map.bottom).length;
        }""")
    )


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
async def test_every_visit_is_in_view_also_one_that_comes_later(site: Site, size: tuple[int, int]) -> None:
    planned(site.stack)
    page = await site.page(f"/map?day={DAY}", size=size)
    pins = page.locator(".pin")
    await expect(pins).to_have_count(1)
    taken = {"kind": "visit-taken", "visit": {"cell": PORTO, "home": SEALED, "address": SEALED}}
    stage = {"kind": "agreed", "visit": {"region": "porto"}}
    lived(site.stack, "c-2", stage, ("slots-asked", taken), ("slot-chosen", CHOSEN))
    await expect(pins).to_have_count(2, timeout=30_000)
    assert await in_view(page) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_streets_stand_out_from_the_ground_that_they_are_drawn_on(site: Site, scheme: str) -> None:
    page = await site.page("/map", scheme=scheme)
    names = ["sunk", "street-thin", "street-edge", "street"]
    ground, thin, edge, surface = [
        await page.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--{name}').trim()")
        for name in names
    ]
    assert contrast(thin, ground) >= 3
    assert max(contrast(edge, ground), contrast(surface, ground)) >= 3


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG counts it."""
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
