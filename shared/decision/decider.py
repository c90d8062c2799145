"""One machine: a table that runs. Each line says which handler answers an input in a state, and where that may lead.

    TABLE = (
        on(Offered, SlotChosen, slot_chosen, to=(Agreed,)),
        *(on(state, Brake, braked, to=(Closed,)) for state in (Offered, Agreed)),
    )

`on` is typed: a handler that does not take that state and that input does not pass mypy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from .decision import Decision, refuse

StateT = TypeVar("StateT")
InputT = TypeVar("InputT")
ContextT = TypeVar("ContextT")
ChangeT = TypeVar("ChangeT", covariant=True)
StageT = TypeVar("StageT")
SaidT = TypeVar("SaidT")
C = TypeVar("C")
_InputT = TypeVar("_InputT", contravariant=True)
_ContextT = TypeVar("_ContextT", contravariant=True)
_ChangeT = TypeVar("_ChangeT")


class IllegalMove(Exception):
    """A decision led where its line of the table does not: a fault of the machine. Its case is parked."""


@dataclass(frozen=True, slots=True)
class Transition(Generic[ContextT, ChangeT]):
    """A line of the table. `to` are the states it may lead to; staying is always allowed."""

    state: type[object]
    input: type[object]
    handler: Callable[[Any, Any, ContextT], Decision[ChangeT]]
    to: tuple[type[object], ...]


def on(
    state: type[StageT],
    input: type[SaidT],
    handler: Callable[[StageT, SaidT, ContextT], Decision[ChangeT]],
    *,
    to: tuple[type[object], ...] = (),
) -> Transition[ContextT, ChangeT]:
    """In `state`, `input` is answered by `handler`, which may leave it as it is or lead it to one of `to`."""
    return Transition(state, input, handler, to)


class Decided(NamedTuple, Generic[StateT, C]):
    """A decision, and the state that folding its changes gives."""

    decision: Decision[C]
    after: StateT


class DecisionMaker(Protocol[StateT, _InputT, _ContextT, _ChangeT]):
    """What a shell asks of a core: a `Decider`, or one with something of its own before and after its table."""

    @property
    def initial(self) -> Callable[[str], StateT]: ...

    @property
    def evolve(self) -> Callable[[StateT, _ChangeT], StateT]: ...

    def step(self, state: StateT, input: _InputT, context: _ContextT, /) -> Decided[StateT, _ChangeT]: ...


def unanswered(state: object, input: object, context: object) -> Decision[Any]:
    """A refusal for what is in no line of a table."""
    return refuse("not-ours", "nothing here answers it")


@dataclass(frozen=True, slots=True)
class Decider(Generic[StateT, InputT, ContextT, C]):
    """`initial(name)` is the state of an aggregate that nothing is known of; `evolve` folds a change into a state.

    `stage(state, input)` is what the table looks at: the state itself, or the part of it that the input is about.
    `otherwise` answers what is in no line of the table, by a refusal. Two lines for one state and input are an error.
    """

    initial: Callable[[str], StateT]
    table: tuple[Transition[ContextT, C], ...]
    evolve: Callable[[StateT, C], StateT]
    stage: Callable[[StateT, InputT], object]
    otherwise: Callable[[StateT, InputT, ContextT], Decision[C]] = unanswered
    lines: Mapping[tuple[type[object], type[object]], Transition[ContextT, C]] = field(init=False)

    def __post_init__(self) -> None:
        lines = {(line.state, line.input): line for line in self.table}
        if len(lines) != len(self.table):
            doubled = sorted({f"{a.__name__}, {b.__name__}" for a, b in lines if self._lines_of(a, b) > 1})
            raise ValueError(f"more than one line for {'; '.join(doubled)}")
        object.__setattr__(self, "lines", lines)

    def _lines_of(self, state: type[object], input: type[object]) -> int:
        return sum(line.state is state and line.input is input for line in self.table)

    def decide(self, state: StateT, input: InputT, context: ContextT) -> Decision[C]:
        """What follows from `input`? Raises only what is a fault of a handler."""
        stage = self.stage(state, input)
        line = self.lines.get((type(stage), type(input)))
        return self.otherwise(state, input, context) if line is None else line.handler(stage, input, context)

    def step(self, state: StateT, input: InputT, context: ContextT) -> Decided[StateT, C]:
        """The same, with its changes folded. Raises `IllegalMove` where the table does not lead."""
        before = type(self.stage(state, input))
        decision = self.decide(state, input, context)
        after = state
        for change in decision.changes:
            after = self.evolve(after, change)
        reached = type(self.stage(after, input))
        line = self.lines.get((before, type(input)))
        if reached is not before and (line is None or reached not in line.to):
            raise IllegalMove(
                f"{decision.reason}: from {before.__name__} to {reached.__name__} by {type(input).__name__}"
            )
        return Decided(decision, after)
