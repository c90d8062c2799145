"""Looking at an aggregate without deciding anything: for questions that people ask."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from shared.contracts.why_not import WhyNotAnswer, WhyNotLine

from .folding import KeptStates, StateT
from .ports import Loaded, WrittenChanges

SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class SeenAggregate:
    """An aggregate as it stands. `parked`: since when it is set aside, and the code of why; `stopped` as `Opened`.

    `changes` are what came after the document of its state.
    """

    state: Loaded | None
    stopped: frozenset[str]
    parked: tuple[datetime, str] | None
    timers: Mapping[str, datetime]
    changes: tuple[WrittenChanges, ...] = ()

    def state_by(self, kept: KeptStates[StateT, Any], aggregate: str) -> StateT:
        """The state of `aggregate`, of which there must be one. Raises `ValueError` and `NotInHistory` where it can't
        be read, or is another one's.
        """
        assert self.state is not None
        version = self.state.version
        after = version if self.state.doc_version is None else self.state.doc_version
        return kept.folded(kept.state_of(self.state.doc, aggregate), after, version, self.changes)

    def begun_with(self, answers: Iterable[WhyNotAnswer]) -> tuple[WhyNotAnswer, ...]:
        """The answers. Of what is set aside each begins with that: nothing is decided until a person mends it."""
        if self.parked is None:
            return tuple(answers)
        why = f"it is set aside ({self.parked[1]}): nothing is decided until a person mends what it broke at"
        aside = WhyNotLine(code=SET_ASIDE, met=False, text=why)
        changed = {"happens": False, "code": SET_ASIDE, "text": why, "rule": "", "again_at": None}
        return tuple(each.model_copy(update={**changed, "lines": (aside, *each.lines)}) for each in answers)


class LookUnit(Protocol):
    """One moment of the database. Nothing is locked and nothing written, so nobody who decides waits for it."""

    async def __aenter__(self) -> LookUnit: ...
    async def __aexit__(self, *exc: object) -> None: ...

    async def look(self, aggregate: str) -> SeenAggregate:
        """Raises `NewerFormat`, `Unavailable`."""
        ...

    async def select(self, query: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        """Run one of the service's own named read queries; its rows."""
        ...

    async def select_each(self, queries: Sequence[tuple[str, Mapping[str, Any]]]) -> list[list[dict[str, Any]]]:
        """The same of several, in one round trip."""
        ...


class LookStore(Protocol):
    def looking(self) -> LookUnit: ...
