"""A toy whose events say what to do: set timers, move or cancel them, break, or write what the database refuses.

Everything it decides is told, so that the order of decisions can be seen from outside.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from pydantic import TypeAdapter

from shared.contracts.texts import Fate, TextIntended
from shared.decision import CancelTimer, Context, Decision, Effect, Publish, SetTimer, TimerDue, accept
from shared.ids import derive
from shared.runtime.machine import Machine

from . import toy

Order = Literal["tell", "set", "set-two", "move", "cancel", "light-a-fuse", "break", "be-refused"]
ORDERS: dict[Order, int] = {
    "tell": 100, "set": 101, "set-two": 102, "move": 103, "cancel": 104, "light-a-fuse": 105, "break": 106,
    "be-refused": 107,
}  # fmt: skip
"""As the amount of an overdue loan, in minor units."""
BY_AMOUNT = {minor: order for order, minor in ORDERS.items()}
AFTER: dict[Order, dict[str, timedelta | None]] = {
    "set": {"wake": timedelta(minutes=60)},
    "set-two": {"wake": timedelta(minutes=30), "other": timedelta(minutes=90)},
    "move": {"wake": timedelta(minutes=20), "other": timedelta(minutes=20)},
    "cancel": {"wake": None},
    "light-a-fuse": {"fuse": timedelta(minutes=30)},
}
"""What an order does to each timer: due so much later, or cancelled."""


@dataclass(frozen=True, slots=True)
class Done:
    what: str
    kind: Literal["done"] = "done"


@dataclass(frozen=True, slots=True)
class Log:
    """What was done, in order."""

    done: tuple[str, ...] = ()
    kind: Literal["log"] = "log"


def machine(broken: Set[Order]) -> Machine[Log]:
    """While they are `broken`, a fuse and `break` raise, and `be-refused` writes what no database takes."""

    def decide(state: Log, said: Any, at: datetime, context: Context) -> Decision:
        if isinstance(said, TimerDue):
            if said.kind == "fuse" and "light-a-fuse" in broken:
                raise RuntimeError("the fuse breaks it")
            return _done(state, f"timer:{said.kind}", "woken")
        if isinstance(said, toy.Poke):
            return _done(state, "poke", "poked")
        order = BY_AMOUNT[said.data.amount.minor]
        if order == "break" and order in broken:
            raise RuntimeError("this order breaks it")
        why = "no database takes a \0" if order == "be-refused" and order in broken else order
        timers = AFTER.get(order, {}).items()
        effects = tuple(CancelTimer(kind) if after is None else SetTimer(kind, at + after) for kind, after in timers)
        return _done(state, said.id, why, *effects)

    return Machine(
        service=toy.MACHINE.service,
        topics=toy.MACHINE.topics,
        aggregate=toy.aggregate,
        initial=lambda _case: Log(),
        decide=decide,
        evolve=evolve,
        states=TypeAdapter(Log),
        changes=TypeAdapter(Done),
        policy_version="orders-1",
        inputs=toy.MACHINE.inputs,
    )


def _done(state: Log, what: str, why: str, *effects: Effect) -> Decision:
    fate = Fate(intent=derive("order", what, len(state.done)), kind="reminder-firm", reason="order")
    return accept("done", why, Done(what), effects=(Publish(TextIntended, "case", fate), *effects))


def evolve(state: Log, change: Done) -> Log:
    return replace(state, done=(*state.done, change.what))
