"""The three cores as histories need them: the machine, and how what the shell looked up is written down."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from services.notifier.core.lookup import NOTHING, Lookup
from services.router.core.fleet import Spot
from services.router.core.lookup import RegionLookup
from services.scheduler.core.lookup import VisitLookup
from shared.runtime.machine import Machine
from tests.properties.notifier.case_shell import MACHINE as NOTIFIER
from tests.properties.router.region_shell import MACHINE as ROUTER
from tests.properties.scheduler.case_shell import MACHINE as SCHEDULER

LOOKUPS: TypeAdapter[Lookup] = TypeAdapter(Lookup)
KNOWNS: TypeAdapter[VisitLookup] = TypeAdapter(VisitLookup)


ReadKnown = Callable[[Any, str], Any]


@dataclass(frozen=True)
class Core:
    """`read_known(doc, aggregate)` reads what was written. `nothing` is what a look-up gives that found nothing."""

    machine: Machine[Any]
    write_known: Callable[[Any], Any]
    read_known: ReadKnown
    nothing: Any = None


def _through(adapter: TypeAdapter[Any]) -> tuple[Callable[[Any], Any], ReadKnown]:
    return lambda known: adapter.dump_python(known, mode="json"), lambda doc, _: adapter.validate_json(json.dumps(doc))


def _write_region_lookup(lookup: RegionLookup) -> Any:
    """By collector: pairs of region and collector are no keys of JSON, and the region is the aggregate."""
    spots = {name: spot.model_dump(mode="json") for (_, name), spot in lookup.spots.items()}
    busy = {name: list(spans) for (_, name), spans in lookup.busy.items()}
    return {"places": lookup.places, "busy": busy, **({"spots": spots} if spots else {})}


def _read_region_lookup(doc: Any, region: str) -> RegionLookup:
    busy = {(region, name): [(span[0], span[1]) for span in spans] for name, spans in doc["busy"].items()}
    spots = {(region, name): Spot.model_validate_json(json.dumps(spot)) for name, spot in doc.get("spots", {}).items()}
    return RegionLookup({box: (place[0], place[1]) for box, place in doc["places"].items()}, busy, spots)


CORES = {
    "notifier": Core(NOTIFIER, *_through(LOOKUPS), NOTHING),
    "scheduler": Core(SCHEDULER, *_through(KNOWNS), VisitLookup()),
    "router": Core(ROUTER, _write_region_lookup, _read_region_lookup, RegionLookup()),
}
