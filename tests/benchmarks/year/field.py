"""What follows outside: the carrier delivers, borrowers answer or pay, crews go where a permit sends them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import TYPE_CHECKING, Any

from services.notifier.shell.reported import Reported
from services.notifier.shell.sms import Accepted, Arrived, MemorySms, PostingOutcome, Ready
from services.sandbox.crews import AT_THE_DOOR, SETS_OUT_BEFORE, Trip
from services.sandbox.phones.phone import Deed, PhoneReply
from services.sandbox.phones.text_recognition import hear
from services.sandbox.visit_outcomes import outcome
from shared.contracts import appointments, fleet, loans, outcomes
from shared.contracts.codec import decode_value
from shared.ids import derive

from .people import REGION

if TYPE_CHECKING:
    from .world import Year


@dataclass
class YearCarrier(MemorySms):
    """Takes everything, and tells the world what it took."""

    took: Callable[[Ready, str], None] = field(default=lambda text, sid: None)

    def _take(self, text: Ready) -> PostingOutcome:
        answer = super()._take(text)
        self.posts.clear()
        self.count = getattr(self, "count", 0) + 1
        sid = f"SM{self.count:032x}"
        assert isinstance(answer, Accepted)
        self.took(text, sid)
        return Accepted(sid)


class Field:
    def __init__(self, year: Year, random: Random) -> None:
        self._year, self._random = year, random
        self._permits: dict[str, Trip] = {}
        self._read = 0

    def took(self, text: Ready, sid: str) -> None:
        year = self._year
        year.later(timedelta(seconds=20), partial(self._delivered, text, sid))

    async def _delivered(self, text: Ready, sid: str) -> None:
        year = self._year
        (intent,) = await year.notifier.store.fetch("SELECT intent FROM texts WHERE sid = %(sid)s", {"sid": sid}) or [
            {}
        ]
        if intent:
            await year.reports.take_all([Reported(intent["intent"], sid, "delivered", "delivered", None)])
        one = year.by_number.get(text.to)
        for act in one.phone.hears(hear(text.body)) if one is not None else ():
            if isinstance(act, PhoneReply):
                year.later(act.after, partial(self._writes, text.to, act.body))
            else:
                year.later(act.after, partial(self._does, text.to, act.deed))

    async def _writes(self, number: str, words: str) -> None:
        year = self._year
        year.messages += 1
        arrived = Arrived(f"MM{year.messages:032x}", number, words, year.clock.at)
        await year.inbox.take_all([arrived])

    async def _does(self, number: str, deed: Deed) -> None:
        year = self._year
        one = year.by_number.get(number)
        if one is None or one.owed <= 0:
            return
        at = year.clock.at
        match deed:
            case "pay" | "pay-part":
                year.log.say(one.pays(at, 1.0 if deed == "pay" else 0.5))
            case "sign-plan":
                year.log.say(one.says(loans.PlanSigned, at))
            case "dispute":
                year.log.say(one.says(loans.DisputeOpened, at))

    def reads(self, topic: str, value: bytes) -> None:
        """A record of `appointments`: a permit, or what takes it back."""
        event = decode_value(topic, value, self._year.clock.at + timedelta(days=1))
        if not isinstance(event, appointments.Appointment):
            return
        data = event.data
        if not isinstance(event, appointments.AppointmentPermitted):
            self._permits.pop(data.visit, None)
            return
        assert data.booking is not None
        assert data.window is not None
        trip = Trip(event.subject, data.visit, data.region, data.booking, data.version, data.crew, data.window)
        self._permits[data.visit] = trip
        self._year.at(trip.window.start - SETS_OUT_BEFORE, partial(self._leaves, trip))

    async def _leaves(self, trip: Trip) -> None:
        if self._permits.get(trip.visit) == trip:
            self._says(outcomes.CrewDeparted, trip, trip.fact(outcomes.FieldFact))
            for collector in trip.crew:
                home = self._year.homes[collector]
                at = self._year.clock.at
                data = fleet.Position(collector=collector, at=at, place=home)
                event_id = str(derive("spot", trip.booking, collector))
                self._year.log.say(
                    fleet.PositionReported(id=event_id, source="crew-app", subject=REGION, time=at, data=data)
                )
            self._year.at(trip.window.start + timedelta(minutes=5), partial(self._arrives, trip))

    async def _arrives(self, trip: Trip) -> None:
        if self._permits.get(trip.visit) == trip:
            self._says(outcomes.CrewArrived, trip, trip.fact(outcomes.FieldFact))
            self._year.later(AT_THE_DOOR, partial(self._ends, trip))

    async def _ends(self, trip: Trip) -> None:
        one = self._year.of_case.get(trip.case)
        found = outcome(one.profile if one is not None else "silent", self._random)
        self._says(outcomes.VisitEnded, trip, trip.fact(outcomes.Result, outcome=found))
        self._permits.pop(trip.visit, None)
        if found == "paid" and one is not None:
            self._year.later(timedelta(minutes=30), partial(self._does, one.number, "pay"))

    def _says(self, kind: Any, trip: Trip, data: Any) -> None:
        event_id = str(derive("crew-app", trip.booking, kind.__name__))
        self._year.log.say(kind(id=event_id, source="crew-app", subject=trip.case, time=self._year.clock.at, data=data))
