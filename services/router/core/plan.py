"""The plan of a day, told on the evening before; whatever changes it after that tells it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from zoneinfo import ZoneInfo

from services.router.core.daybook import day_at
from services.router.core.region import Region
from services.router.core.visit import Open
from shared.contracts.routing import Plan, PlanRevised, PlanStop
from shared.contracts.values import Reason
from shared.decision import Decision, Effect, Publish, SetTimer, accept, refuse

TOLD_AT = daytime(18, 0)
"""House figure: local time of the evening before."""
TIMER = "plan:"


def evening_before(on: date, zone: str) -> datetime:
    """When the plan of the local day `on` is told."""
    return datetime.combine(on - timedelta(days=1), TOLD_AT, ZoneInfo(zone)).astimezone(UTC)


def touched(
    region: Region, starts: Sequence[datetime], at: datetime, reason: Reason, *, always: bool
) -> tuple[Effect, ...]:
    """Tell the plans of the days that hold `starts` when they are told already (or `always`); the others later."""
    if region.zone is None or not starts:
        return ()
    effects: list[Effect] = []
    for on in sorted({day_at(start, region.zone).on for start in starts}):
        due_at = evening_before(on, region.zone)
        if always or due_at <= at:
            effects.append(told(region, on.isoformat(), reason))
        if due_at > at:
            effects.append(SetTimer(f"{TIMER}{on.isoformat()}", due_at))
    return tuple(effects)


def on_evening(region: Region, day: str) -> Decision:
    """The timer of `day`: tell its plan if there is one."""
    stops = _stops(region, day)
    if not stops:
        return refuse("nothing-planned", f"Nobody is visited on {day}.")
    reason = Reason(code="evening-before", text="The plan of the next day.")
    return accept("plan-told", f"The plan of {day}: {len(stops)} visits.", effects=(told(region, day, reason),))


def told(region: Region, day: str, reason: Reason) -> Publish:
    """The plan of a local day (as written, `2026-12-01`)."""
    return Publish(PlanRevised, region.region, Plan(day=day, stops=_stops(region, day), reason=reason))


def _stops(region: Region, day: str) -> tuple[PlanStop, ...]:
    """Every open booking of the day, in the order of arrival."""
    visits: list[Open] = [
        visit for visit in region.bookings.values() if isinstance(visit, Open) and _day_of(visit, region.zone) == day
    ]
    return tuple(
        PlanStop(booking=each.booking.booking, case=each.booking.case, crew=each.crew, window=each.booking.window)
        for each in sorted(visits, key=lambda each: (each.arrive, each.booking.booking))
    )


def _day_of(visit: Open, zone: str | None) -> str:
    start = visit.booking.window.start
    return start.astimezone(ZoneInfo(zone or visit.booking.window.zone)).date().isoformat()
