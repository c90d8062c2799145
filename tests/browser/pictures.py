"""Pictures of the console, from one that runs: light, dark, and at the width of a phone.

    python -m tests.browser.pictures http://127.0.0.1:PORT FOLDER now=/ case=/cases/case-00002

A demo that stays (`./doorstep demo --stay`) prints such an address.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from playwright.async_api import async_playwright

from .conftest import CHROMIUM, DESKTOP, FLAGS, PHONE

LOOKS = (("", DESKTOP, "light"), ("-dark", DESKTOP, "dark"), ("-phone", PHONE, "light"), ("-phone-dark", PHONE, "dark"))
SETTLED_MS = 800


async def take(address: str, folder: Path, paths: dict[str, str]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for suffix, (width, height), scheme in LOOKS:
            context = await browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page = await context.new_page()
            for name, path in paths.items():
                await page.goto(address.rstrip("/") + path)
                await page.wait_for_timeout(SETTLED_MS)
                await page.screenshot(path=folder / f"{name}{suffix}.png")
            await context.close()
        await browser.close()


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1], Path(sys.argv[2]), dict(pair.split("=", 1) for pair in sys.argv[3:])))
