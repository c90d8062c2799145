"""Cases to which nothing more happens by itself: their texts are used up, and visits are switched off for them alone.

A stop of a region or of everything is not meant to last; whoever ends it has its cases go on.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .database import Database

CASE = "case:"
CASES_MAX = 1_000


def cases_without_visits(switches: Iterable[Mapping[str, Any]]) -> list[str]:
    """Rows of the query `switches`, merged or not."""
    found = {
        row["scope"].removeprefix(CASE)
        for row in switches
        if row["stopped"] and row["what"] == "visiting" and row["scope"].startswith(CASE)
    }
    return sorted(found)


async def texts_used_up(database: Database, switches: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows `case_id`, `since`, `why`: the one that has rested longest first."""
    cases = cases_without_visits(switches)[:CASES_MAX]
    return await database.rows("texts_used_up", cases=cases) if cases else []
