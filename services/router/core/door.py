"""What is asked of a crew, and where."""

from __future__ import annotations

from dataclasses import dataclass

from services.router.core.travel import Place
from shared.contracts.values import CollectorId, Needs

REACH_S = 7_200
"""House figure: at most two hours of added travel for each member, there and back, for one visit."""


@dataclass(frozen=True, slots=True)
class Door:
    """`barred` must not come to `place`."""

    place: Place
    needs: Needs
    barred: frozenset[CollectorId]

    @property
    def stay_s(self) -> int:
        return self.needs.duration_min * 60
