"""What a decision knows besides the booking it is about: the region, the rules, and what the shell looked up."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from shared.contracts.values import CollectorId, Sealed
from shared.decision import DecisionContext
from shared.policy import Limits, Pack
from shared.policy.local_time import local_day

from .fleet import Spot, TimeSpan
from .formats import NEWEST
from .state import RegionState
from .travel import Coordinates, Travel


@dataclass(frozen=True, slots=True)
class PlanningRules:
    """The policy pack, and how long it takes to get from place to place. `format`: what came with a newer one is not
    said."""

    pack: Pack
    travel: Travel
    format: int = NEWEST


@dataclass(frozen=True, slots=True)
class RegionLookup:
    """Places that could be unsealed, by their boxes, time that others have taken, and where collectors were last.

    `busy[region, collector]` is when a collector of `region` is on duty in some other region, `spots` where they
    were last: looked up where the running day is planned.
    `kept` is what the search makes of places for its next question: it saves time and says nothing. Whoever hands it on
    from one look-up to the next empties it when a box no longer says what it said.
    """

    places: Mapping[str, Coordinates] = field(default_factory=dict)
    busy: Mapping[tuple[str, CollectorId], Sequence[TimeSpan]] = field(default_factory=dict)
    spots: Mapping[tuple[str, CollectorId], Spot] = field(default_factory=dict)
    kept: MutableMapping[tuple[str, ...], Any] = field(default_factory=dict, compare=False, repr=False)

    def place_of(self, box: Sealed) -> Coordinates | None:
        return self.places.get(box.box)


RouterContext = DecisionContext[PlanningRules, RegionLookup]
"""As the runtime gives it."""


class RegionContext(DecisionContext[PlanningRules, RegionLookup], frozen=True, kw_only=True):
    """As handlers take it: with the whole region, because who goes to one booking depends on all the others."""

    region: RegionState

    def limits(self, zone: str) -> Limits:
        """Those that bind on the day that it is at the door."""
        return self.rules.pack.on(local_day(self.at, zone))

    def visits_stopped(self, case: str) -> str | None:
        """The scope of the switch that stops visits here, or None."""
        return self.is_stopped("visiting", region=self.region.region, case=case)
