"""What operators say, as a service keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.operations import (
    BacklogSetAside,
    LetterDiscarded,
    LetterReturned,
    QueuedEventDiscarded,
    RefusedDropped,
    RefusedRetried,
    ReplayAsked,
)

TableOperation = (
    ReplayAsked
    | QueuedEventDiscarded
    | LetterReturned
    | LetterDiscarded
    | BacklogSetAside
    | RefusedRetried
    | RefusedDropped
)
"""What is done with tables that every service has: a store carries it out. The rest is the service's own."""


@dataclass(frozen=True, slots=True)
class SwitchRow:
    what: str
    scope: str
    stopped: bool
    cause: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OperationRow:
    """What an operator asks of this service. `doc` is the event; `id` is what the inbox would know it by."""

    id: UUID
    at: datetime
    by: str
    why: str | None
    kind: str
    target: str
    doc: bytes


@dataclass(frozen=True, slots=True)
class OperationOutcome:
    """Done at `at`, or `refused`: why not, in a sentence. Empty when it was done."""

    id: UUID
    at: datetime
    refused: str
