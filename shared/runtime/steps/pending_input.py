"""One input on its way to a decision."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from msgspec import Struct

from shared.contracts.codec import content_of
from shared.contracts.envelope import Event
from shared.decision import TimerDue
from shared.ids import derive, inbox_id
from shared.runtime.ports import DueTimer, IntakeRow, Record


class NotUnderstood(NamedTuple):
    """Mapping what came to an input of the machine raised this."""

    error: Exception


NOT_YET = NotUnderstood(RuntimeError("nobody asked the machine what this is to it"))


class PendingInput(Struct, frozen=True):
    """One input on its way to a decision: what came, and what it is to the machine.

    `record` is where it can be queued from; timers and intake rows stay put.
    """

    aggregate: str
    came: Any
    name: str
    cause: str
    trace: str | None = None
    inbox: UUID | None = None
    record: Record | None = None
    intake: UUID | None = None
    content: bytes | None = None
    input: Any = NOT_YET


def known_by(event: Event) -> UUID:
    """Its id in the inbox."""
    return inbox_id(event.source, event.id, event.type, event.subject)


def pending_event(aggregate: str, event: Event, inbox: UUID, record: Record) -> PendingInput:
    return PendingInput(
        aggregate, event, event.type, event.id, event.traceparent, inbox, record, content=content_of(event)
    )


def pending_timer(service: str, due: DueTimer) -> PendingInput:
    cause = derive(service, due.aggregate, "timer", due.kind, due.due_at.isoformat())
    return PendingInput(
        due.aggregate, TimerDue(due.kind, due.due_at), f"timer:{due.kind.partition(':')[0]}", str(cause)
    )


def pending_direct(row: IntakeRow, came: Any) -> PendingInput:
    return PendingInput(row.aggregate, came, f"direct:{type(came).__name__}", str(row.id), inbox=row.id, intake=row.id)
