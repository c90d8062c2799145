"""A staff system that corrects itself: papers that end earlier than was said, shifts that are taken back, somebody who
is not ill after all, somebody who leaves. It happens to those whom people wait for.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from services.sandbox.agenda import Agenda
from services.sandbox.crews import Crews
from services.sandbox.fleet import Staff

DAYS = (21, 23, 25, 27, 29, 31, 33, 35)
OF_DAYS = 45
NOTICE = timedelta(hours=30)
AHEAD = timedelta(days=6)
CorrectFleet = Callable[[str, datetime], Awaitable[None]]


class FleetCorrections:
    """`made` counts what was corrected, by kind."""

    def __init__(self, staff: Staff, crews: Crews, agenda: Agenda) -> None:
        self._staff, self._crews, self._agenda = staff, crews, agenda
        self._kinds: tuple[tuple[str, CorrectFleet], ...] = (
            ("certificate-shortened", staff.certificate_ends),
            ("shift-taken-back", staff.shift_taken_back),
            ("certificate-revoked", staff.certificate_revoked),
            ("not-ill-after-all", self._not_ill_after_all),
            ("certificate-shortened", staff.certificate_ends),
            ("shift-taken-back", staff.shift_taken_back),
            ("leaves", staff.leaves),
            ("not-ill-after-all", self._not_ill_after_all),
        )
        self.made: dict[str, int] = {}
        self._met: set[str] = set()

    def plan(self, begins: datetime, days: int) -> None:
        for day, (kind, correct) in zip(DAYS, self._kinds, strict=True):
            at = begins + timedelta(days=int(day * days / OF_DAYS), hours=1)
            self._agenda.at(at, lambda when, kind=kind, correct=correct: self._do(kind, correct, when))  # type: ignore[misc]

    async def _do(self, kind: str, correct: CorrectFleet, at: datetime) -> None:
        due = [one for one in self._crews.busy_between(at + NOTICE, at + AHEAD) if one not in self._met]
        if due:
            self._met.add(due[0])
            self.made[kind] = self.made.get(kind, 0) + 1
            await correct(due[0], at)

    async def _not_ill_after_all(self, collector: str, at: datetime) -> None:
        await self._staff.falls_ill(collector, at)
        self._agenda.at(at + timedelta(hours=4), lambda when: self._staff.not_ill(collector, at, when))
