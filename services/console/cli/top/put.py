"""Put lines into a part of a screen, where they are others than before: what did not change is not drawn again."""

from __future__ import annotations

from rich.text import Text
from textual.screen import Screen
from textual.widgets import Static

_SHOWN = "_shown_text"


def put(screen: Screen[None], part: str, lines: Text) -> bool:
    """Whether anything changed. `Text` has no markup: whatever stands in it is shown as it is."""
    widget = screen.query_one(part, Static)
    if getattr(widget, _SHOWN, None) == lines:
        return False
    setattr(widget, _SHOWN, lines)
    widget.update(lines)
    return True
