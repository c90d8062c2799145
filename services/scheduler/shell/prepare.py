"""What decisions need beyond their states: when a borrower is taken by a visit of another case."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import AppointmentState, ClosedVisit, Idle
from shared.contracts.routing import SlotsQuoted
from shared.contracts.texts import ReplyUnderstood
from shared.contracts.visits import VisitRequested
from shared.runtime.ports import Unit

SPACE = zlib.crc32(b"scheduler/borrowers") & 0x7FFFFFFF


async def look_up(unit: Unit, states: Mapping[str, AppointmentState], inputs: Sequence[tuple[str, Any]]) -> VisitLookup:
    """The taken times of every borrower who may be offered or may choose one now, locked until the commit.

    States are locked before, and nobody who holds a borrower's lock waits for a state: so there is no deadlock.
    """
    borrowers = sorted(_choosers(states, inputs))
    if not borrowers:
        return VisitLookup()
    numbers = sorted({zlib.crc32(borrower.encode()) - 2**31 for borrower in borrowers})
    await unit.select("lock_borrowers", {"space": SPACE, "numbers": numbers})
    busy: dict[str, tuple[TakenTime, ...]] = {}
    for row in await unit.select("busy_times", {"borrowers": borrowers}):
        taken = TakenTime(row["aggregate"], row["starts_at"], row["ends_at"])
        busy[row["borrower"]] = (*busy.get(row["borrower"], ()), taken)
    return VisitLookup(busy)


def _choosers(states: Mapping[str, AppointmentState], inputs: Sequence[tuple[str, Any]]) -> set[str]:
    """Whose time may be offered or chosen: a quote, a reply, or a remembered one meets a visit, also one that begins
    in this very batch.
    """
    choosing = {aggregate for aggregate, said in inputs if isinstance(said, ReplyUnderstood | SlotsQuoted)}
    choosing |= {aggregate for aggregate, _ in inputs if states[aggregate].early}
    beginning = {said.data.borrower for case, said in inputs if case in choosing and isinstance(said, VisitRequested)}
    stages = [states[aggregate].stage for aggregate in choosing]
    return beginning | {stage.visit.borrower for stage in stages if not isinstance(stage, Idle | ClosedVisit)}
