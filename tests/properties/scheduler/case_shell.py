"""The shell of one case of scheduler: its clock and timers, and what others have taken of the borrower's time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.scheduler.bootstrap import machine
from services.scheduler.core.lookup import TakenTime, VisitLookup
from services.scheduler.core.state import AppointmentState, initial
from shared.contracts.values import Slot
from shared.decision import Decision, Publish, TimerDue
from shared.policy import load_pack
from shared.privacy.master import MasterKeys
from tests.properties.folding import Replay
from tests.properties.timers import Timers, first_due, keep
from tests.unit.scheduler.events import BORROWER, CASE, window

MACHINE = machine(load_pack("default"), MasterKeys.of(b"k" * 32))
LISBON = ZoneInfo("Europe/Lisbon")


class SchedulerCaseShell:
    def __init__(self, at: datetime) -> None:
        self.at = at
        self.case: AppointmentState = initial(CASE)
        self.stopped: set[str] = set()
        self.timers: Timers = {}
        self.busy: list[TakenTime] = []
        self.replay = Replay(MACHINE, CASE)
        self.decision = Decision("nothing-yet", "")

    def hear(self, said: Any) -> Decision:
        input = MACHINE.input_of(said)
        decision, self.case = MACHINE.step(self.case, input, self.at, frozenset(self.stopped), self.lookup())
        self.decision = decision
        keep(self.timers, said, decision.effects)
        self.replay.after(decision, self.case)
        return decision

    def lookup(self) -> VisitLookup:
        return VisitLookup({BORROWER: tuple(self.busy)})

    def published(self) -> list[tuple[type[Any], Any]]:
        """What the last decision tells the others, in order."""
        return [(each.event, each.data) for each in self.decision.effects if isinstance(each, Publish)]

    def next_timer(self) -> TimerDue | None:
        return first_due(self.timers)


def slot_on(day: date, hour: int) -> Slot:
    """Two hours from a local hour in Lisbon on."""
    start = datetime.combine(day, time(hour), LISBON).astimezone(UTC)
    return Slot(slot=f"s-{day:%m%d}-{hour}", window=window(start), detour_s=60)


def in_hours(start: datetime, end: datetime) -> bool:
    """By the clock on the borrower's wall: nine to seven, no Sunday, no holiday."""
    first, last = start.astimezone(LISBON), end.astimezone(LISBON)
    if is_closed(first.date()) or first.date() != last.date():
        return False
    return time(9) <= first.time() and last.time() <= time(19) and last - first == timedelta(hours=2)


def is_closed(day: date) -> bool:
    return (day.month, day.day) in ((1, 1), (12, 25)) or day.isoweekday() == 7
