"""What operators say: kept when it is read, and carried out one by one in the order asked, each in its transaction.

It is the same in every service. What concerns tables that all have is done here; the rest is the machine's `carry_out`.
An operation that can't be done is refused, with a sentence, and stands in the way of none behind it. A switch works
from the moment it is read; it is kept here too, for who threw it.
"""

from __future__ import annotations

from datetime import datetime
from typing import assert_never
from uuid import UUID

from shared.contracts.codec import decode_value, encode
from shared.contracts.operations import (
    BacklogSetAside,
    LetterDiscarded,
    LetterReturned,
    Operation,
    QueuedEventDiscarded,
    RefusedDropped,
    RefusedRetried,
    ReplayAsked,
)
from shared.contracts.switches import Switch
from shared.runtime import metrics
from shared.runtime.failures import Starved, starves
from shared.runtime.machine import OperationResult
from shared.runtime.ports import (
    Conflict,
    NewerFormat,
    OperationOutcome,
    OperationRow,
    TableOperation,
    Unavailable,
    Unit,
    Writes,
)

from .pending_input import known_by
from .transact import StepContext

NOBODY = "unknown"


def asked_of(said: Operation | Switch) -> OperationRow:
    """As it is kept. `kind` is what was done to what: `letter-discarded`."""
    kind = "-".join(said.type.split(".")[1:-1])
    if isinstance(said, Switch):
        thrown = said.data
        target = f"{thrown.what} {said.subject}"
        return OperationRow(known_by(said), said.time, thrown.by or NOBODY, thrown.cause, kind, target, encode(said))
    data = said.data
    return OperationRow(known_by(said), said.time, data.by, data.why, kind, data.target, encode(said))


async def carry_out(context: StepContext) -> int:
    """Do what was asked first; 1, or 0 when nothing is asked. Raises `Unavailable` and `Conflict`: it comes again.

    Nothing while the clock is wrong: to one that is days behind, a sound order is of the future, and was refused.
    """
    if context.clock_wrong():
        return 0
    try:
        return await _settle_next(context)
    except (Unavailable, Conflict, NewerFormat):
        raise
    except Exception as error:
        if starves(error):
            raise Starved(error) from None
        # Its own fault or ours; whoever asked is told, and what was asked after it goes on.
        return await _settle_next(context, f"it broke: {type(error).__name__}")


async def _settle_next(context: StepContext, broke: str = "") -> int:
    """Commit what comes of the next operation: what it changes and its outcome, or that it `broke` before."""
    async with context.store.unit() as unit:
        found = await unit.next_operation()
        if found is None:
            return 0
        if context.clock_wrong():  # it was set while we waited for the database
            return 0
        id, doc = found
        at = context.clock.now()
        result = OperationResult(broke) if broke else await _result(context, unit, id, _read(doc, at), at)
        outcome = OperationOutcome(id, at, result.refused)
        writes = Writes(
            rows=list(result.rows), intake=list(result.intake), outbox=list(result.published), outcomes=[outcome]
        )
        with context.relay.place(result.published):
            await unit.commit(writes)
    metrics.count("operations", outcome="refused" if result.refused else "done")
    return 1


def _read(doc: bytes, at: datetime) -> Operation | Switch:
    topic = Switch.topic if b'"type":"doorstep.switch.' in doc else Operation.topic
    said = decode_value(topic, doc, at)
    assert isinstance(said, Operation | Switch), "only what was read as one is kept"
    return said


async def _result(
    context: StepContext, unit: Unit, id: UUID, operation: Operation | Switch, at: datetime
) -> OperationResult:
    if isinstance(operation, Switch):
        return OperationResult()  # it works from the moment it was read
    machine = context.machine
    if isinstance(operation, TableOperation) and not await unit.carry_out(operation):
        return OperationResult(_not_done(operation))
    if machine.carry_out is not None:
        return await machine.carry_out(unit, id, operation, at)
    done = isinstance(operation, TableOperation)
    return OperationResult("" if done else f"{machine.service} does nothing like that")


def _not_done(operation: TableOperation) -> str:
    """What it means when nothing in the tables is like that."""
    match operation:
        case ReplayAsked():
            return "it is not parked"
        case QueuedEventDiscarded():
            return "this event is not the first that it waits at"
        case LetterReturned():
            return "there is no such letter"
        case LetterDiscarded():
            return "no such letter is open"
        case BacklogSetAside():
            return "it could not be set aside"
        case RefusedRetried() | RefusedDropped():
            return "no such event waits for Kafka to take it"
        case _:
            assert_never(operation)
