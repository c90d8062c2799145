"""When STOP and START were said, as far as anybody can know: by the clock that all processes ask, or the carrier's.

Where a process dates a word otherwise, the watch goes on with what it was. A START that is newer than all that was
heard before it counts, by however little; a STOP from before it is in doubt as far as clocks may differ, and then it
was said last (docs/adr/0071).
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from services.notifier.shell.rows import KeepUnmatched
from shared.decision.clocks import APART_MAX
from shared.runtime.ports import HistoryRow, IntakeRow, Writes
from tests.memory.runtime.reading import MemoryTables, Read

from ..people import BEGINS
from ..violation import Violation

if TYPE_CHECKING:
    from services.notifier.shell.sms import Arrived

    from ..world import World


class Words:
    """`said_at` by sid, of what is stored; `meant_stop` are those that mean it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.meant_stop: set[str] = set()
        self.said_at: dict[str, datetime] = {}
        self._looks: defaultdict[str, set[datetime]] = defaultdict(set)
        self._asking: dict[Any, list[str]] = {}
        self._dated: dict[datetime, datetime] = {}
        self._rows: dict[str, str] = {}

    def watched_reads(self, reads: dict[str, Read]) -> dict[str, Read]:
        """Remember at which moments each message was looked at: a webhook's counts as said at one of them."""
        told_before, moment = reads["told_before"], reads["moment"]

        def looked(tables: MemoryTables, params: Any) -> list[dict[str, Any]]:
            self._asking[tables.unit] = params["sids"]
            return told_before(tables, params)

        def asked(tables: MemoryTables, params: Any) -> list[dict[str, Any]]:
            for sid in self._asking.pop(tables.unit, ()):
                self._looks[sid].add(self._world.moment.at)
            return moment(tables, params)

        return {**reads, "told_before": looked, "moment": asked}

    def taken_in(self, row: IntakeRow) -> str | None:
        """A reply of a case was stored; its sid. None where it is none, or one that was dated before."""
        if b'"reply-received"' not in row.doc:
            return None
        said = json.loads(row.doc)
        self._rows[str(row.id)] = said["sid"]
        self._date(said["sid"], datetime.fromisoformat(said["received_at"]))
        return str(said["sid"])

    def committed(self, writes: Writes) -> None:
        for kept in writes.rows:
            if isinstance(kept, KeepUnmatched):
                self._date(kept.sid, kept.received_at)
        for row in writes.history:
            if row.reason == "overtaken" and row.cause in self._rows:
                self._was_overtaken(row, self._rows[row.cause])

    def _date(self, sid: str, at: datetime) -> None:
        true = at if at in self._looks[sid] or at == self.message(sid).at else max(self._looks[sid], default=at)
        self.said_at.setdefault(sid, true)
        self._dated[at] = true

    def true(self, at: datetime) -> datetime:
        """When that was which a row dates so."""
        return self._dated.get(at, at)

    def message(self, sid: str) -> Arrived:
        return next(one for one in self._world.carrier.written if one.sid == sid)

    def _was_overtaken(self, row: HistoryRow, sid: str) -> None:
        word, at = self.message(sid), self.said_at[sid]
        others = [self.said_at[one.sid] for one in self._world.carrier.written
                  if one.sender == word.sender and one.sid in self.said_at and one.sid != sid]  # fmt: skip
        newest = max(others, default=BEGINS)
        if word.words == "START" and at > newest:
            raise Violation("I4", row.aggregate, "a START was refused, and nothing newer was heard")
        if sid in self.meant_stop and at >= newest - APART_MAX:
            raise Violation("I4", row.aggregate, "a STOP was refused, and nothing was heard that is surely newer")
