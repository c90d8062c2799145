"""The timers of a case: one to look at it again, and one for each text that waits to be allowed."""

from __future__ import annotations

from .case import Text

LOOK = "look"
"""The one timer of a case: when it is looked at again, whatever its state."""


def text_timer(text: Text) -> str:
    """The timer at which the contact authority is asked about `text`."""
    return f"text:{text.intent}"
