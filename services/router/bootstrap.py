"""The composition root of router: what its machine is made of."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter

from services.router.core.changes import Change
from services.router.core.compiled import compiled
from services.router.core.evolve import evolve
from services.router.core.insertion import Kernel
from services.router.core.machine import Router
from services.router.core.means import Means
from services.router.core.region import Region, initial
from services.router.core.travel import SpeedModel
from services.router.core.vectorised import Vectorised
from services.router.settings import RouterSettings
from services.router.shell.prepare import Places
from shared.contracts.envelope import Event
from shared.contracts.outcomes import Outcome
from shared.contracts.routing import BookingCancelled, BookingMade, BookingMoved, SlotsAsked
from shared.policy import Pack, load_pack
from shared.runtime.machine import Machine, Prepare, nothing_to_prepare
from shared.runtime.pg.queries import load
from shared.runtime.service import Environment, Recipe, Service

SERVICE = "router"
SettingsModel = RouterSettings
MIGRATIONS = ("shared.runtime.pg", "services.router.shell")
QUERIES = load("services.router.shell", "queries.sql")
TOPICS = ("routing", "fleet", "outcomes")


def aggregate(event: Event) -> str:
    """The region whose state an event moves: outcomes travel by case and say which."""
    return str(event.data.region) if isinstance(event, Outcome) else event.subject  # type: ignore[attr-defined]


def about(region: str, said: Any) -> str:
    """The case that an input concerns; the region where it concerns none."""
    match said:
        case SlotsAsked() | BookingMade() | BookingMoved() | BookingCancelled():
            return said.data.case
        case Outcome():
            return said.subject
        case _:
            return region


def machine(pack: Pack, kernel: Kernel | None = None, prepare: Prepare = nothing_to_prepare) -> Machine[Region]:
    """Router as the runtime sees it. Without `kernel` the search is NumPy's."""
    router = Router(Means(pack, SpeedModel(), kernel or Vectorised()))
    return Machine(
        service=SERVICE,
        topics=TOPICS,
        aggregate=aggregate,
        initial=initial,
        decide=router.decide,
        evolve=evolve,
        states=TypeAdapter(Region),
        changes=TypeAdapter(Change),
        policy_version=pack.version,
        about=about,
        prepare=prepare,
    )


async def build(env: Environment[RouterSettings]) -> Service:
    kernel: Kernel = compiled() if env.settings.kernel == "compiled" else Vectorised()
    return Service(machine(load_pack(env.settings.policy), kernel, Places(env.ring)))


RECIPE = Recipe(SERVICE, build, SettingsModel, MIGRATIONS, QUERIES)
