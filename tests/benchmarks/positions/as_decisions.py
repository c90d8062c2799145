"""Router as it was before positions were facts: each is an input of its region. The baseline of `bench positions`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from services.router.bootstrap import RECIPE
from services.router.core.changes import Located, RegionChange
from services.router.core.lookup import RouterContext
from services.router.core.machine import MACHINE
from services.router.core.state import RegionState
from shared.contracts.fleet import PositionReported
from shared.decision import Decided, accept
from shared.runtime.machine import no_fact
from shared.runtime.service import Environment, Service, main


class AsInputs:
    """Router's machine, and a line for positions: the newest stands in the region's state, all in its history."""

    initial = staticmethod(MACHINE.initial)
    evolve = staticmethod(MACHINE.evolve)

    def step(self, region: RegionState, input: Any, context: RouterContext) -> Decided[RegionState, RegionChange]:
        if not isinstance(input, PositionReported):
            return MACHINE.step(region, input, context)
        change = Located(fact=input.data)
        return Decided(accept("collector-located", "a newer position", change), MACHINE.evolve(region, change))


def _positions_too(ours: Callable[[Any], Any], position: Callable[[PositionReported], Any]) -> Callable[[Any], Any]:
    return lambda came: position(came) if isinstance(came, PositionReported) else ours(came)


async def build(env: Environment[Any]) -> Service:
    made = await RECIPE.build(env)
    today = made.machine
    before = replace(
        today,
        decider=AsInputs(),
        fact_of=no_fact,
        input_of=_positions_too(today.input_of, lambda position: position),
        aggregate=_positions_too(today.aggregate, lambda position: position.subject),
    )
    return replace(made, machine=before)


if __name__ == "__main__":
    main(replace(RECIPE, build=build))
