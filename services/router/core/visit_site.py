"""What is asked of a crew, and where; and who may be sent there at all.

The rules: registered, with a home that can be read; every certificate the visit needs valid on its local day; not
barred from this door; at work, on the way and at the door included; in no other crew that day; near enough.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.contracts.values import CollectorId, Needs

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
