"""What is decided on facts about collectors: registered and gone, certified and revoked, shifts, absences, complaints.

A fact may be corrected or taken back: the newest word about a thing counts, and whom it takes from a crew is replaced.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.contracts.fleet import (
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    ShiftPlanned,
)
from shared.contracts.outcomes import ComplaintRaised
from shared.contracts.values import CaseId, CollectorId, Ident, Reason
from shared.decision import Decision, accept, refuse
from shared.decision.replaced import replace

from .booked_days import BookedVisit
from .changes import (
    Certified,
    Deregistered,
    Excluded,
    RegionChange,
    Registered,
    Retimed,
    Revoked,
    ShiftSet,
    WentAbsent,
)
from .day_plan import plans_changed
from .events_out import MEMBER_AWAY, MEMBER_EXCLUDED, MEMBER_GONE, MEMBER_UNCERTIFIED, DutyDropped
from .evolve import evolve
from .fleet import Collector, is_newer
from .lookup import RegionContext
from .positions import PositionDropped
from .reassignment import refit, replaced
from .state import Assigned, RegionState
from .timers import next_tidying

OLDER: Decision[RegionChange] = refuse("older-than-known", "something newer is known already")
ENDS_FIRST: Decision[RegionChange] = refuse("ends-before-it-starts", "the end lies before the start: it says nothing")


def registered(region: RegionState, input: CollectorRegistered, context: RegionContext) -> Decision[RegionChange]:
    if not is_newer(input.time, _known(region, input.data.collector).registered_at):
        return OLDER
    return _crews_kept(Registered(said_at=input.time, fact=input.data), context, "collector-registered", MEMBER_AWAY)


def deregistered(region: RegionState, input: CollectorDeregistered, context: RegionContext) -> Decision[RegionChange]:
    if not is_newer(input.time, _known(region, input.data.collector).registered_at):
        return OLDER
    gone = Deregistered(said_at=input.time, fact=input.data)
    decided = _crews_kept(gone, context, "collector-deregistered", MEMBER_GONE)
    # A word may be dated ahead, which must hide no position of the time between.
    nowhere = PositionDropped(region.region, input.data.collector, min(input.time, context.at))
    return replace(decided, effects=(*decided.effects, nowhere))


def certified(region: RegionState, input: CollectorCertified, context: RegionContext) -> Decision[RegionChange]:
    fact = input.data
    spells = {each.valid_from: each.said_at for each in _known(region, fact.collector).holds(fact.certificate)}
    if not is_newer(input.time, spells.get(fact.valid_from)):
        return OLDER
    # A certificate that ends before it begins is the staff system's way to say that it never was.
    code = "certificate-taken-back" if fact.valid_to < fact.valid_from else "collector-certified"
    return _crews_kept(Certified(said_at=input.time, fact=fact), context, code, MEMBER_UNCERTIFIED)


def revoked(region: RegionState, input: CertificateRevoked, context: RegionContext) -> Decision[RegionChange]:
    change = Revoked(said_at=input.time, fact=input.data)
    return _crews_kept(change, context, "certificate-revoked", MEMBER_UNCERTIFIED)


def shift_planned(region: RegionState, input: ShiftPlanned, context: RegionContext) -> Decision[RegionChange]:
    fact = input.data
    if fact.end < fact.start:
        return ENDS_FIRST
    before = _known(region, fact.collector).shifts.get(fact.shift)
    if not is_newer(input.time, before.said_at if before else None):
        return OLDER
    return _crews_kept(ShiftSet(said_at=input.time, fact=fact), context, "shift-planned", MEMBER_AWAY)


def unavailable(region: RegionState, input: CollectorUnavailable, context: RegionContext) -> Decision[RegionChange]:
    fact = input.data
    if fact.end < fact.start:
        return ENDS_FIRST
    before = _known(region, fact.collector).absence(fact.absence, fact.start)
    if not is_newer(input.time, before.said_at if before else None):
        return OLDER
    code = "absence-taken-back" if fact.end == fact.start else "collector-unavailable"
    return _crews_kept(WentAbsent(said_at=input.time, fact=fact), context, code, MEMBER_AWAY)


def complained(region: RegionState, input: ComplaintRaised, context: RegionContext) -> Decision[RegionChange]:
    """Whom a complaint names never goes to that door again; a booking there gets another crew at once."""
    names = set(input.data.collectors)
    if not names:
        return refuse("nobody-named", "the complaint names no collector, so nobody is kept away")
    excluded = Excluded(case=input.subject, collectors=tuple(sorted(names)))
    held = [each.name for each in sorted(_of_case(region, input.subject)) if names & set(each.visit.crew)]
    changes, effects = replaced(evolve(region, excluded), held, context, MEMBER_EXCLUDED)
    plans = plans_changed(changes, _starts(region, held), context, MEMBER_EXCLUDED)
    why = f"{len(names)} kept away from this door"
    return accept("collector-excluded", why, excluded, *changes, effects=[*map(DutyDropped, held), *effects, *plans])


def _crews_kept(
    change: Registered | Deregistered | Certified | Revoked | ShiftSet | WentAbsent,
    context: RegionContext,
    code: str,
    reason: Reason,
) -> Decision[RegionChange]:
    """The fact is remembered; what a crew can't keep by it gets another crew, which is told for this `reason`."""
    region = evolve(context.region, change)
    found = refit(region, change.fact.collector, context)
    retimed = [Retimed(legs=found.legs)] if found.legs else []
    for each in retimed:
        region = evolve(region, each)
    changes, effects = replaced(region, found.lost, context, reason)
    plans = plans_changed([*retimed, *changes], _starts(region, found.lost), context, reason)
    # What is lost is given back first: the new crews may be sent at the very hours that the old one had.
    effects = [*map(DutyDropped, found.lost), *found.duties, *effects, *plans, next_tidying(context.at)]
    why = f"{len(found.lost)} bookings need another crew" if found.lost else "no booking is touched"
    return accept(code, why, change, *retimed, *changes, effects=effects)


def _starts(region: RegionState, names: Iterable[Ident]) -> list[datetime]:
    """When the windows of these assigned bookings begin."""
    found = (region.bookings[name] for name in names)
    return [visit.booking.window.start for visit in found if isinstance(visit, Assigned)]


def _of_case(region: RegionState, case: CaseId) -> list[BookedVisit]:
    """Bookings of the case that a crew was assigned to and has not left for."""
    found = region.booked(region.zone or "UTC").each()
    return [each for each in found if each.visit.booking.case == case and isinstance(each.visit, Assigned)]


def _known(region: RegionState, collector: CollectorId) -> Collector:
    return region.collectors.get(collector, Collector())
