"""A policy pack as the machine reads it: durations ready to add, each with the line that decisions cite."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from shared.contracts.loans import DetailsCorrected, LoanOverdue
from shared.contracts.texts import TextKind
from shared.contracts.values import Needs
from shared.policy import ContactCalendar, Limits, Pack
from shared.policy.local_time import local_day
from shared.policy.parts import Channel

from .formats import NEWEST
from .inputs import LoanInput
from .state import State, Unknown

REMINDERS: frozenset[TextKind] = frozenset({"reminder-early", "reminder-firm", "reminder-last"})
COUNTED: frozenset[TextKind] = REMINDERS | {"offer", "reminder"}
"""Texts that count against the caps. Answers and what a visit owes the borrower (notice, changes) do not."""
UNSAID_WHILE_DEAF: frozenset[TextKind] = COUNTED | {"notice", "agreed", "on-the-way"}
"""Texts that wait while what the bank said may lie unread: nobody asked for them, or they promise a visit. Without a
notice there is no permit, so no visit is made ready meanwhile either.
"""
UNPROMPTED: frozenset[TextKind] = COUNTED | {"thanks-paid"}
"""Texts that can wait for the gap between two cases of a person: nobody asked for them."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The limits that bind on the local day of a decision. What lies ahead is judged by its own day: see `on`."""

    pack: Pack
    limits: Limits
    calendar: ContactCalendar
    repeat: timedelta
    attempts_max: int
    unproven_max: int
    answer_within: timedelta
    answer_open: timedelta
    """So long it must have been open before an answer that could not be sent is too late."""
    part_paid: timedelta
    promise: timedelta
    hardship: timedelta
    after_visit: timedelta
    look_again: timedelta
    tried_again: timedelta
    """After that a number that was given up is tried anew: phones are mended and contracts paid. Not later: in the USA
    it may be somebody else's after 45 days (FCC 18-177, 84 FR 11226).
    """
    visit_lasts: timedelta
    kept: timedelta
    """So long a case is known after it is over: older news of one that is not known is about what is gone."""
    needs: Needs
    format: int = NEWEST
    """That of the oldest version of which replicas run: what came with a newer one is neither said nor stored."""

    def on(self, at: datetime, zone: str) -> Limits:
        """The limits that bind on the local day of `at`."""
        return self.pack.on(local_day(at, zone))

    def hours_rule(self, at: datetime, zone: str) -> str:
        """What the hours for texts, or that there are none, rest on, on the local day of `at`."""
        found = self.calendar.rule_on("text", local_day(at, zone))
        return found or next((leaf.rule for leaf in self.limits.contact.windows), "")

    def caps_rule(self, channel: Channel) -> str:
        """What counting contacts of this channel rests on: the first cap that counts them; empty where none does."""
        return next((leaf.rule for leaf in self.limits.contact.caps if channel in leaf.value.channels), "")


LoanRules = Callable[[State, LoanInput, datetime], Rules]
"""The rules for deciding on an input in a state, at a moment."""


def rules_for(pack: Pack, state: State, input: LoanInput, at: datetime, *, format: int = NEWEST) -> Rules:
    """Under `pack`: those of the borrower's day.

    Before the first overdue event says where that is nothing is due, and a correction counts at once.
    """
    zone = "UTC" if isinstance(state, Unknown) else state.loan.person.zone
    if isinstance(input, LoanOverdue | DetailsCorrected):
        zone = input.data.person.zone
    return rules_of(pack, local_day(at, zone), format=format)


def stop_words(pack: Pack, at: datetime) -> frozenset[str]:
    """The words that stop everything, whoever sent them: it is not known yet where, so on which local day."""
    days = (at.date() + timedelta(days=ahead) for ahead in (-1, 0, 1))
    return frozenset(word for day in days for word in pack.on(day).opt_out.words.value)


@lru_cache(maxsize=512)
def rules_of(pack: Pack, day: date, *, format: int = NEWEST) -> Rules:
    """The rules under `pack` on the local day `day`."""
    return _rules(pack, pack.on(day), format)


@lru_cache(maxsize=64)
def _rules(pack: Pack, limits: Limits, format: int) -> Rules:
    return Rules(
        pack=pack,
        limits=limits,
        calendar=pack.calendar,
        repeat=timedelta(days=limits.cadence.repeat_days.value),
        attempts_max=limits.cadence.attempts_max.value,
        unproven_max=limits.cadence.unproven_max.value,
        answer_within=timedelta(hours=limits.contact.answer_within_h.value),
        answer_open=timedelta(hours=limits.contact.answer_open_h.value),
        part_paid=timedelta(days=limits.holds.partial_payment_days.value),
        promise=timedelta(days=limits.holds.promise_days.value),
        hardship=timedelta(days=limits.holds.hardship_days.value),
        after_visit=timedelta(days=limits.holds.after_visit_days.value),
        look_again=timedelta(days=limits.holds.look_again_days.value),
        tried_again=timedelta(days=limits.holds.unreachable_days.value),
        visit_lasts=timedelta(minutes=limits.visit.window_min.value),
        kept=timedelta(days=limits.retention.cases_days.value),
        needs=Needs(
            crew_size=limits.visit.crew_size.value,
            certificates=limits.visit.certificates.value,
            duration_min=limits.visit.duration_min.value,
        ),
        format=format,
    )
