"""A service as the runtime sees it: a pure machine, and how its state and history are written down."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, Protocol
from uuid import UUID

from msgspec import Struct
from pydantic import TypeAdapter
from typing_extensions import TypeVar

from shared.contracts.envelope import Event
from shared.contracts.operations import Operation
from shared.decision import NOT_OURS, Decided, Decision, DecisionContext, DecisionMaker, Row
from shared.decision.documents import Stored, json_of

from .folding import KeptStates
from .held_states import Snapshot
from .ports import IntakeRow, Outgoing, Unit

StateT = TypeVar("StateT")
InputT = TypeVar("InputT", default=Any)
ChangeT = TypeVar("ChangeT", default=Any)
RulesT = TypeVar("RulesT", default=Any)
LookupT = TypeVar("LookupT", default=Any)
CHANGES_BYTES_MAX = 1 << 20
"""So much a cold start reads of history for one state, and no more."""
_StateT = TypeVar("_StateT", contravariant=True)
_InputT = TypeVar("_InputT", contravariant=True)
_LookupT = TypeVar("_LookupT", covariant=True)


@cache
def _serializer(kind: Any) -> Any:
    return TypeAdapter(kind).serializer


def as_json(value: Any) -> bytes:
    """A state or change as the JSON that its machine's adapter reads back.

    By its own class rather than by the union it belongs to: pydantic tries a union's members one after another.
    """
    if isinstance(value, Struct):
        return json_of(value)
    kind: Any = type(value)
    return bytes(_serializer(kind).to_json(value))


class LookUp(Protocol[_StateT, _InputT, _LookupT]):
    """Looks up what decisions need beyond their states (unsealed places, a ledger). May do I/O; decides nothing.

    Called once per transaction, after the states are locked, with all inputs as (aggregate, input). What it returns is
    `DecisionContext.lookup` of every decision of that transaction.
    """

    async def __call__(
        self, unit: Unit, states: Mapping[str, _StateT], inputs: Sequence[tuple[str, _InputT]]
    ) -> _LookupT: ...


class FactOf(Protocol):
    """What is remembered at `at` of an event that no aggregate decides on: a decision without changes, whose effects
    are rows. None where an aggregate decides. Must not raise."""

    def __call__(self, event: Event, at: datetime) -> Decision[Any] | None: ...


def no_fact(event: Event, at: datetime) -> None:
    return None


async def nothing_to_look_up(unit: Unit, states: Mapping[str, Any], inputs: Sequence[tuple[str, Any]]) -> Any:
    return None


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What an operation comes to at a service: why it is `refused`, or rows to write, direct inputs to decide on, and
    events to publish."""

    refused: str = ""
    rows: tuple[Row, ...] = ()
    intake: tuple[IntakeRow, ...] = ()
    published: tuple[Outgoing, ...] = ()


class Whose(Protocol):
    """The key of the person whom each of these aggregates is about, as far as that is known."""

    async def __call__(self, unit: Unit, aggregates: Sequence[str]) -> Mapping[str, str]: ...


class CarryOut(Protocol):
    """What a service makes of an operation at `at`, beyond what the runtime does with tables that every service has.

    `id` is what the operation is known by, and so the id of a direct input that is nothing but the operation. It may
    read; what it wants written it returns.
    """

    async def __call__(self, unit: Unit, id: UUID, operation: Operation, at: datetime) -> OperationResult: ...


@dataclass(frozen=True, slots=True)
class Unread:
    """Topics whose refused records concern the aggregates that they name: one of them may be a brake.

    `said(letter, code, at)` is the input that tells a known aggregate of it, through the intake.
    """

    topics: frozenset[str]
    said: Callable[[UUID, str, datetime], Any]


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Timers of which one that is due as soon as it is set may fire in the transaction that sets it: by `kinds`, what
    is before the first colon. `beside` are the statements of rows that no look-up for such a timer reads."""

    kinds: frozenset[str]
    beside: frozenset[str]

    def may_fire(self, kind: str) -> bool:
        return kind.partition(":")[0] in self.kinds


@dataclass(frozen=True, slots=True)
class Machine(Generic[StateT, InputT, ChangeT, RulesT, LookupT]):
    """What the runtime runs: a `decider` under `rules`, and how its states and changes are written down.

    What comes is an event of one of `topics`, a `TimerDue`, or one of the service's own direct inputs (`inputs`),
    which reach it through the intake. `input_of` maps each to an input of the decider, or to None where nothing answers
    it (that is remembered as a refusal). `aggregate(event)` names whose state an event moves, or None when the service
    has nothing to do with it; `named(state)` is the aggregate that a state says it is of. `about(aggregate, input)`
    names the case a history row concerns. `states`, `changes` and `inputs` turn each into JSON and back. `unread` is
    for a service that must hold what a record it can't read may concern. `must_hear` are topics of which something
    unread counts as a stop (see `hearing`).
    `whose` is for a service that knows whom an aggregate is about: what can't be read is kept under that person's key.
    `carry_out` is for a service that operators ask for more than what the runtime does for all.
    `fact_of` is for events of which only the newest counts: they become rows in the transaction of their batch, without
    inbox, state, history or lock, so their rows must bear to be written twice, and in any order.
    `format` is raised when a state or direct input gets what older code would not understand or would drop
    (`docs/stored`): a replica leaves alone what was stored in a higher format than its own.
    `snapshot_every` is after how many decisions the document of a state is written anew; with more than 1 it is of an
    earlier version in between, which only readers of the format `snapshots_from` know of (docs/adr/0058): for older
    ones each is written. Nobody but the runtime may read such documents.
    """

    service: str
    topics: tuple[str, ...]
    aggregate: Callable[[Event], str | None]
    states: Stored[StateT]
    changes: Stored[ChangeT]
    policy_version: str
    decider: DecisionMaker[StateT, InputT, DecisionContext[RulesT, LookupT], ChangeT]
    rules: RulesT
    input_of: Callable[[Any], InputT | None]
    look_up: LookUp[StateT, InputT, LookupT] = nothing_to_look_up
    inputs: TypeAdapter[Any] | None = None
    about: Callable[[str, InputT], str] = lambda aggregate, input: aggregate
    named: Callable[[StateT], str] | None = None
    unread: Unread | None = None
    must_hear: tuple[str, ...] = ()
    whose: Whose | None = None
    carry_out: CarryOut | None = None
    fact_of: FactOf = no_fact
    at_once: AtOnce | None = None
    format: int = 1
    snapshot_every: int = 1
    snapshots_from: int = 0

    def __post_init__(self) -> None:
        if self.snapshot_every > 1 and self.snapshots_from < 2:
            raise ValueError("snapshots that are not written each time need a format that older versions leave alone")

    def is_due(self, snapshot: Snapshot, version: int) -> bool:
        """Is the document written anew with this version?"""
        every = self.snapshot_every if self.format >= self.snapshots_from else 1
        late = version - snapshot.version >= every or snapshot.since_bytes >= CHANGES_BYTES_MAX
        return late or not snapshot.sound

    def initial_state(self, aggregate: str) -> StateT:
        """The state of an aggregate that nothing is known of."""
        return self.decider.initial(aggregate)

    @property
    def kept(self) -> KeptStates[StateT, ChangeT]:
        """How its states are read back from what is kept of them."""
        return KeptStates(self.decider, self.states, self.changes, self.named)

    def state_of(self, doc: bytes, aggregate: str = "") -> StateT:
        """A stored state. Fields that are not known are ignored, in whatever is inside it too.

        Raises `ValueError` where it can't be read, or says itself that it is not that of `aggregate`.
        """
        return self.kept.state_of(doc, aggregate)

    def direct_input(self, doc: bytes) -> Any:
        """A stored direct input, in the same way."""
        assert self.inputs is not None, "a service without inputs of its own has no intake"
        return self.inputs.validate_json(doc, extra="ignore")

    def fold(self, state: StateT, changes: Iterable[ChangeT]) -> StateT:
        """The state after these changes."""
        return self.kept.fold(state, changes)

    def step(
        self, state: StateT, input: InputT | None, at: datetime, stopped: frozenset[str], lookup: LookupT
    ) -> Decided[StateT, ChangeT]:
        """What is decided on what `input_of` gave, and the state that follows. Raises what is the machine's fault."""
        if input is None:
            return Decided(NOT_OURS, state)
        return self.decider.step(state, input, DecisionContext(at, self.rules, lookup, stopped))


AnyMachine = Machine[Any, Any, Any, Any, Any]
