"""Bad input, and what is expected of it: written down before the code was asked.

`RECORDS` go onto topics in their order, each followed by a sound one; `flood()` is ten thousand of one case.
`REQUESTS` go to notifier's webhook, each about a text and a borrower of its own.
"""

from __future__ import annotations

from .behind import sound_on
from .flood import FLOOD_EVENTS, FLOODED, flood
from .forms import FORMS
from .identity import IDENTITY
from .meanings import MEANINGS
from .money import MONEY
from .record import NOW, BadRecord, sound, written
from .request import Asked, BadRequest, Target
from .sentinels import SENTINELS, seen_in
from .signatures import SIGNATURES, SIGNED
from .times import TIMES
from .unreadable import UNREADABLE

RECORDS: tuple[BadRecord, ...] = UNREADABLE + MONEY + TIMES + IDENTITY
REQUESTS: tuple[BadRequest, ...] = SIGNATURES + SIGNED + FORMS + MEANINGS

__all__ = [
    "FLOODED",
    "FLOOD_EVENTS",
    "NOW",
    "RECORDS",
    "REQUESTS",
    "SENTINELS",
    "Asked",
    "BadRecord",
    "BadRequest",
    "Target",
    "flood",
    "seen_in",
    "sound",
    "sound_on",
    "written",
]
