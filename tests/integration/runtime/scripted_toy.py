"""A toy whose events say what to do: set timers, move or cancel them, break, or write what the database refuses.

Everything it decides is told, so that the order of decisions can be seen from outside.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from pydantic import TypeAdapter

from shared.contracts.loans import LoanOverdue
from shared.contracts.texts import Fate, TextIntended
from shared.decision import CancelTimer, Decider, Decision, Effect, Publish, SetTimer, TimerDue, accept, on, refuse
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


@dataclass(frozen=True, slots=True)
class Ordered:
    id: str
    order: Order


@dataclass(frozen=True, slots=True)
class Poked:
    pass


Input = Ordered | Poked | TimerDue


def input_of(came: LoanOverdue | TimerDue | toy.Poke) -> Input:
    if isinstance(came, LoanOverdue):
        return Ordered(came.id, BY_AMOUNT[came.data.amount.minor])
    return came if isinstance(came, TimerDue) else Poked()


def machine(broken: Set[Order]) -> Machine[Log, Input, Done, None, None]:
    """While they are `broken`, a fuse and `break` raise, and `be-refused` writes what no database takes."""

    def woken(state: Log, timer: TimerDue, context: toy.ToyContext) -> Decision[Done]:
        if timer.kind == "fuse" and "light-a-fuse" in broken:
            raise RuntimeError("the fuse breaks it")
        return _done(state, f"timer:{timer.kind}", "woken")

    def poked(state: Log, poke: Poked, context: toy.ToyContext) -> Decision[Done]:
        return _done(state, "poke", "poked")

    def ordered(state: Log, input: Ordered, context: toy.ToyContext) -> Decision[Done]:
        order = input.order
        if order == "break" and order in broken:
            raise RuntimeError("this order breaks it")
        why = "no database takes a \0" if order == "be-refused" and order in broken else order
        effects = tuple(
            CancelTimer(kind) if after is None else SetTimer(kind, context.at + after)
            for kind, after in AFTER.get(order, {}).items()
        )
        return _done(state, input.id, why, *effects)

    decider: Decider[Log, Input, toy.ToyContext, Done] = Decider(
        initial=lambda _case: Log(),
        table=(on(Log, TimerDue, woken), on(Log, Poked, poked), on(Log, Ordered, ordered)),
        evolve=evolve,
        stage=lambda state, _: state,
        otherwise=lambda state, input, context: refuse("not-ours", "nothing here answers it"),
    )
    return Machine(
        service=toy.MACHINE.service,
        topics=toy.MACHINE.topics,
        aggregate=toy.aggregate,
        decider=decider,
        rules=None,
        input_of=input_of,
        states=TypeAdapter(Log),
        changes=TypeAdapter(Done),
        policy_version="orders-1",
        inputs=toy.MACHINE.inputs,
    )


def _done(state: Log, what: str, why: str, *effects: Effect) -> Decision[Done]:
    fate = Fate(intent=derive("order", what, len(state.done)), kind="reminder-firm", reason="order")
    return accept("done", why, Done(what), effects=(Publish(TextIntended, "case", fate), *effects))


def evolve(state: Log, change: Done) -> Log:
    return replace(state, done=(*state.done, change.what))
