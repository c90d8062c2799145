"""Pictures of the console, from one that runs: light, dark, and at the width of a phone.

    python -m tests.browser.pictures http://127.0.0.1:PORT FOLDER now=/ case=/cases/case-00002

A demo that stays (`./doorstep demo --stay`) prints such an address.
"""

from __future__ import annotations

import asyncio
import base64
import sys
from pathlib import Path

from playwright.async_api import Page, async_playwright

from .watched import CHROMIUM, DESKTOP, FLAGS, PHONE

LOOKS = (("", DESKTOP, "light"), ("-dark", DESKTOP, "dark"), ("-phone", PHONE, "light"), ("-phone-dark", PHONE, "dark"))
SETTLED_MS = 800
SMALLER = """async ([png, quality]) => {
  const picture = new Image();
  picture.src = `data:image/png;base64,${png}`;
  await picture.decode();
  const canvas = Object.assign(document.createElement("canvas"), {width: picture.width, height: picture.height});
  canvas.getContext("2d").drawImage(picture, 0, 0);
  return canvas.toDataURL("image/webp", quality).split(",")[1];
}"""
"""A third of the bytes of a PNG, and text stays sharp."""
QUALITY = 0.8


async def take(address: str, folder: Path, paths: dict[str, str]) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        smaller = await browser.new_page()
        for suffix, (width, height), scheme in LOOKS:
            context = await browser.new_context(
                viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
            )
            page = await context.new_page()
            for path in paths.values() if not suffix else ():  # what a page begins to count when it is first asked
                await page.goto(address.rstrip("/") + path)
            for name, path in paths.items():
                await page.goto(address.rstrip("/") + path)
                await page.wait_for_timeout(SETTLED_MS)
                (folder / f"{name}{suffix}.webp").write_bytes(await _webp(smaller, await page.screenshot()))
            await context.close()
        await browser.close()


async def _webp(page: Page, png: bytes) -> bytes:
    return base64.b64decode(await page.evaluate(SMALLER, [base64.b64encode(png).decode(), QUALITY]))


if __name__ == "__main__":
    asyncio.run(take(sys.argv[1], Path(sys.argv[2]), dict(pair.split("=", 1) for pair in sys.argv[3:])))
