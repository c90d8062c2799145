"""The application: screens, the feeds that run beside them, and the half second between two drawings."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar

from textual.app import App
from textual.binding import Binding, BindingType

from .case_screen import CaseScreen
from .help_screen import HelpScreen
from .main_screen import MainScreen
from .sources import Sources
from .style import CSS, THEME

DRAW_EVERY_S = 0.5


class TopApp(App[None]):
    """`broken` is what went wrong inside: it ends the application, and is to be raised once the screen is gone."""

    CSS = CSS
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", priority=False),
        Binding("question_mark", "help", "Help"),
    ]

    def __init__(self, sources: Sources, *, plain: bool = False) -> None:
        super().__init__(ansi_color=plain)
        self.sources = sources
        self.broken: Exception | None = None
        self._plain = plain
        self._feeding: list[asyncio.Task[None]] = []

    def on_mount(self) -> None:
        self.register_theme(THEME)
        if not self._plain:
            self.theme = THEME.name
        self.push_screen(MainScreen(self.sources))
        self._feeding = [asyncio.create_task(self._guarded(feed.run(lambda: None))) for feed in self.sources.all]
        self.set_interval(DRAW_EVERY_S, self._draw)

    async def on_unmount(self) -> None:
        for task in self._feeding:
            task.cancel()
        await asyncio.gather(*self._feeding, return_exceptions=True)
        await self.sources.close()

    def action_help(self) -> None:
        if not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen())

    def _draw(self) -> None:
        shown = self.screen
        if isinstance(shown, MainScreen | CaseScreen):
            shown.repaint()

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            self._handle_exception(error)

    def _handle_exception(self, error: Exception) -> None:
        # Textual's own would print every variable in sight, and among them the database's password.
        self.broken = self.broken or error
        self.exit(return_code=1)
