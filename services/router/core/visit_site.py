"""What is asked of a crew, and where; and who may be sent there at all.

The rules: registered, with a home that can be read; every certificate the visit needs valid on its local day; not
barred from this door; at work, on the way and at the door included; in no other crew that day; near enough.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.values import CollectorId, Needs

from .day_routes import DayRoutes
from .travel import Coordinates

REACH_S = 7_200
"""House figure: at most two hours of added travel for each member, there and back, for one visit."""


@dataclass(frozen=True, slots=True)
class VisitSite:
    """`barred` must not come to `place`."""

    place: Coordinates
    needs: Needs
    barred: frozenset[CollectorId]

    @property
    def stay_s(self) -> int:
        return self.needs.duration_min * 60


def legal(planned: DayRoutes, needs: Needs, barred: frozenset[CollectorId]) -> list[set[CollectorId]]:
    """For each of the days, collectors who may make such a visit then, time and place apart."""
    found: list[set[CollectorId]] = [set() for _ in planned.days]
    for name in planned.homes.keys() - barred:
        collector = planned.region.collectors[name]
        # Almost everybody's certificates outlast the days asked about: one look instead of one a day.
        if collector.holds_throughout(needs.certificates, planned.days[0].on, planned.days[-1].on):
            for names in found:
                names.add(name)
            continue
        for day, names in zip(planned.days, found, strict=True):
            if not collector.lacks(needs.certificates, day.on):
                names.add(name)
    return found
