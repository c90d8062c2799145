"""What the carrier reports of texts it took: stored under an id that follows from what it says, so it counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.notifier.core.inputs import INPUTS, StatusReported
from services.notifier.core.text_status import TextStatus
from shared.ids import derive
from shared.runtime import failpoints
from shared.runtime.ports import Clock, IntakeRow, Store, Writes


@dataclass(frozen=True, slots=True)
class Reported:
    """`said` is the carrier's word for `status`; `code` says why it was not delivered."""

    intent: UUID
    sid: str
    said: str
    status: TextStatus
    code: int | None


@dataclass(frozen=True, slots=True)
class ReportTray:
    store: Store
    clock: Clock

    async def take_all(self, reports: Sequence[Reported]) -> list[str]:
        """Store them in one transaction; the outcome of each in a word. Raises as `Inbox.take_all`."""
        async with self.store.unit() as unit:
            intents = sorted({report.intent for report in reports})
            found = {row["intent"]: row for row in await unit.select("texts_reported", {"intents": intents})}
            # After a restore another text may bear the intent.
            named = {"sids": [report.sid for report in reports], "intents": [report.intent for report in reports]}
            lost = {row["sid"] for row in await unit.select("lost_texts_named", named)}
            rows = [None if report.sid in lost else self._row(report, found.get(report.intent)) for report in reports]
            if intake := [row for row in rows if row is not None]:
                await unit.commit(Writes(intake=intake))
                failpoints.reached("webhook-stored")
        return ["unknown-text" if row is None else "status" for row in rows]

    def _row(self, report: Reported, text: Mapping[str, Any] | None) -> IntakeRow | None:
        if text is None or text["sid"] not in (None, report.sid):
            return None  # a receipt counts for the message that it names
        now = self.clock.now()
        told = StatusReported(report.intent, report.sid, report.status, report.code, now)
        return IntakeRow(derive("status", report.sid, report.said), text["case_id"], now, INPUTS.dump_json(told))
