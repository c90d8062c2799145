"""One case on the whole screen: where it stands above, its life beneath, the newest at the end."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from ..screen import visible
from .case_lines import case_head, life_lines
from .put import put
from .sources import Sources
from .tones import COLOURS, QUIET, STRONG
from .words import beside, keys_line, stacked, wrapped

KEYS = (
    ("↑↓ PgUp PgDn", "scroll"), ("Home End", "first, newest"), ("Esc", "back"), ("?", "help"), ("q", "quit"),
)  # fmt: skip


class CaseScreen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,backspace,left", "dismiss", "Back"),
        Binding("j", "scroll(1)", show=False),
        Binding("k", "scroll(-1)", show=False),
    ]

    def __init__(self, sources: Sources) -> None:
        super().__init__()
        self._sources = sources
        self._shown = ""

    def compose(self) -> ComposeResult:
        yield Static(id="case-title")
        yield Static(id="case-head", classes="block")
        with VerticalScroll(id="life"):
            yield Static(id="life-lines")
        yield Static(keys_line(KEYS), id="case-keys")

    def on_mount(self) -> None:
        self.set_class(self.app.no_color, "-plain")
        self.query_one("#life").focus()
        self.repaint()

    def repaint(self) -> None:
        """Stays at the newest decision for whoever is there."""
        width, seen, fresh = self.size.width - 2, self._sources.case_seen, self._sources.case.fresh
        now = datetime.now(UTC)
        told = Text(fresh.told(now) if seen is not None else "", COLOURS["bad"] if fresh.stale else QUIET)
        title = Text.assemble(("Doorstep", STRONG), "  ", (visible(self._sources.chosen), STRONG))
        put(self, "#case-title", beside(title, told, width))
        if seen is None:
            waits = self._sources.case_trouble or f"reading {self._sources.chosen}"
            put(self, "#case-head", stacked(wrapped(waits, width)))
            put(self, "#life-lines", Text())
            return
        life = self.query_one("#life", VerticalScroll)
        follows = life.is_vertical_scroll_end or self._shown != seen.case
        put(self, "#case-head", stacked(case_head(seen, width)))
        if put(self, "#life-lines", stacked(life_lines(seen, width - 1))) and follows:
            life.scroll_end(animate=False)
        self._shown = seen.case

    def action_scroll(self, lines: int) -> None:
        self.query_one("#life", VerticalScroll).scroll_relative(y=lines, animate=False)
