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
from functools import reduce
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


NOT_OURS: Decision[Any] = refuse("not-ours", "nothing here answers it")


def unanswered(state: object, input: object, context: object) -> Decision[Any]:
    """A refusal for what is in no line of a table."""
    return NOT_OURS


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
        for line in self.table:
            if lines[line.state, line.input] is not line:
                raise ValueError(f"more than one line for {line.state.__name__}, {line.input.__name__}")
        object.__setattr__(self, "lines", lines)

    def line_of(self, stage: object, input: InputT) -> Transition[ContextT, C] | None:
        """The line that answers `input` there; None where `otherwise` does."""
        return self.lines.get((type(stage), type(input)))

    def step(self, state: StateT, input: InputT, context: ContextT) -> Decided[StateT, C]:
        """What follows from `input`, and the state after it.

        Raises `IllegalMove` where the table does not lead, and else only what is a fault of a handler.
        """
        stage = self.stage(state, input)
        line = self.line_of(stage, input)
        decision = self.otherwise(state, input, context) if line is None else line.handler(stage, input, context)
        after = reduce(self.evolve, decision.changes, state)
        before, reached = type(stage), type(self.stage(after, input))
        if reached is not before and (line is None or reached not in line.to):
            raise IllegalMove(
                f"{decision.reason}: from {before.__name__} to {reached.__name__} by {type(input).__name__}"
            )
        return Decided(decision, after)
