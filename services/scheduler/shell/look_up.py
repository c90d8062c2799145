"""What decisions need beyond their states: when a borrower is taken by a visit of another case."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from services.scheduler.core.inputs import AppointmentInput, BorrowerReply, SlotQuote, VisitRequest
from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import AppointmentState, ClosedVisit, Idle
from shared.runtime.ports import Unit

SPACE = zlib.crc32(b"scheduler/borrowers") & 0x7FFFFFFF


async def look_up(
    unit: Unit, states: Mapping[str, AppointmentState], inputs: Sequence[tuple[str, AppointmentInput]]
) -> VisitLookup:
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


def _choosers(states: Mapping[str, AppointmentState], inputs: Sequence[tuple[str, AppointmentInput]]) -> set[str]:
    """Whose time may be offered or chosen: a quote, a reply, or a remembered one meets a visit, also one that begins
    in this very batch.
    """
    choosing = {aggregate for aggregate, input in inputs if isinstance(input, BorrowerReply | SlotQuote)}
    choosing |= {aggregate for aggregate, _ in inputs if states[aggregate].early}
    beginning = {input.borrower for case, input in inputs if case in choosing and isinstance(input, VisitRequest)}
    stages = [states[aggregate].stage for aggregate in choosing]
    return beginning | {stage.visit.borrower for stage in stages if not isinstance(stage, Idle | ClosedVisit)}
