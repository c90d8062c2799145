"""The `RetentionStore` port in memory: tables are gone through by the keys of their rows, some a turn."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.ids import about_id
from shared.runtime.evidence_folder import write_evidence
from shared.runtime.ports import HistoryRow, Unavailable, Writes
from shared.runtime.retention import REST, EvidenceUnwritten, RetentionTask, RetentionTurn, rests

from .database import MemoryDatabase, RetentionPlace
from .reading import MemoryTables
from .store import MemoryStore
from .unit import MemoryUnit

Told = list[tuple[str, Mapping[str, Any]]]
ROWS_MAX = 8


@dataclass(frozen=True, slots=True)
class MemoryEnd:
    """What a task's statements do. `is_over` tells of one key whether its row ended before that moment, `remove` takes
    such keys with all that is theirs, `evidence` gives the rows to keep, by their tables. With `of_cases` a key is that
    of a state: locked meanwhile, and kept while an open letter is about it.
    """

    keys: Callable[[MemoryDatabase], Iterable[str]]
    is_over: Callable[[MemoryDatabase, str, datetime], bool]
    remove: Callable[[MemoryDatabase, Collection[str]], None]
    evidence: Callable[[MemoryDatabase, Collection[str]], Told] | None = None
    of_cases: bool = False
    rows_max: int = ROWS_MAX


class MemoryRetention:
    """`ended` is told what goes, by task and keys, just before it is gone."""

    def __init__(
        self,
        store: MemoryStore,
        service: str,
        ends: Mapping[str, MemoryEnd],
        *,
        write: Callable[[Path, str, str, datetime, str, Sequence[Any]], object] = write_evidence,
        ended: Callable[[str, Collection[str]], None] = lambda task, keys: None,
    ) -> None:
        self._store, self._service, self._ends = store, service, ends
        self._write, self._ended = write, ended

    async def turn(self, task: RetentionTask, at: datetime, days: int, rule: str, folder: Path | None) -> RetentionTurn:
        database, process = self._store.database, self._store.process
        async with self._store.unit() as unit:
            fault = unit.enter("store.retention")
            found = self._looked(unit, task, at, days)
            await process.points["store.retention"]
            if fault is not None:
                raise fault.error
            if found is None:
                return REST
            keys, moved = found
            waiting, end = 0, self._ends[task.name]
            if keys and end.evidence is not None and folder is None:
                keys, waiting = [], len(keys)
            elif keys and end.evidence is not None:
                self._put_down(folder, task, at, rule, end.evidence(database, keys))
                await process.points["evidence.write"]

            def change() -> None:
                database.retained[task.name] = moved
                if keys:
                    self._ended(task.name, keys)
                    end.remove(database, keys)
                    database.tables.keep()

            unit.changes.append(change)
            await unit.commit(Writes())
        return RetentionTurn(len(keys), waiting, moved.over_at is not None)

    def _looked(
        self, unit: MemoryUnit, task: RetentionTask, at: datetime, days: int
    ) -> tuple[list[str], RetentionPlace] | None:
        """The next keys that are over, locked, and where the next turn goes on. None where there is nothing to do."""
        database, end = self._store.database, self._ends[task.name]
        if not MemoryTables(database, unit).try_lock(f"retention:{task.name}"):
            return None
        place, now = database.retained.get(task.name, RetentionPlace()), min(at, database.now())
        if rests(now, place.over_at):
            return None
        after = "" if place.over_at is not None else place.after
        names = sorted(name for name in end.keys(database) if name > after)
        over, before = len(names) <= end.rows_max, now - timedelta(days=days)
        names = names[: end.rows_max]
        keys = [name for name in names if end.is_over(database, name, before)]
        if end.of_cases:
            lettered = {name for row in database.dead.values() for name in row.concerns.split()}
            keys = [name for name in keys if unit.try_hold(name) and str(about_id(name)) not in lettered]
        return keys, RetentionPlace("", now) if over else RetentionPlace(names[-1], None)

    def _put_down(self, folder: Path | None, task: RetentionTask, at: datetime, rule: str, rows: Told) -> None:
        assert folder is not None
        try:
            self._store.process.enter("evidence.write")
        except Unavailable:
            raise EvidenceUnwritten("the folder takes no file") from None
        self._write(folder, self._service, task.name, at, rule, rows)


def _forget_ids(database: MemoryDatabase, ids: Collection[str]) -> None:
    for id in map(UUID, ids):
        del database.inbox[id], database.handled_at[id]
        database.contents.pop(id, None)


COMMON = {
    "ids": MemoryEnd(
        lambda database: map(str, database.handled_at),
        lambda database, id, before: database.handled_at[UUID(id)] < before,
        _forget_ids,
        rows_max=1000,
    )
}
"""What every service has. Letters and operations are as good as kept for ever: no run lasts so long."""


def last_decision(database: MemoryDatabase, name: str) -> datetime | None:
    """When something was last decided on it."""
    row = database.history.get(name, {}).get(database.states[name].version)
    return None if row is None else row.at


def decisions_to_keep(database: MemoryDatabase, names: Collection[str]) -> Told:
    """As `decisions_to_keep` of the services gives them."""
    rows = [row for name in sorted(names) for _, row in sorted(database.history.get(name, {}).items())]
    return [("history", _decision(row)) for row in rows]


def _decision(row: HistoryRow) -> Mapping[str, Any]:
    return {
        "about": row.about, "at": row.at, "number": row.version, "said": row.said, "cause": row.cause,
        "reason": row.reason, "why": row.why, "rule": row.rule, "accepted": row.accepted,
    }  # fmt: skip


def stored(database: MemoryDatabase, name: str) -> dict[str, Any]:
    """The document of a state; nothing where it can't be read."""
    try:
        found = json.loads(database.states[name].doc)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def is_quiet(database: MemoryDatabase, name: str) -> bool:
    """Does no timer, parking or event that is to be told wait for it?"""
    waits = any(kept.row.aggregate == name for kept in database.outbox.values())
    return not waits and not database.timers.of(name) and name not in database.parked


def forget_states(database: MemoryDatabase, names: Collection[str]) -> None:
    """The states, and what was decided on them."""
    for name in names:
        del database.states[name]
        database.history.pop(name, None)
