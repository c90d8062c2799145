"""I24: no step of the cadence is told twice.

A reminder stands for the newest step of its day; the next one that goes out is of a later step, or repeats the last.

Who owes anew, or had another number, is told from the beginning. What the carrier never handed over was not told.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from services.notifier.core.rules import REMINDERS

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

ZONE = ZoneInfo("Europe/Lisbon")
STEPS = (1, 7, 15, 30, 60)
REPEAT_DAYS, BRISK_REPEAT_DAYS = 7, 3
SKEW = timedelta(minutes=6)
ANEW = frozenset(
    {"paid", "closed", "reopened", "overdue-again", "balance-corrected", "details-corrected", "wrong-number"}
)
"""Decisions after which a case may begin anew with its steps."""


class Told(NamedTuple):
    intent: UUID
    at: datetime
    version: int


class Steps:
    def __init__(self, world: World) -> None:
        self._world, self._database = world, world.databases["notifier"]
        self._repeat = timedelta(days=BRISK_REPEAT_DAYS if world.brisk else REPEAT_DAYS) - SKEW
        self._told: dict[str, list[Told]] = {}

    def ended(self, intents: Iterable[UUID]) -> None:
        """Texts of a case that is gone: should it begin anew, so do its steps."""
        gone = set(intents)
        for case, told in self._told.items():
            self._told[case] = [one for one in told if one.intent not in gone]

    def begun(self, intent: UUID, kind: str, case: str) -> None:
        """A text begins to leave."""
        if kind not in REMINDERS:
            return
        at = self._database.tables["texts"][intent]["claimed_at"]
        before = self._told.setdefault(case, [])
        delivered = {one.intent for one in self._world.carrier.messages.values() if one.delivered_at is not None}
        for told in before:
            if told.intent in delivered and told.intent != intent and not self._anew(case, told):
                self._compare(case, told.at, at)
        before.append(Told(intent, at, self._database.states[case].version))

    def _anew(self, case: str, told: Told) -> bool:
        """Did something happen since that lets the steps begin anew, or was it taken back as it left?"""
        since = [row for version, row in self._database.history[case].items() if version > told.version]
        return any(
            row.reason in ANEW or ('"withdrawn"' in row.changes and str(told.intent) in row.changes) for row in since
        )

    def _compare(self, case: str, before: datetime, now: datetime) -> None:
        first, second = self._step(case, before - SKEW), self._step(case, now + SKEW)
        self._world.count("a reminder after another")
        if second > first or (first == STEPS[-1] and now - before >= self._repeat):
            return
        raise Violation("I24", case, f"the step of day {first} is told twice, {now - before} apart")

    def _step(self, case: str, at: datetime) -> int:
        since = self._world.borrowers.debts[case].since.date()
        days = (at.astimezone(ZONE).date() - since).days
        return max((step for step in STEPS if step <= days), default=0)
