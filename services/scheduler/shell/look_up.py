"""What decisions need beyond their states: when a borrower is taken by a visit of another case."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from services.scheduler.core.inputs import AppointmentInput, BorrowerReply, SlotQuote, VisitRequest
from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import AppointmentState, ClosedVisit, Idle
from shared.runtime.ports import Unit

Case = tuple[str, str]
"""A case and its borrower."""


class ChoosingTogether(Exception):
    """Two cases of one person may choose a time in this transaction, and neither would see what the other takes.

    The runtime decides on fewer inputs then, until they are apart.
    """


SPACE = zlib.crc32(b"scheduler/borrowers") & 0x7FFFFFFF


async def look_up(
    unit: Unit, states: Mapping[str, AppointmentState], inputs: Sequence[tuple[str, AppointmentInput]]
) -> VisitLookup:
    """The taken times of every borrower who may be offered or may choose one now, locked until the commit.

    States are locked before, and nobody who holds a borrower's lock waits for a state: so there is no deadlock.
    """
    offering = {case for case, input in inputs if isinstance(input, SlotQuote)}
    choosing = {case for case, input in inputs if isinstance(input, BorrowerReply) or states[case].early}
    borrowers = sorted({borrower for _, borrower in _of(offering | choosing, states, inputs)})
    if not borrowers:
        return VisitLookup()
    together = [borrower for _, borrower in _of(choosing, states, inputs)]
    if len(together) > len(set(together)):
        raise ChoosingTogether
    numbers = sorted({zlib.crc32(borrower.encode()) - 2**31 for borrower in borrowers})
    await unit.select("lock_borrowers", {"space": SPACE, "numbers": numbers})
    return VisitLookup(taken_times(await unit.select("busy_times", {"borrowers": borrowers})))


def taken_times(rows: Iterable[Mapping[str, Any]]) -> dict[str, tuple[TakenTime, ...]]:
    """Rows of `busy_times` by borrower."""
    busy: dict[str, tuple[TakenTime, ...]] = {}
    for row in rows:
        taken = TakenTime(row["aggregate"], row["starts_at"], row["ends_at"])
        busy[row["borrower"]] = (*busy.get(row["borrower"], ()), taken)
    return busy


def _of(
    cases: set[str], states: Mapping[str, AppointmentState], inputs: Sequence[tuple[str, AppointmentInput]]
) -> set[Case]:
    """Whose time these cases are about, also where a visit begins in this very batch."""
    begun = {(case, input.borrower) for case, input in inputs if case in cases and isinstance(input, VisitRequest)}
    stages = [(case, states[case].stage) for case in cases]
    return begun | {(case, stage.visit.borrower) for case, stage in stages if not isinstance(stage, Idle | ClosedVisit)}
