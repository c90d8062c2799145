"""I7 once more, at the door: who comes has the papers, the shift and the health for it, by the newest word.

What the staff system said less than `LEARNED` ago may not have been heard: everything may be down for minutes, and
crews are on their way for an hour. What is said while router can't decide for the region waits until that is mended.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from services.sandbox.crews import Trip
from shared.contracts import fleet
from shared.contracts.codec import decode_value
from shared.runtime.ports import Record

from ..people import CERTIFICATES, REGION, fleet_events
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

LEARNED = timedelta(hours=20)
ZONE = ZoneInfo("Europe/Lisbon")
PLACE = ("router", REGION)


class Papers:
    def __init__(self, world: World) -> None:
        self._world = world
        self._said: list[tuple[fleet.Fleet, bool]] = []
        """Each with: was it said while nothing of the region could be decided?"""

    def appended(self, record: Record) -> None:
        if record.topic != "fleet":
            return
        event = decode_value(record.topic, record.value, self._world.moment.at)
        if isinstance(event, fleet.Fleet) and not isinstance(event, fleet.PositionReported):
            self._said.append((event, PLACE in self._world.broken))

    def check(self, trip: Trip) -> None:
        """Nothing was corrected in most runs; then the crew is as it was when it was assigned."""
        if not self._said:
            return
        world, now = self._world, self._world.moment.at
        before = fleet_events(world.variant, world.staffed_days)
        known = [*before, *(each for each, waited in self._said if self._heard(each, waited) <= now - LEARNED)]
        for collector in trip.crew:
            mine = [each for each in known if _whom(each) == collector]
            why = _unfit(sorted(mine, key=lambda each: each.time), now)
            if why is not None:
                raise Violation("I7", trip.case, f"{trip.booking}: {collector} {why}")

    def _heard(self, event: fleet.Fleet, waited: bool) -> datetime:
        """Since when can it have been heard?"""
        if not waited:
            return event.time
        mended = self._world.mended.get(PLACE, event.time)
        return mended if mended > event.time else self._world.moment.at


def _whom(event: fleet.Fleet) -> str:
    data: Any = event.model_dump()["data"]
    return str(data["collector"])


def _unfit(said: list[fleet.Fleet], now: datetime) -> str | None:
    here, shifts, away = True, dict[str, fleet.Shift](), dict[datetime, fleet.Absence]()
    spells: dict[tuple[str, date], date] = {}
    revoked: dict[str, date] = {}
    for event in said:
        match event:
            case fleet.CollectorRegistered():
                here = True
            case fleet.CollectorDeregistered():
                here = False
            case fleet.CollectorCertified(data=data):
                spells[data.certificate, data.valid_from] = data.valid_to
            case fleet.CertificateRevoked(data=data):
                revoked[data.certificate] = min(data.revoked_from, revoked.get(data.certificate, data.revoked_from))
            case fleet.ShiftPlanned(data=shift):
                shifts[shift.shift] = shift
            case fleet.CollectorUnavailable(data=absence):
                away[absence.start] = absence
            case _:
                pass
    today = now.astimezone(ZONE).date()
    if not here:
        return "does not work here any more"
    for wanted in CERTIFICATES:
        valid = any(name == wanted and begins <= today <= ends for (name, begins), ends in spells.items())
        if not valid or revoked.get(wanted, date.max) <= today:
            return f"has no {wanted} certificate on {today}"
    if not any(shift.start <= now < shift.end for shift in shifts.values()):
        return "is not on shift"
    return "is away" if any(absence.start <= now < absence.end for absence in away.values()) else None
