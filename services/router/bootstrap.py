"""Where router is put together: its machine, its rules, its table. Nothing else knows all three."""

from __future__ import annotations

from pydantic import TypeAdapter

from shared.policy import Pack, load_pack
from shared.runtime.former import FormatRange
from shared.runtime.machine import LookUp, Machine
from shared.runtime.pg.queries import load
from shared.runtime.service import Environment, Service, ServiceSpec

from .core.changes import RegionChange
from .core.formats import NEWEST, OLDEST, SNAPSHOT_EVERY, SNAPSHOTS
from .core.inputs import TOPICS, RouterInput, about, aggregate, input_of
from .core.lookup import PlanningRules, RegionLookup
from .core.machine import MACHINE
from .core.positions import fact_of
from .core.state import RegionState
from .core.travel import SpeedModel
from .settings import RouterSettings
from .shell.look_up import PlaceOpener, nothing_seen
from .shell.retention import TASKS
from .shell.why_not import RouterAnswers

SERVICE = "router"
MIGRATIONS = ("shared.runtime.pg", "services.router.shell")
QUERIES = load("services.router.shell", "queries.sql")

STATES: TypeAdapter[RegionState] = TypeAdapter(RegionState)
CHANGES: TypeAdapter[RegionChange] = TypeAdapter(RegionChange)


def machine(
    pack: Pack, look_up: LookUp[RegionState, RouterInput, RegionLookup] = nothing_seen, *, format: int = NEWEST
) -> Machine[RegionState, RouterInput, RegionChange, PlanningRules, RegionLookup]:
    """Router's machine under a policy pack. `format`: nothing is said or stored that came with a newer one."""
    return Machine(
        service=SERVICE,
        topics=TOPICS,
        aggregate=aggregate,
        named=lambda state: state.region,
        decider=MACHINE,
        rules=PlanningRules(pack, SpeedModel(), format),
        input_of=input_of,
        look_up=look_up,
        states=STATES,
        changes=CHANGES,
        policy_version=pack.version,
        about=about,
        fact_of=fact_of,
        format=format,
        snapshot_every=SNAPSHOT_EVERY,
        snapshots_from=SNAPSHOTS,
    )


async def build(env: Environment[RouterSettings]) -> Service:
    places = PlaceOpener(env.ring, env.clock)
    pack = load_pack(env.settings.policy)
    regions = machine(pack, places, format=env.store.format)
    return Service(
        regions, (env.retention(pack, TASKS),), why_not=RouterAnswers(env.store, env.clock, regions, env.ring)
    )


RECIPE = ServiceSpec(SERVICE, build, RouterSettings, MIGRATIONS, QUERIES, FormatRange(OLDEST, NEWEST))
