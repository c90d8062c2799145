"""The plan of a local day, for crews and dispatchers: told whole on the evening before, then only what changes.

Whoever reads keeps the stops by booking and sorts them as they are sorted here. Before the evening nothing is told: who
comes to a door scheduler knows at once, and a plan of which half is known would be taken for one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import reduce
from zoneinfo import ZoneInfo

from shared.contracts.routing import Plan, PlanChange, PlanChanged, PlanRevised, PlanStop
from shared.contracts.values import Ident, Reason
from shared.decision import Effect, Publish

from .changes import RegionChange, touched
from .evolve import evolve
from .formats import PLAN_CHANGES
from .lookup import RegionContext
from .state import OpenBooking, RegionState
from .timers import evening_before, plan_timer


def plan_revised(region: RegionState, day: str, reason: Reason) -> Publish:
    """The whole plan of a local day (as written, `2026-12-01`)."""
    return Publish(PlanRevised, region.region, Plan(day=day, stops=plan_of(region, day), reason=reason))


def plans_changed(
    changes: Sequence[RegionChange], starts: Iterable[datetime], context: RegionContext, reason: Reason
) -> list[Effect]:
    """Tell what `changes`, which are still to be made, mean for plans that are told already. Days that hold `starts`
    and are told later have their timers.
    """
    before = context.region
    zone = before.zone or reduce(evolve, changes, before).zone
    if zone is None:
        return []
    place = ZoneInfo(zone)
    named = {start.astimezone(place).date() for start in starts}
    moved = sorted(touched(changes) or ())
    old = {name: visit for name in moved if isinstance(visit := before.bookings.get(name), OpenBooking)}
    days = sorted(named | {_day_of(visit, place) for visit in old.values()})
    effects: list[Effect] = []
    after: RegionState | None = None
    for on in days:
        due_at = evening_before(on, zone)
        if due_at > context.at:
            effects += [plan_timer(on, due_at)] if on in named else []
            continue
        after = after or reduce(evolve, changes, before)  # nearly always no plan is told yet, and nobody asks
        if (news := _news(old, after, moved, on, place)) is None:
            continue
        if context.rules.format < PLAN_CHANGES:
            effects.append(plan_revised(after, on.isoformat(), reason))
        else:
            fact = PlanChange(day=on.isoformat(), stops=news[0], gone=news[1], reason=reason)
            effects.append(Publish(PlanChanged, before.region, fact))
    return effects


def plan_of(region: RegionState, day: str) -> tuple[PlanStop, ...]:
    """Every open booking of the day, in the order of arrival."""
    visits: list[OpenBooking]
    if region.zone is None:
        found = (visit for visit in region.bookings.values() if isinstance(visit, OpenBooking))
        visits = [visit for visit in found if _day_of(visit, ZoneInfo(visit.booking.window.zone)).isoformat() == day]
    else:
        days = region.booked(region.zone).days
        crews = [held for on, booked in days.items() if on.isoformat() == day for held in booked.crews.values()]
        visits = [each.visit for held in crews for each in held]
    return tuple(_stop(each) for each in sorted(visits, key=lambda each: (each.arrive, each.booking.booking)))


def _news(
    old: Mapping[Ident, OpenBooking], after: RegionState, names: Iterable[Ident], on: date, place: ZoneInfo
) -> tuple[tuple[PlanStop, ...], tuple[Ident, ...]] | None:
    """Stops of that day that are other now, in the order of arrival, and bookings nobody goes to. None: nothing."""
    stops, gone = list[PlanStop](), list[Ident]()
    for name in names:
        was = old.get(name)
        had = _stop(was) if was is not None and _day_of(was, place) == on else None
        visit = after.bookings.get(name)
        has = _stop(visit) if isinstance(visit, OpenBooking) and _day_of(visit, place) == on else None
        if has is not None and has != had:
            stops.append(has)
        elif has is None and had is not None:
            gone.append(name)
    stops.sort(key=lambda stop: (stop.arrive, stop.booking))
    return (tuple(stops), tuple(gone)) if stops or gone else None


def _stop(visit: OpenBooking) -> PlanStop:
    # Nothing is read that was not read before: of a thousand stops, checking again would cost most.
    booking = visit.booking
    return PlanStop.model_construct(
        booking=booking.booking, case=booking.case, crew=visit.crew, window=booking.window, arrive=visit.arrive
    )


def _day_of(visit: OpenBooking, place: ZoneInfo) -> date:
    return visit.booking.window.start.astimezone(place).date()
