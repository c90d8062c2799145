"""What holds cases, how many each, and since when where that is cheap to say. For that every held case is read."""

from __future__ import annotations

from typing import Any

from .database import Database
from .needs_a_person import BY_SOMEBODY

DATED_MAX = 2_000
"""Since when a case is held stands in its history: of a cause with more cases it is not looked for."""


async def held_causes_dated(database: Database) -> list[dict[str, Any]]:
    """Rows of `held_causes`, with `since` and `case_id` of the case held longest for what waits for a person."""
    causes = await database.rows("held_causes")
    few = [row["cause"] for row in causes if row["cause"] in BY_SOMEBODY and row["cases"] <= DATED_MAX]
    dated = {row["cause"]: row for row in await database.rows("held_since", causes=few)} if few else {}
    nobody: dict[str, Any] = {"since": None, "case_id": None}
    return [row | nobody | dated.get(row["cause"], {}) for row in causes]
