"""The ports that steps work through: `Log`, `Store`, `Clock`. Each has a real adapter and an in-memory one.

Every `await` of a port is a point where a process may die; the promise of each method says what is true after that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from msgspec import Struct

from shared.decision import Row

from .due_timers import DueTimer as DueTimer
from .due_timers import DueTimers as DueTimers
from .failures import BadWrite as BadWrite
from .failures import Conflict as Conflict
from .failures import LockHeld as LockHeld
from .failures import NewerFormat as NewerFormat
from .failures import OlderDatabase as OlderDatabase
from .failures import Unavailable as Unavailable
from .held_states import HeldState as HeldState
from .log_ports import Log as Log
from .log_ports import May as May
from .operator_rows import OperationOutcome as OperationOutcome
from .operator_rows import OperationRow as OperationRow
from .operator_rows import SwitchRow as SwitchRow
from .operator_rows import TableOperation as TableOperation
from .outgoing import Out as Out
from .outgoing import OutboxStore as OutboxStore
from .outgoing import Outgoing as Outgoing
from .outgoing import Publication as Publication
from .places import LogPlace as LogPlace
from .places import PlaceMove as PlaceMove
from .record import Record as Record


class Loaded(Struct, frozen=True, gc=False):
    """`at` is the time of its last decision; None where that is not known. `format` is that of whoever wrote it, and
    `mark` is of that write alone; None where it was written by who has none. `doc` is empty where the state is held;
    otherwise it is of `doc_version`, and what history says after that is yet to be told to it (None: of `version`)."""

    version: int
    doc: bytes
    at: datetime | None = None
    format: int = 0
    mark: UUID | None = None
    doc_version: int | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What a transaction sees first. `unseen` are the ids the inbox took; the others are duplicates.

    `behind` are aggregates with unpublished rows of another process: rows written now must queue behind those.
    `stopped` holds `WHAT:SCOPE` of each switch that is thrown. `before` is the content that ids which are not `unseen`
    came with first, as far as it is known. `held` are the states that the caller holds as they are stored.
    """

    unseen: frozenset[UUID]
    states: dict[str, Loaded]
    parked: frozenset[str]
    behind: frozenset[str]
    stopped: frozenset[str]
    before: Mapping[UUID, bytes] = field(default_factory=dict)
    held: Mapping[str, HeldState] = field(default_factory=dict)


class StateRow(NamedTuple):
    """A state to write: the version read (0: new), the one written, and the time of its last decision.

    Without `doc` the document stays that of the version that it is of; a new state has one.
    """

    aggregate: str
    before: int
    version: int
    doc: bytes | None
    at: datetime | None = None


class HistoryRow(NamedTuple):
    """One handled input: what it was, what caused it, what followed and why. `changes` is JSON.

    `about` is the case it concerns, also where the aggregate is something larger (a region). `published` are the ids of
    the events that it published, with spaces between: who was told one of them was told by this decision.
    """

    aggregate: str
    version: int
    about: str
    at: datetime
    said: str
    cause: str
    reason: str
    why: str
    rule: str
    accepted: bool
    changes: str
    published: str = ""


class WrittenChanges(NamedTuple):
    """The changes of one decision, as JSON."""

    version: int
    changes: str


@dataclass(frozen=True, slots=True)
class Parking:
    """An aggregate set aside, and why."""

    aggregate: str
    at: datetime
    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """An event that waits behind its parked aggregate; `value` is sealed under the quarantine key."""

    aggregate: str
    inbox: UUID
    topic: str
    partition: int
    position: int
    value: str


@dataclass(frozen=True, slots=True)
class DeadRow:
    """A record that is no event, kept: `original` is its value, sealed under the quarantine key.

    `concerns` are the ids (see `about_id`) of what it names, with spaces between: names that are not checked may be
    anything, so they are not kept in clear.
    """

    id: UUID
    at: datetime
    topic: str
    partition: int
    position: int
    code: str
    detail: str
    attempts: int
    size_bytes: int
    original: str
    concerns: str = ""


@dataclass(frozen=True, slots=True)
class IntakeRow:
    """Something the world told this service directly (a webhook, a settled text), stored before it was answered.

    `doc` is the JSON of one of the machine's own inputs; personal values in it are sealed. `format` is the store's.
    """

    id: UUID
    aggregate: str
    at: datetime
    doc: bytes
    format: int = 0


@dataclass(slots=True)
class Writes:
    """Everything one transaction writes."""

    states: list[StateRow] = field(default_factory=list)
    history: list[HistoryRow] = field(default_factory=list)
    timers_set: dict[tuple[str, str], datetime] = field(default_factory=dict)
    timers_cancelled: set[tuple[str, str]] = field(default_factory=set)
    outbox: list[Outgoing] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    parked: list[Parking] = field(default_factory=list)
    queued: list[QueuedRow] = field(default_factory=list)
    unqueued: list[UUID] = field(default_factory=list)
    unparked: list[str] = field(default_factory=list)
    dead: list[DeadRow] = field(default_factory=list)
    switches: list[SwitchRow] = field(default_factory=list)
    taken: list[UUID] = field(default_factory=list)
    intake: list[IntakeRow] = field(default_factory=list)
    asked: list[OperationRow] = field(default_factory=list)
    outcomes: list[OperationOutcome] = field(default_factory=list)
    moves: list[PlaceMove] = field(default_factory=list)
    behind: frozenset[str] = frozenset()


class Unit(Protocol):
    """One transaction. Leaving the context without `commit` undoes everything.

    Timers, intake rows and replays are not given out where the aggregate, or one of its rows, is in a newer format than
    the store's.
    """

    async def __aenter__(self) -> Unit: ...
    async def __aexit__(self, *exc: object) -> None: ...

    async def open(
        self,
        inbox: Sequence[UUID],
        aggregates: Sequence[str],
        contents: Mapping[UUID, bytes] = ...,
        held: Mapping[str, HeldState] = ...,
    ) -> Opened:
        """Claim inbox ids and lock and load the states of the aggregates, in one round trip. Raises `NewerFormat`.

        `contents` are kept with the ids that are new, for whoever comes with one of them again. What is `held` as it is
        stored is not read.
        """
        ...

    async def changes_after(self, versions: Mapping[str, int]) -> dict[str, list[WrittenChanges]]:
        """What history has of each of these aggregates after a version, in order."""
        ...

    async def due_timers(self, at: datetime, limit: int) -> DueTimers:
        """Lock up to `limit` aggregates with a timer due (skipping those that others hold); their due timers. To `open`
        just these afterwards costs no round trip."""
        ...

    async def replayable(self, limit: int) -> tuple[str, list[QueuedRow]] | None:
        """Lock one parked aggregate whose replay was asked for; its oldest queued events, in order."""
        ...

    async def taken_in(self, limit: int) -> list[IntakeRow]:
        """Lock up to `limit` of the oldest intake rows.

        Aggregates that are parked are skipped, and those of which others hold a row. `Writes.taken` forgets rows; their
        ids go to the inbox.
        """
        ...

    async def next_operation(self) -> tuple[UUID, bytes] | None:
        """Lock what operators asked for first and nobody has done; its id and event. None also where others have it."""
        ...

    async def carry_out(self, operation: TableOperation) -> bool:
        """Do what it says in this transaction; False where nothing is like that."""
        ...

    async def select(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run one of the service's own named read queries inside this transaction; its rows."""
        ...

    async def select_each(self, queries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
        """The same of several, in one round trip."""
        ...

    async def commit(self, writes: Writes) -> UUID:
        """Write all and commit; the mark that the states bear now.

        After `Conflict`, `BadWrite` and `OlderDatabase` nothing was written.

        After `Unavailable` it may have been: doing the work again is safe (the inbox knows). Outbox rows that were
        written then, and all that were written after them, come back by `adopt_leftovers`: nobody has them in memory.
        """
        ...


class Store(OutboxStore, Protocol):
    """`format` is that of the machine whose states and inputs are kept here; what is written bears it."""

    format: int

    def unit(self) -> Unit: ...

    async def ask(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """As `Unit.select`, by itself: for who looks whether there is anything to do, and mostly finds nothing."""
        ...

    async def next_due(self) -> datetime | None:
        """The earliest `due_at` of all timers of aggregates that are not parked, or None."""
        ...

    async def take_in(self, rows: Sequence[IntakeRow]) -> None:
        """Store what the world told us; a row whose id was ever stored before is dropped. Returns when durable."""
        ...


class Clock(Protocol):
    def now(self) -> datetime:
        """Aware UTC."""
        ...

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        """Until `at` by this clock, or `at_most_s` real seconds, whichever is first."""
        ...
