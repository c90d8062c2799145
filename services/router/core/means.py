"""What decisions are made with, besides the state: the policy pack, travel times, the insertion kernel."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.router.core.fleet import Span
from services.router.core.insertion import Kernel
from services.router.core.travel import Place, Travel
from shared.contracts.values import CollectorId, Sealed
from shared.policy import Limits, Pack
from shared.policy.local_time import local_day


@dataclass(frozen=True, slots=True)
class Means:
    pack: Pack
    travel: Travel
    kernel: Kernel


@dataclass(frozen=True, slots=True)
class Sight:
    """What the shell looked up: places that could be unsealed, by their boxes, and time that others have taken.

    `busy[region, collector]` is when a collector of `region` is on duty in some other region.
    """

    places: Mapping[str, Place] = field(default_factory=dict)
    busy: Mapping[tuple[str, CollectorId], Sequence[Span]] = field(default_factory=dict)

    def place_of(self, box: Sealed) -> Place | None:
        return self.places.get(box.box)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a decision is made, with what, and what is seen then."""

    at: datetime
    sight: Sight
    means: Means

    def limits(self, zone: str) -> Limits:
        """Those that bind on the day that it is at the door."""
        return self.means.pack.on(local_day(self.at, zone))
