"""A browser whose pages are watched: nothing from elsewhere, no violation of the policy, no error in a script."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Page

CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-background-networking --disable-component-update --disable-sync"
).split()
DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass(kw_only=True)
class WatchedBrowser:
    """`address` is the only place that its pages may ask. `wrong` is what a page did that it must not."""

    address: str
    browser: Browser
    wrong: list[str] = field(default_factory=list)
    contexts: list[BrowserContext] = field(default_factory=list)

    async def page(self, path: str = "/", size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
        """A page in a profile of its own, watched."""
        width, height = size
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if scheme == "dark" else "light"
        )
        self.contexts.append(context)
        page = await context.new_page()
        page.on("request", lambda request: self._asked(request.url))
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on("dialog", lambda dialog: self.wrong.append(f"dialog: {dialog.message}"))
        page.on("console", lambda message: self._said(message.type, message.text))
        await page.goto(self.address + path)
        return page

    async def close(self) -> None:
        for context in self.contexts:
            await context.close()
        await self.browser.close()

    def _asked(self, url: str) -> None:
        if urlsplit(url).scheme != "data" and not url.startswith(self.address):
            self.wrong.append(f"request: {url}")

    def _said(self, kind: str, text: str) -> None:
        if "Content Security Policy" in text or "Content-Security-Policy" in text:
            self.wrong.append(f"policy: {text}")
