"""What this process has just learned itself is decided on at once, instead of being stored for a step that decides
later: that is a row which is written, found, locked and deleted again, a tenth of what a text costs.

Only where all is as ever. Whatever is not (an aggregate that is parked, a state in a newer format, another process in
the way, a decision that fails, an id that came before, somebody outside who waits) writes nothing: then it is to be
taken in (`Store.take_in`), and the step that decides on that finds out who is to blame. Inputs of an aggregate are
decided in the order in which they come to it, which is not that in which they were stored.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from shared.decision.replaced import replace
from shared.runtime import metrics
from shared.runtime.ports import IntakeRow, Unavailable

from .decision_batch import pending_direct
from .transact import StepContext, commit, decide_all


@dataclass(slots=True)
class AtOnce:
    """Whoever learns something has it before there is a `context` to decide in; until then nothing is decided."""

    context: StepContext | None = None
    busy: Callable[[], bool] = lambda: False
    """Must it wait: does somebody outside, or is a recovery owed?"""

    async def decided(self, rows: Sequence[IntakeRow]) -> bool:
        """Was it decided on, all of it, and committed? Raises `Unavailable`: then nobody knows, and taking it in drops
        what was.
        """
        context = self.context
        if context is None or not rows or self.busy() or context.clock_wrong():
            return False
        try:
            done = await _decided(context, rows)
        except Unavailable:
            raise
        except Exception:  # of whatever kind: it comes again where it can be seen
            return False
        metrics.count("intake_handled", len(rows) if done else 0)
        return done


async def _decided(context: StepContext, rows: Sequence[IntakeRow]) -> bool:
    names = [row.aggregate for row in rows]
    ids = {row.id for row in rows}
    pending = [replace(pending_direct(row, context.machine.direct_input(row.doc)), intake=None) for row in rows]
    async with context.store.unit() as unit:
        opened = await unit.open(sorted(ids), names, held=context.states.of(names))
        if opened.parked or len(opened.unseen) < len(rows):
            return False
        batch = context.batch(opened, context.clock.now())
        await decide_all(context, unit, batch, pending)
        if batch.writes.parked:
            return False
        await commit(context, unit, batch)
    return True
