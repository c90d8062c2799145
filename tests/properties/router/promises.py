"""What scheduler was told of each booking, against what the region now holds; and what the clock on the wall says."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.router.core.state import Assigned, Unassigned, Underway
from shared.contracts.routing import CrewAssigned, CrewChanged, CrewUnassigned

from .region_shell import RegionShell

LISBON = ZoneInfo("Europe/Lisbon")


@dataclass
class Promises:
    """`crews`: who was said to come, by booking; None where nobody can. `versions` only ever rise."""

    crews: dict[str, tuple[str, ...] | None] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)

    def look_at(self, shell: RegionShell) -> None:
        for event, data in shell.published:
            if event in (CrewAssigned, CrewChanged):
                assert data.version > self.versions.get(data.booking, 0), "a crew with a number that was given before"
                assert (event is CrewAssigned) == (data.version == 1)
                self.versions[data.booking] = data.version
                self.crews[data.booking] = tuple(member.collector for member in data.crew)
            elif event is CrewUnassigned:
                assert data.refused, "nobody goes, and nobody says why"
                self.crews[data.booking] = None

    def hold(self, shell: RegionShell) -> None:
        """Scheduler knows of every crew, windows lie in hours, and what has to wake the region will."""
        for name, visit in shell.region.bookings.items():
            if isinstance(visit, Assigned | Underway):
                assert self.crews[name] == visit.crew, "scheduler was told of another crew"
                assert self.versions[name] == visit.version
                assert in_hours(visit.booking.window.start, visit.booking.needs.duration_min), "a visit outside hours"
                self._plan(shell, visit.booking.window.start)
            elif isinstance(visit, Unassigned):
                assert self.crews[name] is None, "scheduler believes that somebody comes"
        if shell.region.bookings:
            assert "tidy" in shell.timers, "nothing would ever forget these bookings"

    def _plan(self, shell: RegionShell, start: datetime) -> None:
        day = start.astimezone(LISBON).date()
        evening = datetime.combine(day - timedelta(days=1), time(18), LISBON)
        if evening > shell.at:
            assert shell.timers.get(f"plan:{day}") == evening, "nobody would be told the plan of that day"

    def no_overlap(self, shell: RegionShell) -> None:
        """Nobody is on duty here while on duty elsewhere. (Duties that were free when the other region took them.)"""
        for (who, _), (start, end) in shell.duties.items():
            for first, last in shell.busy.get(who, ()):
                assert end.timestamp() <= first or start.timestamp() >= last, "somebody is on duty in two regions"


def in_hours(start: datetime, duration_min: int) -> bool:
    """Two hours to arrive in and the visit itself, between nine and seven; no Sunday, no holiday."""
    local = start.astimezone(LISBON)
    ends = local.replace(tzinfo=None) + timedelta(hours=2, minutes=duration_min)
    closes = datetime.combine(local.date(), time(19))
    if local.isoweekday() == 7 or local.date() in (date(local.year, 12, 25), date(local.year, 1, 1)):
        return False
    return local.time() >= time(9) and ends <= closes
