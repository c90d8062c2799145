"""States as they stand, for who watches: in some runs a document is of an earlier version than its state."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from shared.decision.replaced import replace
from shared.runtime.machine import Machine, as_json
from shared.runtime.ports import HeldState
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.state_rows import changes_after

from .services import machine

if TYPE_CHECKING:
    from .world import World

RUNS, OF = 8, 6
"""One run in eight: those of the seeds whose rest is six."""
MARK = {True: "mark", False: "version"}


def snapshots_every(seed: int) -> int:
    """After how many decisions the services of that run write a document."""
    return 2 + seed // RUNS % 7 if seed % RUNS == OF else 1


def machine_of(world: World, service: str) -> Machine[Any]:
    """The machine that its processes run, but for what they look things up with."""
    made, every = machine(service, world.brisk), world.snapshots_every
    if every == 1:
        return made
    return replace(made, format=made.format + 1, snapshot_every=every, snapshots_from=made.format + 1)


def count_states(world: World) -> None:
    """Whether what processes hold is used, or refused, and by what; and what is folded."""

    def held(database: MemoryDatabase, had: Mapping[str, HeldState], stands: Mapping[str, HeldState]) -> None:
        for name, one in had.items():
            kept = database.states.get(name)
            same = kept is not None and kept.version == one.version
            world.count("state: held, and used" if name in stands else f"state: held, of another {MARK[same]}")

    for database in world.databases.values():
        database.on_held = partial(held, database)
        database.on_fold = lambda versions: world.count("state: folded", versions)


def standing(world: World, service: str, name: str) -> bytes:
    """The document of the state, also where none of it was written."""
    database = world.databases[service]
    kept = database.states[name]
    if kept.doc_version is None:
        return kept.doc
    made = machine(service, world.brisk)
    written = changes_after(database, {name: kept.doc_version})[name]
    return as_json(made.kept.folded(made.state_of(kept.doc), kept.doc_version, kept.version, written))
