"""What decisions need beyond their states: when a borrower is taken by a visit of another case."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.scheduler.core.appointment import Appointment, Closed, Idle
from services.scheduler.core.moment import Known
from services.scheduler.core.offer import Busy
from shared.contracts.routing import SlotsQuoted
from shared.contracts.texts import ReplyUnderstood
from shared.contracts.visits import VisitRequested
from shared.runtime.ports import Unit

SPACE = zlib.crc32(b"scheduler/borrowers") & 0x7FFFFFFF


async def look_up(unit: Unit, states: Mapping[str, Appointment], inputs: Sequence[tuple[str, Any]]) -> Known:
    """The taken times of every borrower who may be offered or may choose one now, locked until the commit.

    States are locked before, and nobody who holds a borrower's lock waits for a state: so there is no deadlock.
    """
    borrowers = sorted({who for aggregate, said in inputs if (who := _chooser(states[aggregate], said)) is not None})
    if not borrowers:
        return Known()
    numbers = sorted({zlib.crc32(borrower.encode()) - 2**31 for borrower in borrowers})
    await unit.select("lock_borrowers", {"space": SPACE, "numbers": numbers})
    busy: dict[str, tuple[Busy, ...]] = {}
    for row in await unit.select("busy_times", {"borrowers": borrowers}):
        taken = Busy(row["aggregate"], row["starts_at"], row["ends_at"])
        busy[row["borrower"]] = (*busy.get(row["borrower"], ()), taken)
    return Known(busy)


def _chooser(state: Appointment, said: Any) -> str | None:
    """Whose time this input may lead to a choice of; remembered facts may hold one too."""
    if not isinstance(said, ReplyUnderstood | SlotsQuoted) and not state.early:
        return None
    if isinstance(said, VisitRequested):
        return said.data.borrower
    return None if isinstance(state.stage, Idle | Closed) else state.stage.visit.borrower
