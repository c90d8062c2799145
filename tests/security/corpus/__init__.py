"""Bad input, and what is expected of it: written down before the code was asked.

`RECORDS` go onto topics in their order, each followed by a sound one; `flood()` is ten thousand of one case.
"""

from __future__ import annotations

from .flood import FLOOD_EVENTS, FLOODED, flood
from .identity import IDENTITY
from .money import MONEY
from .record import NOW, BadRecord, sound, written
from .sentinels import SENTINELS, seen_in
from .sound import sound_on
from .times import TIMES
from .unreadable import UNREADABLE

RECORDS: tuple[BadRecord, ...] = UNREADABLE + MONEY + TIMES + IDENTITY

__all__ = [
    "FLOODED",
    "FLOOD_EVENTS",
    "NOW",
    "RECORDS",
    "SENTINELS",
    "BadRecord",
    "flood",
    "seen_in",
    "sound",
    "sound_on",
    "written",
]
