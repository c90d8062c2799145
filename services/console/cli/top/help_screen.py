"""Which keys there are, and what shapes and words mean."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Static

from .tones import COLOURS, LINK, QUIET, SHAPES, STRONG

KEYS = (
    ("↑ ↓  j k", "choose; PgUp, PgDn, Home, End as ever"),
    ("Enter", "the case: where it stands, and every decision with its reason"),
    ("/", "type a case’s id"),
    ("r", "read everything again now"),
    ("Esc", "back"),
    ("?", "this"),
    ("q", "quit"),
)
MEANINGS = (("good", "work gets done"), ("wait", "look at it today"), ("bad", "look at it now"))


class HelpScreen(ModalScreen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,enter,space", "dismiss", "Back"),
        Binding("q", "app.quit", "Quit"),
    ]

    def compose(self) -> ComposeResult:
        yield Static(help_text(), id="help")


def help_text() -> Text:
    lines = [Text("Doorstep top", STRONG), Text()]
    lines += [Text.assemble((f"{keys:<10}", LINK), told) for keys, told in KEYS]
    lines.append(Text())
    for tone, told in MEANINGS:
        lines.append(Text.assemble((f"{SHAPES[tone]:<10}", COLOURS[tone]), told))  # type: ignore[index]
    lines += [
        Text(),
        Text("What harms most stands first, and of one kind the oldest.", QUIET),
        Text("It looks and never acts: under what is chosen stands the", QUIET),
        Text("command that does. Words in capitals are yours to fill in.", QUIET),
    ]
    return Text("\n").join(lines)
