"""Inputs about collectors: registered and gone, certified and revoked, shifts, positions, absences, complaints.

A fact may be corrected or taken back: the newest word about a thing counts, and whom it takes from a crew is replaced.
"""

from __future__ import annotations

from datetime import timedelta
from typing import assert_never

from services.router.core.announcing import member_away, member_excluded, member_gone, member_uncertified
from services.router.core.booking import next_tidying
from services.router.core.changes import (
    Certified,
    Change,
    Deregistered,
    Excluded,
    Located,
    Registered,
    Retimed,
    Revoked,
    ShiftSet,
    WentAbsent,
)
from services.router.core.duties import DutyDropped
from services.router.core.evolve import evolve
from services.router.core.fleet import Collector, is_newer
from services.router.core.means import Moment
from services.router.core.reassignment import Refit, refit, replaced
from services.router.core.region import Region
from services.router.core.visit import Assigned
from shared.contracts.fleet import (
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    PositionReported,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised
from shared.contracts.values import Reason
from shared.decision import Decision, Effect, accept, refuse

FleetEvent = (
    CollectorRegistered | CollectorDeregistered | CollectorCertified | CertificateRevoked | ShiftPlanned
    | PositionReported | CollectorUnavailable
)  # fmt: skip
AHEAD_MAX = timedelta(minutes=5)
"""House figure. A position further ahead comes from a clock that is wrong: it would hide every true one until then."""


def on_fleet(region: Region, said: FleetEvent, now: Moment) -> Decision:
    """Remember the fact; where it takes a crew from its bookings, send another."""
    known = region.collectors.get(said.data.collector, Collector())
    match said:
        case CollectorRegistered(time=time, data=fact):
            if not is_newer(time, known.registered_at):
                return _older()
            return _then(region, Registered(said_at=time, fact=fact), now, "collector-registered", member_away())
        case CollectorDeregistered(time=time, data=gone):
            if not is_newer(time, known.registered_at):
                return _older()
            return _then(region, Deregistered(said_at=time, fact=gone), now, "collector-deregistered", member_gone())
        case CollectorCertified(time=time, data=training):
            spells = {each.valid_from: each.said_at for each in known.holds(training.certificate)}
            if not is_newer(time, spells.get(training.valid_from)):
                return _older()
            code = "certificate-taken-back" if training.valid_to < training.valid_from else "collector-certified"
            return _then(region, Certified(said_at=time, fact=training), now, code, member_uncertified())
        case CertificateRevoked(time=time, data=revoked):
            return _then(region, Revoked(said_at=time, fact=revoked), now, "certificate-revoked", member_uncertified())
        case ShiftPlanned(time=time, data=shift):
            if shift.end < shift.start:
                return _ends_first()
            if not is_newer(time, known.shifts[shift.shift].said_at if shift.shift in known.shifts else None):
                return _older()
            return _then(region, ShiftSet(said_at=time, fact=shift), now, "shift-planned", member_away())
        case PositionReported(data=spot):
            if spot.at > now.at + AHEAD_MAX:
                return refuse("position-ahead", "A position of the future: the clock that reported it is wrong.")
            if not is_newer(spot.at, known.spot.at if known.spot else None):
                return _older()
            return accept("collector-located", "A newer position.", Located(fact=spot))
        case CollectorUnavailable(time=time, data=absence):
            if absence.end < absence.start:
                return _ends_first()
            before = known.absence(absence.absence, absence.start)
            if not is_newer(time, before.said_at if before else None):
                return _older()
            code = "absence-taken-back" if absence.end == absence.start else "collector-unavailable"
            return _then(region, WentAbsent(said_at=time, fact=absence), now, code, member_away())
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
    region: Region,
    change: Registered | Deregistered | Certified | Revoked | ShiftSet | WentAbsent,
    now: Moment,
    code: str,
    why: Reason,
) -> Decision:
    """`why` is told of each booking whose crew the change takes away."""
    region = evolve(region, change)
    found = refit(region, change.fact.collector, now)
    changes, effects = _consequences(region, found, now, why)
    text = f"{len(found.lost)} bookings need another crew." if found.lost else "No booking is touched."
    return accept(code, text, change, *changes, effects=(*effects, next_tidying(now.at)))


def _consequences(
    region: Region, found: Refit, now: Moment, why: Reason
) -> tuple[tuple[Change, ...], tuple[Effect, ...]]:
    changes: tuple[Change, ...] = (Retimed(legs=found.legs),) if found.legs else ()
    for change in changes:
        region = evolve(region, change)
    if not found.lost:
        return changes, found.duties
    more, effects = replaced(region, found.lost, now, why)
    return (*changes, *more), (*map(DutyDropped, found.lost), *found.duties, *effects)


def _older() -> Decision:
    return refuse("older-than-known", "Something newer is known already.")


def _ends_first() -> Decision:
    return refuse("ends-before-it-starts", "The end lies before the start, so it says nothing.")
