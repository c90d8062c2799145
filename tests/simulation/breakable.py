"""A core with a fault that an operator can plant: it raises for some aggregates, as a bug would."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from shared.decision import Decided, DecisionMaker


@dataclass(frozen=True)
class Breakable:
    """A core that decides only where `look` finds nothing planted."""

    core: DecisionMaker[Any, Any, Any, Any]
    look: Callable[[Any], None]

    @property
    def initial(self) -> Callable[[str], Any]:
        return self.core.initial

    @property
    def evolve(self) -> Callable[[Any, Any], Any]:
        return self.core.evolve

    def step(self, state: Any, input: Any, context: Any, /) -> Decided[Any, Any]:
        self.look(state)
        return self.core.step(state, input, context)
