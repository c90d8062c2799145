"""The timers of a case: one to look at it again, and one for each text that waits to be allowed."""

from __future__ import annotations

from .state import CaseText

LOOK = "look"
"""The one timer of a case: when it is looked at again, whatever its state."""
TEXT = "text"
"""What the timers of texts are called, before the text's id."""


def text_timer(text: CaseText) -> str:
    """The timer at which the contact authority is asked about `text`."""
    return f"{TEXT}:{text.intent}"
