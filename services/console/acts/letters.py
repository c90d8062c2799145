"""Who is held for a dead letter, and until when it is once the letter is settled."""

from __future__ import annotations

from ..views.database import Database
from ..views.dead_letters import StoredLetter


async def held_for(database: Database, letter: StoredLetter, *, given_up: bool) -> str:
    """A sentence that names the cases, or nothing where there are none. To be asked before the letter is settled."""
    cases = [row["case_id"] for row in await database.rows("held_for_letter", letter=letter.id)]
    if not cases:
        return ""
    until = "no longer held for it" if given_up else "held for it until it was read, ten minutes at most"
    return f"{', '.join(cases)} {'is' if len(cases) == 1 else 'are'} {until}."
