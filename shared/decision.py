"""A decision is a value: what follows, why, and what the world is asked to do.

`changes` are folded into the state by `evolve` and kept as history for ever; `effects` are requests to the shell,
stored in the same transaction. Both are plain frozen dataclasses.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from shared.contracts.envelope import Event
from shared.contracts.values import Value


@dataclass(frozen=True, slots=True)
class Publish:
    """Tell the other services a fact. The runtime adds id, time, cause and policy version.

    `time` is the moment of the fact when it is not the moment of the decision (a carrier's receipt, a reply).
    """

    event: type[Event]
    subject: str
    data: Value
    time: datetime | None = None


@dataclass(frozen=True, slots=True)
class SetTimer:
    """Wake the case at `due_at` (aware). One timer of a kind per case: setting it again moves it."""

    kind: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class CancelTimer:
    kind: str


class Row:
    """A write to a table of the service's own, in the same transaction. Subclasses are frozen dataclasses.

    `statement` names a query of the service's `.sql` files that takes one array per field, in the fields' names.
    """

    __slots__ = ()
    statement: ClassVar[str]


Effect = Publish | SetTimer | CancelTimer | Row


@dataclass(frozen=True, slots=True)
class TimerDue:
    """Input of a machine: the timer `kind`, set for `due_at`, has come due."""

    kind: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Context:
    """What a decision may know besides its state: switches thrown, and what the service's shell prepared for it.

    `stopped` holds `sending:SCOPE` and `visiting:SCOPE` with SCOPE `all`, `region:NAME` or `case:ID`, and
    `deaf:TOPIC since MOMENT` for a topic that must be heard and of which something may lie unread.
    """

    stopped: frozenset[str] = frozenset()
    extra: Any = None

    def is_stopped(self, what: str, *, region: str, case: str) -> str | None:
        """The scope whose switch stops `what` here, or None."""
        for scope in ("all", f"region:{region}", f"case:{case}"):
            if f"{what}:{scope}" in self.stopped:
                return scope
        return None

    def deaf(self) -> str | None:
        """`TOPIC since MOMENT` of what may lie unread, or None when everything is heard."""
        found = sorted(stop for stop in self.stopped if stop.startswith("deaf:"))
        return found[0].removeprefix("deaf:") if found else None


@dataclass(frozen=True, slots=True)
class Decision:
    """`reason` is a code, `why` the same for a person, `rule` the pack leaf (with its citation) it rests on.

    A refusal is a decision without changes: it is remembered too, because "why did nothing happen" is asked most.
    `after` is the state that folding `changes` gives, where the core has worked it out anyway; otherwise None.
    """

    reason: str
    why: str
    rule: str = ""
    changes: tuple[Any, ...] = ()
    effects: tuple[Effect, ...] = field(default=())
    accepted: bool = True
    after: Any = field(default=None, compare=False, repr=False)


def refuse(reason: str, why: str, rule: str = "", *effects: Effect) -> Decision:
    """Nothing changes, and this is why."""
    return Decision(reason, why, rule, (), effects, accepted=False)


def accept(reason: str, why: str, *changes: Any, rule: str = "", effects: tuple[Effect, ...] = ()) -> Decision:
    """`changes` happen, and this is why."""
    return Decision(reason, why, rule, changes, effects)
