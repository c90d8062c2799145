"""I1 of timers: what fires was set, is due, and fires once.

A text that is due as it is asked for may be weighed in the transaction that asks for it (docs/adr/0076): only where
nothing is written beside it that its look-up reads.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from shared.ids import derive
from shared.runtime.ports import HistoryRow, Writes

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

SKEW = timedelta(minutes=3)
OPENED = '"text-opened"'
BESIDE = frozenset({"name_phones", "claim_texts"})
"""The numbers of a case, and what the weighing itself writes."""


class Timers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._due: defaultdict[tuple[str, str], dict[str, datetime]] = defaultdict(dict)

    def committed(self, service: str, writes: Writes) -> None:
        fired: set[str] = set()
        for row in writes.history:
            if row.said.startswith("timer:"):
                self._fires(service, row, writes, fired)
        for name, kind in writes.timers_cancelled:
            self._due[service, name].pop(kind, None)
        for (name, kind), due_at in writes.timers_set.items():
            self._due[service, name][kind] = due_at

    def _fires(self, service: str, row: HistoryRow, writes: Writes, fired: set[str]) -> None:
        of = row.said.removeprefix("timer:")
        known = {kind: at for kind, at in self._due[service, row.aggregate].items() if kind.partition(":")[0] == of}
        due_at = self._which(service, row, known, fired)
        if due_at is None:
            due_at = self._at_once(service, row, writes, fired)
        if due_at is None:
            raise Violation("I1", row.aggregate, f"{service} fired {row.said}, which was not set, or twice")
        if due_at > min(row.at, self._world.moment.at + SKEW):
            raise Violation("I1", row.aggregate, f"{service} fired {row.said} before it was due")

    def _which(self, service: str, row: HistoryRow, due: dict[str, datetime], fired: set[str]) -> datetime | None:
        """When that one of the timers was due that this decision is about."""
        for kind, due_at in due.items():
            cause = derive(service, row.aggregate, "timer", kind, due_at.isoformat())
            if row.cause == str(derive(str(cause), row.version - 1)) and f"{row.aggregate} {kind}" not in fired:
                fired.add(f"{row.aggregate} {kind}")
                return due_at
        return None

    def _at_once(self, service: str, row: HistoryRow, writes: Writes, fired: set[str]) -> datetime | None:
        """The same of a text that an earlier decision of this transaction has opened."""
        opened: dict[str, datetime] = {}
        for one in writes.history:
            if one.aggregate == row.aggregate and one.version < row.version and OPENED in one.changes:
                opened |= {f"text:{intent}": one.at for intent in _opened(one)}
        due_at = self._which(service, row, opened, fired)
        if due_at is not None:
            self._world.count("weighed as it is asked for")
            beside = {each.statement for each in writes.rows} - BESIDE
            if beside or writes.switches or writes.intake or writes.dead:
                raise Violation("I1", row.aggregate, f"a text is weighed beside {sorted(beside)} of its transaction")
        return due_at


def _opened(row: HistoryRow) -> list[UUID]:
    changes = json.loads(row.changes)
    return [UUID(change["text"]["intent"]) for change in changes if change["kind"] == "text-opened"]
