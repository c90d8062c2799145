"""A service as the runtime sees it: a pure machine, and how its state and history are written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from shared.contracts.envelope import Event
from shared.decision import Context, Decision

from .ports import Unit

S = TypeVar("S")


@cache
def _serializer(kind: Any) -> Any:
    return TypeAdapter(kind).serializer


def as_json(value: Any) -> bytes:
    """A state or change as the JSON that its machine's adapter reads back.

    By its own class rather than by the union it belongs to: pydantic tries a union's members one after another.
    """
    kind: Any = type(value)
    return bytes(_serializer(kind).to_json(value))


class Prepare(Protocol):
    """Looks up what decisions need beyond their states (unsealed places, a ledger). May do I/O; decides nothing.

    Called once per transaction, after the states are locked, with all inputs as (aggregate, input).
    What it returns is `Context.extra` of every decision of that transaction.
    """

    async def __call__(self, unit: Unit, states: Mapping[str, Any], inputs: Sequence[tuple[str, Any]]) -> Any: ...


async def nothing_to_prepare(unit: Unit, states: Mapping[str, Any], inputs: Sequence[tuple[str, Any]]) -> Any:
    return None


@dataclass(frozen=True, slots=True)
class Unread:
    """Topics whose refused records concern the aggregates that they name: one of them may be a brake.

    `said(letter, code, at)` is the input that tells a known aggregate of it, through the intake.
    """

    topics: frozenset[str]
    said: Callable[[UUID, str, datetime], Any]


@dataclass(frozen=True, slots=True)
class Machine(Generic[S]):
    """`decide(state, said, at, context)` and `evolve(state, change)` are the core's; both are pure.

    `said` is an event of one of `topics`, a `TimerDue`, or one of the service's own inputs (`inputs`), which reach
    it through the intake. `aggregate(event)` names whose state an event moves, or None when the service has nothing
    to do with it. `about(aggregate, said)` names the case a history row concerns. `states`, `changes` and `inputs`
    turn each into JSON and back. `unread` is for a service that must hold what a record it can't read may concern.
    turn each into JSON and back. `must_hear` are topics of which something unread counts as a stop (see `hearing`).
    """

    service: str
    topics: tuple[str, ...]
    aggregate: Callable[[Event], str | None]
    initial: Callable[[str], S]
    decide: Callable[[S, Any, datetime, Context], Decision]
    evolve: Callable[[S, Any], S]
    states: TypeAdapter[S]
    changes: TypeAdapter[Any]
    policy_version: str
    inputs: TypeAdapter[Any] | None = None
    about: Callable[[str, Any], str] = lambda aggregate, said: aggregate
    prepare: Prepare = nothing_to_prepare
    unread: Unread | None = None
    must_hear: tuple[str, ...] = ()
