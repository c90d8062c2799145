"""Who is held for a dead letter goes on when it is settled: the notifier is told, as if the world had said it."""

from __future__ import annotations

import json
from datetime import datetime

from shared.ids import derive

from .database import Database
from .dead_letters import StoredLetter
from .formatting import iso


async def let_go(database: Database, letter: StoredLetter, at: datetime, *, given_up: bool) -> str:
    """Tell each case that is held for it (the notifier's input `LetterSettled`); a sentence that says so, or nothing.

    In the transaction that settles it, so that what is still open is seen from both. Saying it twice is saying it once.
    """
    cases = [row["case_id"] for row in await database.rows("held_for_letter", letter=letter.id)]
    for case in cases:
        said = {"kind": "letter-settled", "letter": str(letter.id), "at": iso(at), "given_up": given_up}
        id = derive("operator", "letter-settled", letter.id, case, given_up, iso(at))
        await database.operate("notifier", "say_to_notifier", id=id, case=case, at=at, doc=json.dumps(said).encode())
    if not cases:
        return ""
    until = "no longer held for it" if given_up else "held for it until it was read, ten minutes at most"
    return f" {', '.join(cases)} {'is' if len(cases) == 1 else 'are'} {until}."
