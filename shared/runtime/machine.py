"""A service as the runtime sees it: a pure machine, and how its state and history are written down."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, Protocol, TypeVar

from pydantic import TypeAdapter

from shared.contracts.envelope import Event
from shared.decision import Context, Decision

S = TypeVar("S")


class Prepare(Protocol):
    """Looks up what a decision needs beyond its state (unsealed places, say). May do I/O; decides nothing."""

    async def __call__(self, states: Mapping[str, Any], inputs: Sequence[Any]) -> Any: ...


async def nothing_to_prepare(states: Mapping[str, Any], inputs: Sequence[Any]) -> Any:
    return None


@dataclass(frozen=True, slots=True)
class Machine(Generic[S]):
    """`decide(state, said, at, context)` and `evolve(state, change)` are the core's; both are pure.

    `aggregate(event)` names whose state an event moves, or None when the service has nothing to do with it.
    `states` and `changes` turn states and changes into JSON and back.
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
    prepare: Prepare = nothing_to_prepare
