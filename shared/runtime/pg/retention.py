"""The `RetentionStore` port on PostgreSQL. Tables are gone through by their blocks: that needs no index, reads a part
of the table that is as large on the last day as on the first, and costs those who write nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from shared.ids import about_id
from shared.runtime.evidence_writer import EvidenceWriter
from shared.runtime.ports import Writes
from shared.runtime.retention import REST, RetentionTask, RetentionTurn, rests

from .queries import load
from .store import PgStore
from .transaction import PgTransaction

SQL = load("shared.runtime.pg", "retention.sql")
COMMON = (
    RetentionTask("ids", "inbox", "ids", 16, SQL["old_ids"]),
    RetentionTask("letters", "dead_letters", "letters", 64, SQL["old_letters"]),
    RetentionTask(
        "operations", "operations", "operations", 64, SQL["forget_operations"], SQL["old_operations"],
        {"operations": SQL["operations_to_keep"]},
    ),
)  # fmt: skip
"""What every service has."""


class PgRetention:
    def __init__(self, store: PgStore, service: str, write: EvidenceWriter | None = None) -> None:
        self._store = store
        self._service = service
        self._write = write or EvidenceWriter()

    async def turn(self, task: RetentionTask, at: datetime, days: int, rule: str, folder: Path | None) -> RetentionTurn:
        async with self._store.unit() as unit:
            asked = {"task": task.name, "table": task.table}
            _, places = await unit.run([(SQL["begin_place"], asked), (SQL["lock_place"], asked)])
            if not places:
                return REST
            place = places[0]
            # Whichever clock is behind: what is removed too early is gone.
            now = min(at, place["here"])
            if rests(now, place["over_at"]):
                return REST
            first = 0 if place["over_at"] is not None else int(place["block"])
            last = first + task.blocks
            between = {"first": f"({first},0)", "last": f"({last},0)", "before": now - timedelta(days=days)}
            removed, waiting = await self._remove(unit, task, between, at, rule, folder)
            over = last >= place["blocks"]
            moved = {"task": task.name, "block": 0 if over else last, "over_at": now if over else None}
            await unit.run([(SQL["move_place"], moved)])
            await unit.commit(Writes())
        return RetentionTurn(removed, waiting, over)

    async def _remove(
        self, unit: PgTransaction, task: RetentionTask, between: Mapping[str, Any], at: datetime, rule: str,
        folder: Path | None,
    ) -> tuple[int, int]:  # fmt: skip
        if task.find is None:
            ((gone,),) = await unit.run([(task.remove, dict(between))])
            return int(gone["number"]), 0
        (rows,) = await unit.run([(task.find, dict(between))])
        keys = await self._without_letters(unit, rows)
        if not keys:
            return 0, 0
        if task.evidence is not None:
            if folder is None:
                return 0, len(keys)
            kept = await unit.run([(statement, {"keys": keys}) for statement in task.evidence.values()])
            of_tables = [(table, row) for table, found in zip(task.evidence, kept, strict=True) for row in found]
            await self._write(folder, self._service, task.name, at, rule, of_tables)
        await unit.run([(task.remove, {"keys": keys})])
        return len(keys), 0

    async def _without_letters(self, unit: PgTransaction, rows: Sequence[Mapping[str, Any]]) -> list[Any]:
        """Keys of those that no open letter is about: what is settled there may still change them."""
        names: dict[UUID, str] = {about_id(row["name"]): row["name"] for row in rows if "name" in row}
        if not names:
            return [row["key"] for row in rows]
        (found,) = await unit.run([(SQL["named_in_letters"], {"names": list(names)})])
        open_ones = {names[row["name"]] for row in found}
        return [row["key"] for row in rows if row.get("name") not in open_ones]
