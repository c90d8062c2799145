"""A policy pack as the machine reads it: durations ready to add, each with the line that decisions cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.texts import TextKind
from shared.contracts.values import Needs
from shared.policy import Pack

REMINDERS: frozenset[TextKind] = frozenset({"reminder-early", "reminder-firm", "reminder-last"})
COUNTED: frozenset[TextKind] = REMINDERS | {"offer", "reminder"}
"""Texts that count against the caps. Answers and what a visit owes the borrower (notice, changes) do not."""
UNSAID_WHILE_DEAF: frozenset[TextKind] = COUNTED | {"notice", "moved"}
"""Texts that wait while what the bank said may lie unread: nobody asked for them, or they promise a visit. Without a
notice there is no permit, so no visit is made ready meanwhile either.
"""
UNPROMPTED: frozenset[TextKind] = COUNTED | {"thanks-paid"}
"""Texts that can wait for the gap between two cases of a person: nobody asked for them."""


TRIED_AGAIN = timedelta(days=30)
TRIED_AGAIN_RULE = "house: a number that could not be reached is tried again after 30 days"
"""Phones are mended and contracts paid. Not later: in the USA a number that was given up may be somebody else's after
45 days (FCC 18-177, 84 FR 11226).
"""


@dataclass(frozen=True, slots=True)
class Rules:
    """`pack` stays at hand for its citations; hours and caps are read by `hours` and `authority`."""

    pack: Pack
    repeat: timedelta
    attempts_max: int
    answer_within: timedelta
    part_paid: timedelta
    promise: timedelta
    hardship: timedelta
    after_visit: timedelta
    look_again: timedelta
    needs: Needs


def rules_of(pack: Pack) -> Rules:
    """The rules of `pack`."""
    return Rules(
        pack=pack,
        repeat=timedelta(days=pack.cadence.repeat_days.value),
        attempts_max=pack.cadence.attempts_max.value,
        answer_within=timedelta(hours=pack.contact.answer_within_h.value),
        part_paid=timedelta(days=pack.holds.partial_payment_days.value),
        promise=timedelta(days=pack.holds.promise_days.value),
        hardship=timedelta(days=pack.holds.hardship_days.value),
        after_visit=timedelta(days=pack.holds.after_visit_days.value),
        look_again=timedelta(days=pack.holds.look_again_days.value),
        needs=Needs(
            crew_size=pack.visit.crew_size.value,
            certificates=pack.visit.certificates.value,
            duration_min=pack.visit.duration_min.value,
        ),
    )
