"""A decision is a value: what follows, why, and what the world is asked to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic

from msgspec import Struct
from typing_extensions import TypeVar

from .effects import Effect

ChangeT = TypeVar("ChangeT", covariant=True, default=Any)
C = TypeVar("C")


class Decision(Struct, Generic[ChangeT], frozen=True, gc=False):
    """`reason` is a code, `why` the same for a person, `rule` the pack leaf (with its citation) it rests on.

    `changes` are folded into the state by `evolve` and kept as history for ever. A refusal is a decision without
    changes: it is remembered too, because "why did nothing happen" is asked most.
    """

    reason: str
    why: str
    rule: str = ""
    changes: tuple[ChangeT, ...] = ()
    effects: tuple[Effect, ...] = ()
    accepted: bool = True


def refuse(reason: str, why: str, rule: str = "", *effects: Effect) -> Decision[Any]:
    """Nothing changes, and this is why."""
    return Decision(reason, why, rule, (), effects, accepted=False)


def accept(reason: str, why: str, *changes: C, rule: str = "", effects: Iterable[Effect] = ()) -> Decision[C]:
    """`changes` happen, and this is why."""
    return Decision(reason, why, rule, changes, tuple(effects))
