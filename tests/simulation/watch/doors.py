"""I3, I6 and I7: who stands at which door, and whether they may."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from services.sandbox.crews import Trip
from shared.contracts import fleet
from shared.contracts.appointments import AppointmentPermitted
from shared.contracts.codec import decode_value
from shared.contracts.routing import BookingMade, CrewAssigned, CrewChanged
from shared.contracts.texts import ReplyUnderstood, TextRequested
from shared.contracts.values import Window
from shared.runtime.ports import Record, Writes

from ..people import CERTIFICATES, fleet_events
from ..violation import Violation

if TYPE_CHECKING:
    from ..world import World

ZONE = ZoneInfo("Europe/Lisbon")
LEAD, OFFER_OPEN, NEAR, CREW = timedelta(hours=24), timedelta(hours=48), timedelta(hours=72), 2
SKEW = timedelta(minutes=5)


@cache
def papers(variant: int) -> dict[tuple[str, str], date]:
    """(collector, certificate) → the last day on which it is valid."""
    return {
        (event.data.collector, event.data.certificate): event.data.valid_to
        for event in fleet_events(variant)
        if isinstance(event, fleet.CollectorCertified)
    }


class Doors:
    def __init__(self, world: World) -> None:
        self._world = world
        self._notices: dict[tuple[str, int], list[UUID]] = {}
        self._offered: dict[UUID, datetime] = {}
        self._windows: dict[str, Window] = {}
        self._replies: dict[str, ReplyUnderstood] = {}
        self._proposed: set[str] = set()

    def appended(self, record: Record) -> None:
        """Remember notices, windows and replies; look at every crew."""
        value = record.value or b""
        wanted = (
            (record.topic == "text-requests" and (b'"kind":"notice"' in value or b'"kind":"offer"' in value))
            or (record.topic == "routing" and b"doorstep.booking.made" in value)
            or (record.topic == "assignments" and b"doorstep.crew." in value)
            or record.topic == "replies"
            or (record.topic == "appointments" and b"doorstep.appointment.permitted" in value)
        )
        match decode_value(record.topic, value, self._world.moment.at) if wanted else None:
            case TextRequested(data=asked) if asked.kind == "offer":
                self._offered[asked.intent] = min(slot.window.start for slot in asked.wording.slots)
            case TextRequested(data=asked):
                self._notices.setdefault((asked.visit, asked.appointment_version), []).append(asked.intent)
            case BookingMade(data=made):
                self._windows[made.booking] = made.window
            case CrewAssigned() | CrewChanged() as event:
                self._legal(event)
            case ReplyUnderstood() as reply:
                self._replies[reply.id] = reply
            case AppointmentPermitted(subject=case, data=data):
                if not self._delivered(data.visit, data.version):
                    raise Violation("I3", case, f"{data.visit} was permitted, and nobody has its notice")

    def _legal(self, event: CrewAssigned | CrewChanged) -> None:
        data = event.data
        day = self._windows[data.booking].start.astimezone(ZONE).date()
        if len({member.collector for member in data.crew}) < CREW:
            raise Violation("I7", event.subject, f"{data.booking} has a crew of {len(data.crew)}")
        for member in data.crew:
            for certificate in CERTIFICATES:
                until = papers(self._world.variant).get((member.collector, certificate))
                if until is None or until < day:
                    raise Violation(
                        "I7", event.subject, f"{member.collector} has no {certificate} certificate on {day}"
                    )

    def visiting(self, trip: Trip) -> None:
        """A crew leaves, or stands at the door, with this permit."""
        now, start = self._world.moment.at, trip.window.start
        delivered = self._delivered(trip.visit, trip.version)
        if not any(at <= start - LEAD + SKEW for at in delivered):
            raise Violation(
                "I3", trip.case, f"{trip.booking}: no notice of version {trip.version} was delivered in time"
            )
        local = start.astimezone(ZONE)
        if not (local.hour >= 9 and trip.window.end.astimezone(ZONE).hour <= 19 and local.isoweekday() <= 6):
            raise Violation("I3", trip.case, f"{trip.booking}: a window at {local:%a %H:%M}")
        if now > trip.window.end + SKEW:
            raise Violation("I3", trip.case, f"{trip.booking}: at {now} the window is over")
        self._world.count("visit under way")

    def _delivered(self, visit: str, version: int) -> list[datetime]:
        """When notices of this very version really reached the phone."""
        notices = self._notices.get((visit, version), ())
        messages = self._world.carrier.messages.values()
        return [one.delivered_at for one in messages if one.intent in notices and one.delivered_at is not None]

    def decided(self, writes: Writes) -> None:
        """Was an answer called late that was not? And did a time of the borrower's own lead to a visit?"""
        for row in writes.history:
            if row.said != "doorstep.reply.understood.v1":
                continue
            if row.reason == "other-time" and any(one.at for one in self._replies[row.cause].data.meanings):
                self._proposed.add(row.aggregate)
            if row.reason == "slot-chosen":
                self._world.count("race: the answer beat the timer")
                self._world.count("counter-proposal agreed", row.aggregate in self._proposed)
                self._proposed.discard(row.aggregate)
            if row.reason == "answered-late":
                self._world.count("race: the timer beat the answer")
                self._was_late(row.aggregate, self._replies[row.cause])

    def _was_late(self, case: str, reply: ReplyUnderstood) -> None:
        for message in self._world.carrier.messages.values():
            if message.intent == reply.data.question and message.delivered_at is not None:
                # An offer also ends when its times come too near for a notice.
                deadline = min(message.delivered_at + OFFER_OPEN, self._offered[message.intent] - NEAR)
                if reply.data.received_at < deadline - SKEW:
                    raise Violation("I6", case, f"an answer of {reply.data.received_at} came before {deadline}")
