"""I22: who comes is told in time and not days before; a change before that is no news, and whoever comes was named.

Written from docs/appointments.md, apart from scheduler's own arithmetic: hours are nine to seven, but on Sundays and
holidays.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from services.sandbox.crews import Trip
from services.scheduler.core.ids import notice_intent
from shared.contracts.appointments import AppointmentAgreed
from shared.contracts.codec import decode_value
from shared.contracts.texts import Request, TextRequested
from shared.runtime.ports import HistoryRow, Writes

from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

ZONE, QUARTER, HOUR = ZoneInfo("Europe/Lisbon"), timedelta(minutes=15), timedelta(hours=1)
NAMED, LEAD, RECEIPT = 30 * HOUR, 24 * HOUR, 4 * HOUR
LATE = 2 * HOUR
"""A process that is down wakes whom it would have waked when it is back."""
EARLY = 2 * HOUR
LOOKED_AT = {event.model_fields["type"].default for event in (TextRequested, AppointmentAgreed)}


class Names:
    """By visit: whom its newest notice names, and at which version; by booking: when its crew was first known."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._named: dict[str, tuple[int, tuple[str, ...]]] = {}
        self._told: set[str] = set()
        self._crews: dict[str, tuple[str, ...]] = {}
        self._booking: dict[str, str] = {}

    def decided(self, writes: Writes) -> None:
        """Decisions of the scheduler are durable, in their order for each case."""
        alone = {case for case, rows in Counter(row.aggregate for row in writes.history).items() if rows == 1}
        for row in writes.history:
            if row.aggregate in alone:
                self._decision(row, writes)

    def _decision(self, row: HistoryRow, writes: Writes) -> None:
        now, published = self._world.moment.at, row.published.split()
        asked, silent = list[Request](), True
        replaced: AppointmentAgreed | None = None
        for sent in writes.outbox:
            if str(sent.id) not in published:
                continue
            silent &= not sent.type.startswith(("doorstep.text.", "doorstep.appointment.moved", "doorstep.booking."))
            match decode_value(sent.topic, sent.value, now) if sent.type in LOOKED_AT else None:
                case TextRequested(data=text) if text.intent == notice_intent(text.visit, text.appointment_version):
                    asked.append(text)
                case AppointmentAgreed() as agreed:
                    replaced = agreed
                case _:
                    pass
        if replaced is not None:
            self._agreed(replaced, silent or bool(asked))
        for text in asked:
            self._notice(row, text, now)

    def _agreed(self, agreed: AppointmentAgreed, untold: bool) -> None:
        data = agreed.data
        assert data.booking is not None
        if data.booking in self._crews and not untold:
            raise Violation("I22", agreed.subject, f"{data.booking}: a change of crew that nobody need hear of is told")
        self._world.count("crew replaced before anybody was told", data.booking in self._crews)
        self._crews[data.booking] = data.crew
        self._booking[data.visit] = data.booking

    def _notice(self, row: HistoryRow, text: Request, now: datetime) -> None:
        assert text.wording.window is not None
        start, booking = text.wording.window.start, self._booking.get(text.visit, "")
        crew = tuple(member.collector for member in text.wording.crew)
        self._named[text.visit] = (text.appointment_version, crew)
        if row.said != "timer:notice":
            anew = booking in self._told
            early = now < start - NAMED and open_between(now, start - LEAD) > RECEIPT + EARLY
            if early and not anew and not _hardly_open(now, start):
                raise Violation("I22", row.aggregate, f"{booking}: named at {now}, though {start} is days ahead")
            self._told.add(booking)
            return
        self._told.add(booking)
        self._world.count("named when it was time")
        mended = self._world.mended.get(("scheduler", row.aggregate))
        if mended is not None and now - mended <= LATE:
            return  # it was set aside until then, however late that was; the notice still has to be received in time
        if now - LATE > start - NAMED or open_between(now - LATE, start - LEAD) < RECEIPT:
            raise Violation("I22", row.aggregate, f"{booking}: named at {now}, too late for {start}")

    def at_the_door(self, trip: Trip) -> None:
        named = self._named.get(trip.visit)
        if named is not None and named[0] == trip.version and sorted(named[1]) != sorted(trip.crew):
            raise Violation("I22", trip.case, f"{trip.booking}: {trip.crew} came, and {named[1]} were named")


def open_between(start: datetime, end: datetime) -> timedelta:
    """For how long texts may go out, by a clock that is looked at each quarter of an hour."""
    found, at = timedelta(0), start
    while at < end:
        found, at = found + QUARTER * _is_open(at), at + QUARTER
    return found


def _is_open(at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return 9 <= local.hour < 19 and local.isoweekday() <= 6 and (local.month, local.day) not in ((1, 1), (12, 25))


def _hardly_open(now: datetime, start: datetime) -> bool:
    """Is there no later moment by which it could be told, before it must be?"""
    return open_between(now, start - NAMED) <= EARLY
