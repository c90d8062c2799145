"""States that this process does not hold: the document that stands of each, and what history says after it.

A document that can't be read is not what the aggregate hangs on: its history is told from the beginning then. What
history does not say nobody makes up: the aggregate is set aside.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shared.runtime import metrics
from shared.runtime.failures import starves
from shared.runtime.folding import NotInHistory
from shared.runtime.held_states import Snapshot
from shared.runtime.logs import logger
from shared.runtime.machine import AnyMachine
from shared.runtime.ports import Loaded, Unit

from .decision_batch import DecisionBatch


async def read_cold(unit: Unit, batch: DecisionBatch, aggregates: Iterable[str]) -> None:
    """Read those that were loaded and are not held into the batch, or why they can't be (`DecisionBatch.unreadable`).

    One round trip more where history is needed.
    """
    begun: dict[str, tuple[Any, int, bool]] = {}
    for aggregate in aggregates:
        loaded = batch.cold(aggregate)
        if loaded is None:
            continue
        state, after, sound = _begun(batch.machine, aggregate, loaded)
        if after == loaded.version:
            batch.read(aggregate, state, _snapshot(batch.machine, loaded, 0, sound))
        else:
            begun[aggregate] = state, after, sound
    if not begun:
        return
    written = await unit.changes_after({aggregate: after for aggregate, (_, after, _) in begun.items()})
    for aggregate, (state, after, sound) in begun.items():
        loaded, rows = batch.loaded[aggregate], written[aggregate]
        metrics.count("states_folded", after="snapshot" if sound else "nothing")
        try:
            state = batch.machine.kept.folded(state, after, loaded.version, rows)
        except NotInHistory as missing:
            batch.unreadable[aggregate] = missing.code, missing.detail
        else:
            since = sum(len(row.changes) for row in rows)
            batch.read(aggregate, state, _snapshot(batch.machine, loaded, since, sound))


def _begun(machine: AnyMachine, aggregate: str, loaded: Loaded) -> tuple[Any, int, bool]:
    """What to begin with, the version that it is of, and whether that is the document that stands."""
    try:
        state = machine.state_of(loaded.doc, aggregate)
    except Exception as error:
        if starves(error):
            raise
        logger(machine.service).error(
            "snapshot-unreadable", aggregate=aggregate, version=loaded.version, error=type(error).__name__
        )
        return machine.initial_state(aggregate), 0, False
    return state, loaded.version if loaded.doc_version is None else loaded.doc_version, True


def _snapshot(machine: AnyMachine, loaded: Loaded, since_bytes: int, sound: bool) -> Snapshot:
    """One in another format than ours is written anew: it was decided by other code than what folds from now on."""
    version = loaded.version if loaded.doc_version is None else loaded.doc_version
    return Snapshot(version, len(loaded.doc), since_bytes, sound and loaded.format == machine.format)
