"""Put lines into a part of a screen, where they are others than before: what did not change is not drawn again."""

from __future__ import annotations

from rich.text import Text
from textual.screen import Screen
from textual.widgets import Static

_SHOWN = "_shown_text"


def put(screen: Screen[None], part: str, lines: Text) -> bool:
    """Whether anything changed. `Text` has no markup: whatever stands in it is shown as it is.

    A part within another comes a moment after its screen: until then nothing changes, and the next drawing puts it.
    """
    widget = next(iter(screen.query(part).results(Static)), None)
    if widget is None or getattr(widget, _SHOWN, None) == lines:
        return False
    setattr(widget, _SHOWN, lines)
    widget.update(lines)
    return True
