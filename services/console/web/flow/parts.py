"""What the page Flow is made of, opened with the site."""

from __future__ import annotations

from dataclasses import dataclass

from ...target import Target
from .reading import LagLooks
from .rebalances import GroupWatch
from .throughput import Throughput


@dataclass(frozen=True, slots=True)
class FlowParts:
    throughput: Throughput
    groups: GroupWatch
    lag: LagLooks

    @classmethod
    def of(cls, target: Target) -> FlowParts:
        return cls(Throughput(), GroupWatch(target), LagLooks(target))
