"""Who refuses visits for ever, and has another loan that is overdue only later: of which nothing was known when they
said so, or no more than who owes it.

In one run in eight, and drawn with a die of its own, so that the other runs stay as they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from .rates import A_LATER_LOAN

if TYPE_CHECKING:
    from .borrowers import SimulatedBorrower
    from .world import World

RUNS, OF = 8, 4
"""Those of the seeds whose rest is one."""
SAID_WITHIN, LATER = timedelta(days=1), timedelta(days=1)
NAMED_BEFORE = timedelta(hours=1)
DAYS_PAST_DUE, OWED = 75, 300_000
"""A visit would be asked for as soon as texting has failed."""


@dataclass(frozen=True, slots=True)
class LaterLoan:
    """`refuses_at` is when they say it, `enters` when the loan is overdue, and `named_at` when the bank said whose it
    is, where it did so before both.
    """

    case: str
    refuses_at: datetime
    enters: datetime
    named_at: datetime | None

    @property
    def since(self) -> datetime:
        return self.enters - timedelta(DAYS_PAST_DUE)


def later_loan(world: World, one: SimulatedBorrower) -> LaterLoan | None:
    """The one that this person will have, if they will."""
    die = Random(f"a later loan {world.seed} {one.who.id}")
    if world.profile is not None or world.seed % RUNS != OF or die.random() >= A_LATER_LOAN["of-a-refuser"]:
        return None
    refuses_at = world.moment.at + NAMED_BEFORE + SAID_WITHIN * die.random()
    enters = refuses_at + LATER * die.random()
    named = die.random() < A_LATER_LOAN["named-before"]
    world.count(f"a later loan of who refused visits{', named before' if named else ''}")
    first, _, _ = one.debts[0].case.rpartition("-")
    return LaterLoan(f"{first}-later", refuses_at, enters, refuses_at - NAMED_BEFORE if named else None)
