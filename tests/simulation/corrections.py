"""The staff system takes something back: papers, shifts, an absence, somebody altogether. Each kind is counted."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from services.sandbox.cities import PORTO
from shared.contracts import fleet

from .people import CERTIFICATES, COLLECTORS, REGION

if TYPE_CHECKING:
    from .world import World

KINDS = ("certificate-shortened", "certificate-revoked", "shifts-taken-back", "absence-taken-back", "leaves")
CERTIFIED_FROM = date(2026, 1, 1)


def correct(world: World) -> None:
    random, at = world.random, world.moment.at
    kind, collector = random.choice(KINDS), _whom(world)
    tomorrow = at.date() + timedelta(days=1)
    world.count(f"staff corrects: {kind}")
    match kind:
        case "certificate-shortened":
            _shorten(world, collector)
        case "certificate-revoked":
            revoked = fleet.Revocation(
                collector=collector, certificate=random.choice(CERTIFICATES), revoked_from=tomorrow, cause="withdrawn"
            )
            _say(world, fleet.CertificateRevoked, revoked, at)
        case "shifts-taken-back":
            for day in (tomorrow + timedelta(days=n) for n in range(1, 8)):
                noon = datetime.combine(day, time(12), ZoneInfo(PORTO.zone))
                gone = fleet.Shift(collector=collector, shift=f"day-{day}", start=noon, end=noon)
                _say(world, fleet.ShiftPlanned, gone, at)
        case "absence-taken-back":
            away = fleet.Absence(collector=collector, start=at, end=at + timedelta(days=5), cause="ill")
            _say(world, fleet.CollectorUnavailable, away, at)
            back = fleet.Absence(collector=collector, start=at, end=at, cause="mistake")
            later = at + timedelta(hours=3 * random.random())
            world.later(later, lambda: _say(world, fleet.CollectorUnavailable, back, later))
        case "leaves":
            _say(world, fleet.CollectorDeregistered, fleet.Leaving(collector=collector, cause="left"), at)


def cut_short(world: World, crew: tuple[str, ...]) -> None:
    """Somebody of a crew that is waited for has a certificate no longer than until tomorrow."""
    world.count("staff corrects: certificate-shortened")
    _shorten(world, world.random.choice(crew))


def _shorten(world: World, collector: str) -> None:
    at = world.moment.at
    training = fleet.Training(
        collector=collector,
        certificate=world.random.choice(CERTIFICATES),
        valid_from=CERTIFIED_FROM,
        valid_to=at.date() + timedelta(days=1),
    )
    _say(world, fleet.CollectorCertified, training, at)


def _whom(world: World) -> str:
    """Somebody who is waited for in the days after tomorrow, if there is anybody."""
    from_when = world.moment.at + timedelta(hours=36)
    due = [trip.crew for trip in world.crews.permits.values() if trip.window.start > from_when]
    due += [one.crew for one in world.crews.untold.values() if one.window is not None and one.window.start > from_when]
    if due and world.random.random() < 0.8:
        return world.random.choice(world.random.choice(due))
    return f"C{int(world.random.random() * COLLECTORS)}"


def _say(world: World, event: Any, data: Any, at: datetime) -> None:
    world.said += 1
    world.say(event(id=f"staff-{world.said}", source="staff-system", subject=REGION, time=at, data=data))
