"""What holds for every page: nothing from elsewhere, readable for everybody, usable on a phone, and text stays text."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import expect

from services.console.web.nav import NAV
from tests.integration.console.test_case_and_why import NOON, tell_a_life

from .conftest import DESKTOP, PHONE, Site

CASE = "/cases/c-1"
WHY_NOT = [f"{CASE}/why-not?of={of}" for of in ("text", "slot", "crew")]
PATHS = [*(entry.path for entry in NAV), CASE, *WHY_NOT, "/nix"]
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\u202egnp \x1b[31m"
STANDS_OUT = """() => [...document.querySelectorAll(".card")]
  .filter((card) => card.scrollWidth > card.clientWidth + 1).map((card) => card.id || card.className)"""
BOXES = (
    """() => ["needs", "states", "funnel"].map((id) => document.getElementById(id).getBoundingClientRect().toJSON())"""
)
"""Of one moment: the page renews itself."""
ONE_GROUP_MORE = """menu => {
  const group = menu.querySelector("div:last-child").cloneNode(true);
  group.querySelectorAll("li + li").forEach((each) => each.remove());
  menu.append(group);
}"""
SHOWS_CURRENT = """menu => {
  const [entry, box] = [menu.querySelector("[aria-current]"), menu].map((each) => each.getBoundingClientRect());
  return entry.top >= box.top - 1 && entry.bottom <= box.bottom + 1;
}"""
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_has_a_serious_finding_of_axe(site: Site, scheme: str) -> None:
    tell_a_life(site.stack)
    found: dict[str, list[str]] = {}
    page = await site.page("/", scheme=scheme)
    for path in PATHS:
        await page.goto(site.address + path)
        await page.locator("main").wait_for()
        results = await Axe().run(page)
        found[path] = [
            f"{each['id']}: {each['help']}: {json.dumps([node['html'][:120] for node in each['nodes'][:3]])}"
            for each in results.response["violations"]
            if each["impact"] in SERIOUS
        ]
    assert {path: each for path, each in found.items() if each} == {}


@pytest.mark.parametrize("size", [PHONE, (320, 700), (768, 900), (1024, 900), (1181, 900), DESKTOP])
async def test_no_page_is_wider_than_its_window_and_nothing_stands_out_of_its_card(
    site: Site, size: tuple[int, int]
) -> None:
    tell_a_life(site.stack)
    page = await site.page("/", size=size)
    for path in PATHS:
        await page.goto(site.address + path)
        width = await page.evaluate("document.documentElement.scrollWidth")
        assert width <= size[0], path
        assert await page.evaluate(STANDS_OUT) == [], path


async def test_a_short_list_on_now_leaves_no_void_under_it(site: Site) -> None:
    page = await site.page("/", size=(1400, 900))
    await expect(page.get_by_text("Nothing waits for a person.")).to_be_visible()
    needs, states, funnel = await page.evaluate(BOXES)
    assert (needs["y"], needs["height"]) == (states["y"], states["height"])
    assert funnel["width"] == pytest.approx(states["x"] + states["width"] - needs["x"])


@pytest.mark.parametrize("width", [1024, 1180, 1181, 1400])
@pytest.mark.parametrize("waits", [1, 4, 12])
async def test_now_leaves_no_void_under_a_list_of_any_length(site: Site, width: int, waits: int) -> None:
    """What stands beside each other ends together, but for what goes along beside a long list."""
    for number in range(waits):
        site.stack.execute(
            "INSERT INTO notifier.switches VALUES ('sending', %(scope)s, true, 'tried', now())",
            scope=f"region:r{number}",
        )
    page = await site.page("/", size=(width, 900))
    await expect(page.locator("#needs li")).to_have_count(waits)
    needs, states, funnel = await page.evaluate(BOXES)
    if states["y"] != needs["y"] and funnel["y"] == needs["y"]:
        assert states["y"] + states["height"] >= funnel["y"] + funnel["height"] - 1
    else:
        assert funnel["width"] >= states["width"]
        assert funnel["y"] >= states["y"] + states["height"]


async def test_each_entry_of_the_menu_is_seen_whole_or_scrolled_to(site: Site) -> None:
    page = await site.page("/", size=(1024, 768))
    for path in (entry.path for entry in NAV):
        for size in ((1024, 768), (1280, 720), (1440, 900), (1024, 500)):
            await page.set_viewport_size({"width": size[0], "height": size[1]})
            await page.goto(site.address + path)
            menu = page.locator("header.frame nav")
            # As with the sandbox's own page, which this site has not.
            await menu.evaluate(ONE_GROUP_MORE)
            assert size[1] < 720 or await menu.evaluate("menu => menu.scrollHeight <= menu.clientHeight"), size
            assert await menu.evaluate(SHOWS_CURRENT), (path, size)


async def test_what_came_from_outside_runs_nowhere(site: Site) -> None:
    tell_a_life(site.stack)
    site.stack.decided(
        {"service": "notifier", "aggregate": "c-1", "version": 3, "at": NOON, "said": "timer:look", "cause": HOSTILE,
         "reason": "because", "why": HOSTILE, "rule": HOSTILE, "accepted": True}
    )  # fmt: skip
    page = await site.page(CASE)
    await expect(page.locator(".timeline")).to_contain_text("<img src=x onerror=alert(1)>")
    assert await page.locator("main img").count() == 0


async def test_a_case_is_reached_from_anywhere_by_keyboard_alone(site: Site) -> None:
    tell_a_life(site.stack)
    page = await site.page("/tail")
    await page.keyboard.press("/")
    await page.keyboard.type("c-1")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("c-1")
    assert page.url.endswith(CASE)


async def test_light_or_dark_stays_as_it_was_chosen(site: Site) -> None:
    page = await site.page("/")
    await page.get_by_role("button", name="Change between light and dark").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.goto(site.address + "/cases")
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_now_renews_itself_when_something_comes(site: Site) -> None:
    page = await site.page("/")
    await expect(page.get_by_text("Nothing waits for a person.")).to_be_visible()
    site.stack.execute(
        "INSERT INTO notifier.switches (what, scope, stopped, cause, at)"
        " VALUES ('sending', 'all', true, 'tried', now())"
    )
    await expect(page.get_by_text("sending is stopped for all:")).to_be_visible(timeout=15_000)


async def test_decisions_of_a_service_are_folded_away(site: Site) -> None:
    tell_a_life(site.stack)
    page = await site.page(CASE)
    await expect(page.locator("#d2")).to_be_visible()
    await page.get_by_label("scheduler", exact=True).uncheck()
    await expect(page.locator("#d2")).to_be_hidden()
    await expect(page.locator("#d1")).to_be_visible()
