"""Each state has a word, a shape and a colour: no one of them has to be seen."""

from __future__ import annotations

from ...views.needs_a_person import NeedKind
from ...views.verdicts import Tone

SHAPES: dict[Tone, str] = {"good": "●", "wait": "▲", "bad": "■"}
COLOURS: dict[Tone, str] = {"good": "#7fb77e", "wait": "#e0af56", "bad": "#f0736a"}
QUIET = "#8b95a5"
STRONG = "bold"
KEY = "bold #d6dce6"
LINK = "#7aa2d6"
KINDS: dict[NeedKind, tuple[Tone, str]] = {
    "process": ("bad", "process"),
    "switch-all": ("bad", "switch"),
    "reply": ("bad", "reply"),
    "parked": ("bad", "parked"),
    "text-in-doubt": ("wait", "in doubt"),
    "visit-held": ("wait", "visit"),
    "dead-letter": ("wait", "letter"),
    "held": ("wait", "held"),
    "texts-used-up": ("wait", "used up"),
    "switch": ("wait", "switch"),
}
"""How a kind of what needs a person looks: its tone and its word in the list."""
KIND_WIDTH = max(len(word) for _, word in KINDS.values())
