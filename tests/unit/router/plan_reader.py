"""A reader of plans, as a crew app is one: what it makes of the events alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from shared.contracts.routing import Plan, PlanChange, PlanStop
from shared.decision import Effect, Publish


@dataclass
class PlanReader:
    """By local day and booking the stops as they were told last."""

    stops: defaultdict[str, dict[str, PlanStop]] = field(default_factory=lambda: defaultdict(dict))

    def hear(self, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Publish(data=Plan() as plan):
                    self.stops[plan.day] = {stop.booking: stop for stop in plan.stops}
                case Publish(data=PlanChange() as change):
                    self.stops[change.day].update({stop.booking: stop for stop in change.stops})
                    for booking in change.gone:
                        del self.stops[change.day][booking]  # it was told before, or this is a fault
                case _:
                    pass

    def plan(self, day: str) -> tuple[PlanStop, ...]:
        """In the order of arrival."""
        return tuple(sorted(self.stops[day].values(), key=lambda stop: (str(stop.arrive), stop.booking)))
