"""Ten thousand events for one case, each of them sound: no case may starve the others or grow without end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from .record import NOW, sound, stamp, written

FLOODED = "flooded"
FLOOD_EVENTS = 10_000
_WAYS = (
    ("hold-set", {"cause": "court"}),
    ("hold-lifted", {"cause": "over"}),
    ("dispute-opened", {"cause": "amount"}),
    ("dispute-closed", {"cause": "settled"}),
)


def flood(now: datetime = NOW, number: int = FLOOD_EVENTS, case: str = FLOODED) -> Iterator[bytes]:
    """The values, in order: the loan is overdue, then held, released, disputed and settled, again and again."""
    first = sound(case, now - timedelta(hours=12))
    yield written(first)
    for turn in range(1, number):
        kind, data = _WAYS[turn % len(_WAYS)]
        at = stamp(now - timedelta(hours=12) + timedelta(seconds=turn))
        yield written(first | {"id": f"{case}-f{turn}", "type": f"doorstep.loan.{kind}.v1", "time": at, "data": data})
