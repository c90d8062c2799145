"""The state of one region: its collectors and its bookings. Coordinates are never in it, only sealed boxes."""

from __future__ import annotations

from pydantic import Field

from services.router.core.fleet import Collector
from services.router.core.visit import Visit
from shared.contracts.moments import Zone
from shared.contracts.values import CaseId, CollectorId, Ident, Value


class Region(Value):
    """`zone` is that of the first booking: it cuts time into the days that crews are formed for, once and for all.

    `exclusions` names, per case, the collectors about whom somebody at that door complained: never again there.
    """

    region: str
    zone: Zone | None = None
    collectors: dict[CollectorId, Collector] = Field(default_factory=dict)
    bookings: dict[Ident, Visit] = Field(default_factory=dict)
    exclusions: dict[CaseId, tuple[CollectorId, ...]] = Field(default_factory=dict)

    def barred(self, case: CaseId, also: tuple[CollectorId, ...]) -> frozenset[CollectorId]:
        """Who must not go to the door of `case`."""
        return frozenset(self.exclusions.get(case, ())) | frozenset(also)


def initial(region: str) -> Region:
    return Region(region=region)
