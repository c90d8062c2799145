"""Everything that is known of one case, read in one transaction: for `case show` and for its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .case_status import case_status
from .database import Database
from .switches import merged
from .timeline import TimelineEntry, timeline


@dataclass(frozen=True, slots=True)
class CaseDocument:
    """`status` is what `case_status` makes; `life` every decision, oldest first."""

    case: str
    zone: str
    status: dict[str, Any]
    life: tuple[TimelineEntry, ...]


async def case_document(database: Database, case: str) -> CaseDocument | None:
    """None where no service ever decided anything about such a case."""
    rows = await database.rows("life", case=case)
    if not rows:
        return None
    life = timeline(rows)
    zone = await zone_of(database, case)
    status = case_status(
        case,
        zone,
        texting=_first(await database.rows("texting", case=case)),
        visiting=_first(await database.rows("visiting", case=case)),
        texts=await database.rows("case_texts", case=case),
        texts_before=int(_first(await database.rows("case_texts_before", case=case)).get("texts", 0)),
        holds=await database.rows("holds_of", case=case),
        life=[
            {"service": line.service, "at": line.at, "reason": line.reason, "why": line.why, "accepted": line.accepted}
            for line in life
        ],
        timers=await database.rows("timers", case=case),
        parked=await database.rows("parked_case", case=case),
        switches=merged(await database.rows("switches")),
    )
    return CaseDocument(case, zone, status, tuple(life))


async def zone_of(database: Database, case: str) -> str:
    """The borrower's time zone as the services know it, or UTC."""
    for query in ("texting", "visiting"):
        for row in await database.rows(query, case=case):
            if row["zone"]:
                return str(row["zone"])
    return "UTC"


def _first(rows: list[dict[str, Any]]) -> dict[str, Any]:
    return rows[0] if rows else {}
