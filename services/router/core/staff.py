"""Inputs about collectors: registered, certified, shifts, positions, absences, complaints."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from services.router.core.announcing import member_away, member_excluded
from services.router.core.booking import next_tidying
from services.router.core.changes import Certified, Change, Excluded, Located, Registered, Retimed, ShiftSet, WentAbsent
from services.router.core.duties import DutyDropped
from services.router.core.evolve import evolve
from services.router.core.fleet import Collector
from services.router.core.means import Moment
from services.router.core.reassignment import Refit, refit, replaced
from services.router.core.region import Region
from services.router.core.visit import Assigned
from shared.contracts.fleet import (
    CollectorCertified,
    CollectorRegistered,
    CollectorUnavailable,
    PositionReported,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised
from shared.contracts.values import CollectorId
from shared.decision import Decision, Effect, accept, refuse

FleetEvent = CollectorRegistered | CollectorCertified | ShiftPlanned | PositionReported | CollectorUnavailable


def on_fleet(region: Region, said: FleetEvent, now: Moment) -> Decision:
    """Remember the fact; where it takes a crew from its bookings, send another."""
    known = region.collectors.get(said.data.collector, Collector())
    match said:
        case CollectorRegistered(time=time, data=fact):
            if _is_older(time, known.registered_at):
                return _older()
            return _then(region, Registered(said_at=time, fact=fact), fact.collector, now, "collector-registered")
        case CollectorCertified(data=fact):
            if fact.valid_to < fact.valid_from:
                return _ends_first()
            return accept("collector-certified", f"Certificate {fact.certificate}.", Certified(fact=fact))
        case ShiftPlanned(time=time, data=fact):
            if fact.end < fact.start:
                return _ends_first()
            if _is_older(time, known.shifts[fact.shift].said_at if fact.shift in known.shifts else None):
                return _older()
            return _then(region, ShiftSet(said_at=time, fact=fact), fact.collector, now, "shift-planned")
        case PositionReported(data=fact):
            if _is_older(fact.at, known.spot.at if known.spot else None):
                return _older()
            return accept("collector-located", "A newer position.", Located(fact=fact))
        case CollectorUnavailable(data=fact):
            if fact.end <= fact.start:
                return _ends_first()
            return _then(region, WentAbsent(fact=fact), fact.collector, now, "collector-unavailable")
        case _:
            assert_never(said)


def on_complaint(region: Region, said: ComplaintRaised, now: Moment) -> Decision:
    """Whom a complaint names never goes to that door again; a booking there gets another crew at once."""
    names = set(said.data.collectors)
    if not names:
        return refuse("nobody-named", "The complaint names no collector, so nobody is kept away.")
    change = Excluded(case=said.subject, collectors=tuple(sorted(names)))
    region = evolve(region, change)
    held = [
        name
        for name, visit in region.bookings.items()
        if isinstance(visit, Assigned) and visit.booking.case == said.subject and names & set(visit.crew)
    ]
    changes, effects = replaced(region, held, now, member_excluded())
    effects = (*map(DutyDropped, held), *effects)
    return accept("collector-excluded", f"{len(names)} kept away from this door.", change, *changes, effects=effects)


def _then(
    region: Region, change: Registered | ShiftSet | WentAbsent, who: CollectorId, now: Moment, code: str
) -> Decision:
    region = evolve(region, change)
    found = refit(region, who, now)
    changes, effects = _consequences(region, found, now)
    text = f"{len(found.lost)} bookings need another crew." if found.lost else "No booking is touched."
    return accept(code, text, change, *changes, effects=(*effects, next_tidying(now.at)))


def _consequences(region: Region, found: Refit, now: Moment) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    changes: tuple[Change, ...] = (Retimed(legs=found.legs),) if found.legs else ()
    for change in changes:
        region = evolve(region, change)
    if not found.lost:
        return changes, found.duties
    more, effects = replaced(region, found.lost, now, member_away())
    return (*changes, *more), (*map(DutyDropped, found.lost), *found.duties, *effects)


def _is_older(at: datetime, known: datetime | None) -> bool:
    return known is not None and at < known


def _older() -> Decision:
    return refuse("older-than-known", "Something newer is known already.")


def _ends_first() -> Decision:
    return refuse("ends-before-it-starts", "The end lies before the start, so it says nothing.")
