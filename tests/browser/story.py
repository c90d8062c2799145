"""Somebody who tries Doorstep in its sandbox, with nothing but the console's pages."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.async_api import Locator, Page, expect
from playwright.async_api import TimeoutError as NotInTime

from tests.polling import until

SLOW_MS = 240_000.0
"""A jump waits for whatever is in work, and the machine may be busy."""
RENEWED_MS = 5_000.0
"""So long a page that renews itself every two seconds takes at most to show what already is."""
LOOK_AGAIN_S = 0.5
JUMPS_MAX = 5


@dataclass
class Visitor:
    """`case` is whose phone lies before them on the World page."""

    page: Page
    address: str
    case: str = ""

    async def look(self, path: str) -> Locator:
        """What a page says."""
        await self.page.goto(self.address + path)
        return self.page.locator("main")

    async def look_until(self, path: str, words: str) -> Locator:
        """Looks again until the page says so."""

        async def said() -> bool:
            return words in re.sub(r"\s+", " ", await (await self.look(path)).inner_text())

        await until(said, seconds=SLOW_MS / 1000, every=LOOK_AGAIN_S)
        return self.page.locator("main")

    async def at(self, case: str) -> None:
        self.case = case
        await self.look(f"/world?case={case}")
        await expect(self.page.locator("#clock .state")).not_to_have_text("the world is beginning", timeout=SLOW_MS)

    async def press(self, button: Locator | str, tone: str = "good") -> str:
        """What came of it, in the page's words."""
        found = self.page.locator(button) if isinstance(button, str) else button
        async with self.page.expect_navigation():
            await found.click()
        outcome = self.page.locator(f".outcome.{tone}")
        await expect(outcome).to_be_visible()
        return await outcome.inner_text()

    async def press_named(self, name: str, within: str = "main") -> str:
        return await self.press(self.page.locator(within).get_by_role("button", name=name, exact=True))

    async def miss(self, case: str, days: int) -> None:
        await self.at(case)
        await self.page.locator("#w-days").select_option(str(days))
        assert f"{case} missed a payment" in await self.press_named("Miss it")

    async def answer(self, words: str) -> None:
        field = self.page.get_by_label(f"Answer as {self.case} would")
        await field.fill(words)
        async with self.page.expect_navigation():
            await field.press("Enter")
        await expect(self.page.locator("#phone li.own").last).to_contain_text(words)

    async def texts(self) -> int:
        """How many texts have come to the phone."""
        return await self.page.locator("#phone li.theirs").count()

    async def next_text(self) -> str:
        """Lets the clock jump until the phone of the case has one more."""
        text = self.page.locator("#phone li.theirs").nth(await self.texts())
        await self.press("#do-jump-text")
        await self.until_it_came(text)
        return await text.inner_text()

    async def until_it_came(self, text: Locator) -> None:
        """A jump ends at anybody's text: then the clock goes on to the next."""
        for _ in range(JUMPS_MAX):
            await expect(self.page.locator("#clock .state")).not_to_contain_text("jumping", timeout=SLOW_MS)
            try:
                return await text.wait_for(timeout=RENEWED_MS)
            except NotInTime:
                await self.press("#do-jump-text")
        raise AssertionError(f"it did not come to the phone of {self.case} within {JUMPS_MAX} jumps")

    async def jump(self, to: str) -> None:
        """Over `1`, `24` or `168` hours, to the next `morning` or the next `text`; returns when the clock is there."""
        await self.press(f"#do-jump-{to}")
        await expect(self.page.locator("#clock .state")).not_to_contain_text("jumping", timeout=SLOW_MS)
