"""Numbers that the bank does not know, or only just learned: they write too, and what they write counts.

Some write STOP long before anybody is said to have that number; some the hour after the bank corrected it, before they
ever got a text; some are nobody's for ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from services.sandbox.agenda import Agenda
from services.sandbox.borrowers import Borrower
from services.sandbox.city import City
from services.sandbox.phones.holders import Holders

FROM_NUMBER = 9_000_000
EACH = 3
FIRST_DAY, EVERY_DAYS = 5, 2


def plan_strangers(
    people: Sequence[Borrower], holders: Holders, agenda: Agenda, begins: datetime, seed: str, city: City
) -> None:
    """Put them on the agenda: `EACH` of every kind."""
    random = Random(f"{seed}/strangers")
    chosen = random.sample([one for one in people if one.profile == "silent"], k=2 * EACH) if len(people) > 60 else []
    for n in range(EACH):
        _says(holders, agenda, city.phone(FROM_NUMBER + n), begins + timedelta(days=FIRST_DAY + n, hours=2))
    for n, borrower in enumerate(chosen):
        number = city.phone(FROM_NUMBER + EACH + n)
        at = begins + timedelta(days=FIRST_DAY + n * EVERY_DAYS, hours=3)
        first = timedelta(days=-2) if n % 2 else timedelta(hours=1)
        _says(holders, agenda, number, at + first)
        agenda.at(at, lambda when, who=borrower, number=number: holders.moves(who, number, when))  # type: ignore[misc]


def _says(holders: Holders, agenda: Agenda, number: str, at: datetime) -> None:
    async def says(_at: datetime) -> None:
        holders.answer(number, "STOP", "opt-out")

    agenda.at(at, says)
