"""One reading of how far everybody is behind, and how fast each gets on since the reading before."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from deploy.local.user_error import UserError

from ...target import Target
from ...views.behind import LagRead, read_lag
from ..gone import Gone

APART_S_MIN, APART_S_MAX = 0.5, 60.0
COUNTED_MAX = 100
FETCH_BYTES = 32 << 10
"""A page that renews itself must not read whole backlogs over and over: beyond this the offsets are told."""


@dataclass(frozen=True, slots=True)
class LagLook:
    """`per_s` are records a second that each service got through, by service and topic; empty at the first look."""

    lag: LagRead
    per_s: Mapping[tuple[str, str], float]


class LagLooks:
    """Remembers the look before."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._before: tuple[float, LagRead] | None = None

    async def look(self) -> LagLook:
        """Raises `Gone` while Kafka is away."""
        midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        try:
            lag = await read_lag(self._target, since=midnight, counted_max=COUNTED_MAX, fetch_bytes=FETCH_BYTES)
        except UserError as error:
            what = error.what.rstrip(".")
            raise Gone(what[0].lower() + what[1:] if not what.startswith("Kafka") else what) from None
        at, before = time.monotonic(), self._before
        self._before = (at, lag)
        apart_s = at - before[0] if before is not None else 0.0
        if before is None or not APART_S_MIN <= apart_s <= APART_S_MAX:
            return LagLook(lag, {})
        return LagLook(lag, got_through(before[1], lag, apart_s))


def got_through(before: LagRead, lag: LagRead, apart_s: float) -> dict[tuple[str, str], float]:
    """What lies between the places of two looks. A place that went back, or was never noted, got through nothing."""
    places = {(part.service, part.topic, part.partition): part.place for part in before.partitions if part.begun}
    found: dict[tuple[str, str], float] = {}
    for part in lag.partitions:
        known = places.get((part.service, part.topic, part.partition), part.place)
        key = (part.service, part.topic)
        found[key] = found.get(key, 0.0) + max(0, part.place - known) / apart_s
    return found
