"""A state out of what is kept of it: a document, and what history has after it, told one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Generic

from msgspec import Raw, json
from typing_extensions import TypeVar

from shared.decision import DecisionMaker
from shared.decision.documents import Stored

from .ports import Loaded, Unit, WrittenChanges

_each = json.Decoder(list[Raw]).decode
StateT = TypeVar("StateT")
ChangeT = TypeVar("ChangeT", default=Any)


class NotInHistory(Exception):
    """History does not say what the state is: a person has to. `code` is why it is set aside."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class KeptStates(Generic[StateT, ChangeT]):
    """How a machine's states and changes are read back, and what changes do to a state. `named(state)` is the aggregate
    that a state says it is of.
    """

    decider: DecisionMaker[StateT, Any, Any, ChangeT]
    states: Stored[StateT]
    changes: Stored[ChangeT]
    named: Callable[[StateT], str] | None = None

    def state_of(self, doc: bytes, aggregate: str = "") -> StateT:
        """A stored state. Fields that are not known are ignored, in whatever is inside it too.

        Raises `ValueError` where it can't be read, or says itself that it is not that of `aggregate`.
        """
        state = self.states.validate_json(doc, extra="ignore")
        if aggregate and self.named is not None and self.named(state) != aggregate:
            raise ValueError("it is another aggregate's")
        return state

    def changes_of(self, written: str) -> list[ChangeT]:
        """The changes of one decision, as history has them. Raises `ValueError`."""
        return [self.changes.validate_json(bytes(one), extra="ignore") for one in _each(written)]

    def fold(self, state: StateT, changes: Iterable[ChangeT]) -> StateT:
        """The state after these changes."""
        return reduce(self.decider.evolve, changes, state)

    def folded(self, state: StateT, after: int, version: int, written: Sequence[WrittenChanges]) -> StateT:
        """The state of `version`, where `state` is that of `after` and `written` is all that history has since.

        Raises `NotInHistory` where a version is missing or its changes can't be read; nothing is made up for it.
        """
        if [row.version for row in written] != list(range(after + 1, version + 1)):
            detail = f"the state is of version {version}, and history after {after} has {len(written)} versions"
            raise NotInHistory("history-gap", detail)
        for row in written:
            try:
                state = self.fold(state, self.changes_of(row.changes))
            except (ValueError, RecursionError):
                detail = f"the changes of version {row.version} can't be read"
                raise NotInHistory("history-unreadable", detail) from None
        return state

    async def standing(self, unit: Unit, loaded: Mapping[str, Loaded]) -> dict[str, StateT]:
        """What the states are that were opened, for who asks apart from a decision.

        Raises `NotInHistory`, and `ValueError` where a document can't be read.
        """
        late = {name: row.doc_version for name, row in loaded.items() if row.doc_version is not None}
        written = await unit.changes_after(late) if late else {}
        return {
            name: self.folded(
                self.state_of(row.doc, name), late.get(name, row.version), row.version, written.get(name, ())
            )
            for name, row in loaded.items()
        }
