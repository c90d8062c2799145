"""Bugs of who holds states in memory: what is held is taken for what stands, or what was never committed is held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch
from uuid import UUID

from shared.runtime.folding import KeptStates
from shared.runtime.held_states import HeldState
from shared.runtime.ports import Unit
from shared.runtime.steps import replay, timers_and_intake, transact
from shared.runtime.steps.decision_batch import DecisionBatch

NOBODYS = UUID(int=0)


@contextmanager
def changes_after_a_snapshot_forgotten() -> Iterator[None]:
    """The document is taken for the state, whatever was decided after it was written."""
    with patch.object(KeptStates, "folded", lambda self, state, after, version, written: state):
        yield


@contextmanager
def stale_state_used() -> Iterator[None]:
    """What a process holds it goes on with, whatever others have written since."""
    with patch.object(HeldState, "stands", lambda self, version, mark: True):
        yield


@contextmanager
def mark_not_compared() -> Iterator[None]:
    """The same number counts as the same state, also after somebody was taken out of it."""
    with patch.object(HeldState, "stands", lambda self, version, mark: self.version == version):
        yield


@contextmanager
def rolled_back_state_kept() -> Iterator[None]:
    """What is decided takes the place of what is held before it is committed, and stays where it never is."""
    real = transact.commit

    async def commit(context: transact.StepContext, unit: Unit, batch: DecisionBatch) -> None:
        for aggregate, held in batch.written(NOBODYS).items():
            before = batch.loaded.get(aggregate)
            if before is not None and before.mark is not None:
                context.states.keep({aggregate: held._replace(version=before.version, mark=before.mark)})
        await real(context, unit, batch)

    with (
        patch.object(transact, "commit", commit),
        patch.object(timers_and_intake, "commit", commit),
        patch.object(replay, "commit", commit),
    ):
        yield
