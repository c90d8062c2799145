"""When the parts of a day are: a convention, of which there is more than one. Borrowers' replies are read in ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from .hours import PARTS, Stretch

_LAST = time(23, 59, 59)


@dataclass(frozen=True)
class DayParts:
    """A convention: every part by its name, and where a language's word for it means other hours."""

    name: str
    parts: Mapping[str, Stretch]
    spoken: Mapping[str, Mapping[str, Stretch]] = field(default_factory=dict)

    def of(self, part: str, language: str) -> Stretch:
        own = self.spoken.get(language)
        return own[part] if own is not None and part in own else self.parts[part]


OURS = DayParts("ours", PARTS)
"""What an appointment means, and where its window ends."""

_EVENING, _NIGHT = (time(16), time(20)), (time(20), _LAST)
RECOGNIZERS = DayParts(
    "recognizers",
    {
        **PARTS,
        "dawn": (time(4), time(8)),
        "lunch": (time(11), time(13)),
        "past_noon": (time(12), time(16)),
        "afternoon": (time(12), time(16)),
        "evening": _EVENING,
        "tonight": _NIGHT,
        "night": _NIGHT,
        "office": (time(8), time(18)),
        "day_start": (time(0), time(12)),
        "day_middle": (time(10), time(14)),
        "day_end": (_LAST, _LAST),
        "closing": (_LAST, _LAST),
    },
    {"es": {"afternoon": _EVENING}, "pt": {"afternoon": _EVENING}, "zh": {"night": _EVENING}},
)
"""What the test specifications of Recognizers-Text (Microsoft, MIT licence) expect, from which sets of time expressions
are made: the day ends in its last second, "tarde" is the evening."""
CONVENTIONS = {one.name: one for one in (OURS, RECOGNIZERS)}
