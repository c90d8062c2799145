"""What operators say: kept when it is read, and carried out one by one in the order asked, each in its transaction.

It is the same in every service. What concerns tables that all have is done here; the rest is the machine's `carry_out`.
An operation that can't be done is refused, with a sentence, and stands in the way of none behind it. A switch works
from the moment it is read; it is kept here too, for who threw it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from shared.contracts.codec import decode_value, encode
from shared.contracts.operations import (
    BacklogSetAside,
    LetterDiscarded,
    LetterReturned,
    Operation,
    QueuedEventDiscarded,
    ReplayAsked,
)
from shared.contracts.switches import Switch
from shared.runtime import metrics
from shared.runtime.machine import OperationResult
from shared.runtime.ports import (
    Conflict,
    NewerFormat,
    OperationOutcome,
    OperationRow,
    Unavailable,
    Unit,
    Writes,
)

from .decision_batch import known_by
from .transact import StepContext

NOBODY = "unknown"
NOT_DONE: dict[type[Operation], str] = {
    ReplayAsked: "it is not parked",
    QueuedEventDiscarded: "this event is not the first that it waits at",
    LetterReturned: "there is no such letter",
    LetterDiscarded: "no such letter is open",
    BacklogSetAside: "it could not be set aside",
}
"""What is done with tables that every service has, and what it means when nothing there is like that."""


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
    """Do what was asked first; 1, or 0 when nothing is asked. Raises `Unavailable` and `Conflict`: it comes again."""
    try:
        return await _once(context)
    except (Unavailable, Conflict, NewerFormat):
        raise
    except Exception as error:
        # Its own fault or ours; whoever asked is told, and what was asked after it goes on.
        return await _refuse(context, f"it broke: {type(error).__name__}")


async def _once(context: StepContext) -> int:
    async with context.store.unit() as unit:
        found = await unit.next_operation()
        if found is None:
            return 0
        id, doc = found
        at = context.clock.now()
        result = await _result(context, unit, id, _read(doc, at), at)
        await unit.commit(
            Writes(
                rows=list(result.rows),
                told=list(result.told),
                outcomes=[OperationOutcome(id, at, result.refused)],
            )
        )
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
    machine, refused = context.machine, NOT_DONE.get(type(operation))
    if refused is not None and not await unit.carry_out(operation):
        return OperationResult(refused)
    if machine.carry_out is not None:
        return await machine.carry_out(unit, id, operation, at)
    return OperationResult("" if refused is not None else f"{machine.service} does nothing like that")


async def _refuse(context: StepContext, why: str) -> int:
    async with context.store.unit() as unit:
        found = await unit.next_operation()
        if found is None:
            return 0
        await unit.commit(Writes(outcomes=[OperationOutcome(found[0], context.clock.now(), why)]))
    metrics.count("operations", outcome="refused")
    return 1
