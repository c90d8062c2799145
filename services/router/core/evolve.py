"""`evolve`: the only place where a region's state changes. Never raises; what is unknown stays unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, assert_never

from shared.contracts.values import Certificate, Ident

from .changes import (
    SAID_SINCE,
    Certified,
    CrewChosen,
    CrewLacking,
    Deregistered,
    Ended,
    Excluded,
    Leg,
    Located,
    RegionChange,
    Registered,
    Retimed,
    Revoked,
    SetOff,
    Settled,
    ShiftSet,
    Tidied,
    WentAbsent,
    Withdrawn,
)
from .fleet import Collector, CollectorAbsence, CollectorShift, RevokedFrom, Spell, Spot, is_newer
from .state import Assigned, BookingState, Cancelled, Done, OpenBooking, RegionState, Unassigned, Underway


def evolve(region: RegionState, change: RegionChange) -> RegionState:
    """The region after `change`."""
    match change:
        case (
            Registered() | Deregistered() | Certified() | Revoked() | ShiftSet() | Located() | WentAbsent()
        ):  # fmt: skip
            name = change.fact.collector
            moved = _collector(region.collectors.get(name, Collector()), change)
            return region.model_copy(update={"collectors": {**region.collectors, name: moved}})
        case Excluded():
            names = tuple(sorted({*region.exclusions.get(change.case, ()), *change.collectors}))
            return region.model_copy(update={"exclusions": {**region.exclusions, change.case: names}})
        case Settled():
            return region.model_copy(update={"zone": change.zone})
        case CrewChosen():
            own = next(leg for leg in change.legs if leg.booking == change.booking.booking)
            chosen = Assigned(
                booking=change.booking, version=change.version, crew=change.crew, arrive=own.arrive, depart=own.depart
            )
            return region.rebooked(_timed(region, change.legs, {own.booking: chosen}))
        case CrewLacking():
            booking = change.booking
            over = Unassigned(case=booking.case, visit=booking.visit, version=change.version, until=booking.window.end)
            return region.rebooked({booking.booking: over})
        case Retimed():
            return region.rebooked(_timed(region, change.legs, {}))
        case SetOff() | Withdrawn() | Ended():
            return _moved_on(region, change)
        case Tidied():
            return _tidied(region, change.before, change.said_since or change.before - SAID_SINCE)
        case _:
            assert_never(change)


def _collector(
    known: Collector, change: Registered | Deregistered | Certified | Revoked | ShiftSet | Located | WentAbsent
) -> Collector:
    match change:
        case Registered(said_at=said_at, fact=fact):
            if not is_newer(said_at, known.registered_at):
                return known
            return known.model_copy(update={"name": fact.name, "home": fact.home, "registered_at": said_at})
        case Deregistered(said_at=said_at):
            if not is_newer(said_at, known.registered_at):
                return known
            return known.model_copy(update={"name": None, "home": None, "spot": None, "registered_at": said_at})
        case Certified():
            return _certified(known, change)
        case Revoked(said_at=said_at, fact=fact):
            words = {*known.revoked.get(fact.certificate, ())} | {
                RevokedFrom(revoked_from=fact.revoked_from, said_at=said_at)
            }
            ordered = tuple(sorted(words, key=lambda word: (word.revoked_from, word.said_at)))
            return known.model_copy(update={"revoked": {**known.revoked, fact.certificate: ordered}})
        case ShiftSet(said_at=said_at, fact=fact):
            before = known.shifts.get(fact.shift)
            if before is not None and not is_newer(said_at, before.said_at):
                return known
            shift = CollectorShift(start=fact.start, end=fact.end, said_at=said_at)
            return known.model_copy(update={"shifts": {**known.shifts, fact.shift: shift}})
        case Located(fact=fact):
            if known.spot is not None and known.spot.at > fact.at:
                return known
            return known.model_copy(update={"spot": Spot(at=fact.at, place=fact.place)})
        case WentAbsent():
            return _absent(known, change)
        case _:
            assert_never(change)


def _certified(known: Collector, change: Certified) -> Collector:
    fact = change.fact
    spell = Spell(valid_from=fact.valid_from, valid_to=fact.valid_to, said_at=change.said_at)
    spells = {each.valid_from: each for each in known.holds(fact.certificate)}
    before = spells.get(fact.valid_from)
    if before is not None and not _replaces(change.said_at, before.said_at):
        return known
    spells[fact.valid_from] = spell
    held = tuple(spells[key] for key in sorted(spells))
    return known.model_copy(update={"certificates": {**known.certificates, fact.certificate: held}})


def _absent(known: Collector, change: WentAbsent) -> Collector:
    fact = change.fact
    absence = CollectorAbsence(start=fact.start, end=fact.end, name=fact.absence, said_at=change.said_at)
    before = known.absence(fact.absence, fact.start)
    if before is not None and not _replaces(change.said_at, before.said_at):
        return known
    absences = (*(each for each in known.absences if each is not before), absence)
    ordered = tuple(sorted(absences, key=lambda each: (each.start, each.end, each.name or "")))
    return known.model_copy(update={"absences": ordered})


def _replaces(said_at: datetime | None, before: datetime | None) -> bool:
    """A word without a time is older than any that has one."""
    return before is None if said_at is None else is_newer(said_at, before)


def _timed(
    region: RegionState, legs: tuple[Leg, ...], moved: Mapping[Ident, BookingState]
) -> dict[Ident, BookingState]:
    """Those in `moved`, and the open bookings of these legs with their times."""
    found = dict(moved)
    for leg in legs:
        visit = found.get(leg.booking) or region.bookings.get(leg.booking)
        if isinstance(visit, OpenBooking) and (visit.arrive, visit.depart) != (leg.arrive, leg.depart):
            found[leg.booking] = visit.model_copy(update={"arrive": leg.arrive, "depart": leg.depart})
    return found


def _moved_on(region: RegionState, change: SetOff | Withdrawn | Ended) -> RegionState:
    visit = region.bookings.get(change.booking)
    if visit is None:
        return region
    if isinstance(change, SetOff):
        return region.rebooked({change.booking: _underway(visit)}) if isinstance(visit, Assigned) else region
    kind = Cancelled if isinstance(change, Withdrawn) else Done
    if isinstance(visit, OpenBooking):
        of = visit.booking
        over = kind(case=of.case, visit=of.visit, version=visit.version, until=of.window.end)
    else:
        over = kind(case=visit.case, visit=visit.visit, version=visit.version, until=visit.until)
    return region.rebooked({change.booking: over})


def _underway(visit: Assigned) -> Underway:
    return Underway(
        booking=visit.booking, version=visit.version, crew=visit.crew, arrive=visit.arrive, depart=visit.depart
    )


def _tidied(region: RegionState, before: datetime, said_since: datetime) -> RegionState:
    bookings = {name: visit for name, visit in region.bookings.items() if _until(visit) >= before}
    collectors = {name: _without_past(known, before, said_since) for name, known in region.collectors.items()}
    return region.model_copy(update={"bookings": bookings, "collectors": collectors})


def _without_past(known: Collector, before: datetime, said_since: datetime) -> Collector:
    """The same one where nothing of it is over: of most that is so, and a fleet is tidied every night."""
    shifts = {key: shift for key, shift in known.shifts.items() if shift.end >= before}
    absences = tuple(absence for absence in known.absences if absence.end >= before)
    day = before.date()
    certificates: dict[Certificate, tuple[Spell, ...]] = {}
    for key, spells in known.certificates.items():
        kept = tuple(spell for spell in spells if spell.valid_to >= day or _may_be_undone(spell.said_at, said_since))
        if kept:
            certificates[key] = kept
    spot = known.spot if known.spot is not None and known.spot.at >= before else None
    found: dict[str, Any] = {}
    if len(shifts) < len(known.shifts):
        found["shifts"] = shifts
    if len(absences) < len(known.absences):
        found["absences"] = absences
    if certificates != known.certificates:
        found["certificates"] = certificates
    if spot is not known.spot:
        found["spot"] = spot
    return known.model_copy(update=found) if found else known


def _may_be_undone(said_at: datetime | None, said_since: datetime) -> bool:
    """Is a word so new that an older one about the same thing may be heard yet, if nothing is remembered of it?"""
    return said_at is not None and said_at >= said_since


def _until(visit: BookingState) -> datetime:
    return visit.booking.window.end if isinstance(visit, OpenBooking) else visit.until
