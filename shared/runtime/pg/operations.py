"""Operations on the tables that every service has: which statements each is. The last one tells whether it was done."""

from __future__ import annotations

from typing import Any, assert_never

from shared.contracts.operations import (
    BacklogSetAside,
    LetterDiscarded,
    LetterReturned,
    QueuedEventDiscarded,
    RefusedDropped,
    RefusedRetried,
    ReplayAsked,
)
from shared.ids import about_id
from shared.runtime.ports import TableOperation

from .queries import load

SQL = load("shared.runtime.pg", "operations.sql")


def statements(operation: TableOperation) -> list[tuple[str, dict[str, Any]]]:
    """Statements with their parameters."""
    match operation:
        case ReplayAsked(data=asked):
            return [(SQL["ask_replay"], {"aggregate": asked.aggregate})]
        case QueuedEventDiscarded(data=queued):
            params = {"aggregate": queued.aggregate, "event": queued.event, "why": queued.why}
            params["concerns"] = about_id(queued.aggregate)
            return [(SQL["lock_parked"], {"aggregate": queued.aggregate}), (SQL["discard_queued"], params)]
        case LetterReturned(data=returned):
            mended_by = returned.by if returned.mended else None
            return [
                (SQL["return_letter"], {"letter": returned.letter, "mended_by": mended_by, "why": returned.why or ""})
            ]
        case LetterDiscarded(data=given_up):
            return [(SQL["discard_letter"], {"letter": given_up.letter, "why": given_up.why or ""})]
        case BacklogSetAside(data=range):
            place = {"topic": range.topic, "partition": range.partition, "up_to": range.up_to}
            return [(SQL["set_aside"], place | {"why": range.why or ""})]
        case RefusedRetried(data=refused):
            return [(SQL["retry_refused"], {"event": refused.event})]
        case RefusedDropped(data=refused):
            return [(SQL["drop_refused"], {"event": refused.event})]
        case _:
            assert_never(operation)
