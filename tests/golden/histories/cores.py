"""The three cores as histories need them: the machine, and how what the shell looked up is written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from services.notifier.core.lookup import NOTHING, Lookup
from services.router.core.lookup import RegionLookup
from services.scheduler.core.lookup import VisitLookup
from shared.contracts.catalogue import BY_TYPE
from shared.runtime.machine import Machine
from tests.properties.notifier.office import MACHINE as NOTIFIER
from tests.properties.router.ground import MACHINE as ROUTER
from tests.properties.scheduler.case_shell import MACHINE as SCHEDULER
from tests.unit.router.world import REGION

LOOKUPS: TypeAdapter[Lookup] = TypeAdapter(Lookup)
KNOWNS: TypeAdapter[VisitLookup] = TypeAdapter(VisitLookup)


@dataclass(frozen=True)
class Core:
    """`nothing` is what a look-up gives that found nothing."""

    machine: Machine[Any]
    write_known: Callable[[Any], Any]
    read_known: Callable[[Any], Any]
    nothing: Any = None

    def topic_of(self, name: str) -> str:
        return BY_TYPE[name].topic


def _through(adapter: TypeAdapter[Any]) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    return lambda known: adapter.dump_python(known, mode="json"), lambda doc: adapter.validate_json(json.dumps(doc))


def _write_sight(sight: RegionLookup) -> Any:
    """By collector: keys of the region itself are no JSON."""
    return {"places": sight.places, "busy": {name: list(spans) for (_, name), spans in sight.busy.items()}}


def _read_sight(doc: Any) -> RegionLookup:
    busy = {(REGION, name): [(span[0], span[1]) for span in spans] for name, spans in doc["busy"].items()}
    return RegionLookup({box: (place[0], place[1]) for box, place in doc["places"].items()}, busy)


CORES = {
    "notifier": Core(NOTIFIER, *_through(LOOKUPS), NOTHING),
    "scheduler": Core(SCHEDULER, *_through(KNOWNS), VisitLookup()),
    "router": Core(ROUTER, _write_sight, _read_sight, RegionLookup()),
}
