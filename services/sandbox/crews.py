"""The crew app: acts on permits, and on nothing else.

It reads `appointments`. A permit puts a trip on the agenda; anything later about the same visit takes it off again, and
the permit is looked at once more at the moment of departure. What crews report goes to `outcomes` and `fleet`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Literal

from services.sandbox import city
from services.sandbox.agenda import Agenda
from services.sandbox.bank import Bank
from services.sandbox.door import outcome
from services.sandbox.fleet import Staff
from services.sandbox.outbound import Out
from shared.contracts import appointments, outcomes
from shared.contracts.appointments import Appointment
from shared.contracts.values import Window
from shared.ids import derive

SOURCE = "crew-app"
ON_THE_WAY = timedelta(minutes=25)
AT_THE_DOOR = timedelta(minutes=25)
LATE_BY = timedelta(minutes=20)
LATE_SHARE, SILENT_SHARE, COMPLAINT_SHARE = 0.03, 0.02, 0.02
Trouble = Literal["none", "late", "silent"]


@dataclass(frozen=True, slots=True)
class Trip:
    """What a crew was given to act on: one permit, of one version of an appointment."""

    case: str
    visit: str
    region: str
    booking: str
    version: int
    crew: tuple[str, ...]
    window: Window


class Crews:
    """`permits` holds the trips that may still leave, by visit."""

    def __init__(self, out: Out, agenda: Agenda, bank: Bank, staff: Staff, seed: str) -> None:
        self._out, self._agenda, self._bank, self._staff, self._seed = out, agenda, bank, staff, seed
        self._homes: Mapping[str, city.Place] = {case: account.borrower.home for case, account in bank.accounts.items()}
        self.permits: dict[str, Trip] = {}
        self.departed: set[str] = set()

    def told(self, event: Appointment) -> None:
        """One event of `appointments`, in the order of its case."""
        data = event.data
        known = self.permits.get(data.visit)
        if not isinstance(event, appointments.AppointmentPermitted):
            if known is not None and data.version >= known.version:
                del self.permits[data.visit]
            return
        if data.booking is None or data.window is None:
            return  # a permit without them can't be acted on
        trip = Trip(event.subject, data.visit, data.region, data.booking, data.version, data.crew, data.window)
        if known == trip:
            return
        self.permits[data.visit] = trip
        self._agenda.at(self._plan(trip)[0], lambda at: self._departs(trip, at))

    def busy_between(self, start: datetime, end: datetime) -> list[str]:
        """Collectors who have a permit for a window that begins in this time, earliest first."""
        trips = sorted(self.permits.values(), key=lambda trip: (trip.window.start, trip.booking))
        return [one for trip in trips if start <= trip.window.start < end for one in trip.crew]

    def _plan(self, trip: Trip) -> tuple[datetime, datetime, Trouble]:
        """When the crew leaves and arrives, and what goes wrong on the way, by seed."""
        random = Random(f"{self._seed}/trip/{trip.booking}")
        drawn = random.random()
        trouble: Trouble = "late" if drawn < LATE_SHARE else "silent" if drawn < LATE_SHARE + SILENT_SHARE else "none"
        room_min = max(1, int((trip.window.end - trip.window.start) / timedelta(minutes=1)) - 10)
        arrives = trip.window.start + timedelta(minutes=random.randrange(room_min))
        if trouble == "late":
            arrives = trip.window.end + LATE_BY
        return arrives - ON_THE_WAY, arrives, trouble

    async def _departs(self, trip: Trip, at: datetime) -> None:
        if self.permits.get(trip.visit) != trip or trip.booking in self.departed:
            return
        self.departed.add(trip.booking)
        _, arrives, trouble = self._plan(trip)
        if trouble == "silent":
            return  # the phone of the crew is dead: nobody hears of this visit
        await self._say(outcomes.CrewDeparted, trip, "departed", at)
        self._agenda.at(arrives, lambda then: self._arrives(trip, then))

    async def _arrives(self, trip: Trip, at: datetime) -> None:
        if self.permits.get(trip.visit) != trip:
            return  # called back on the way
        await self._say(outcomes.CrewArrived, trip, "arrived", at)
        for collector in trip.crew:
            await self._staff.reports(collector, self._homes[trip.case], at)
        _, _, trouble = self._plan(trip)
        if trouble == "none":
            self._agenda.at(at + AT_THE_DOOR, lambda then: self._ends(trip, then))

    async def _ends(self, trip: Trip, at: datetime) -> None:
        random = Random(f"{self._seed}/door/{trip.booking}")
        account = self._bank.accounts[trip.case]
        found: outcomes.OutcomeKind = outcome(account.borrower.manner, random)
        event_id = self._id(trip, "ended")
        data = outcomes.Result(
            visit=trip.visit, region=trip.region, booking=trip.booking, crew=trip.crew, outcome=found
        )
        await self._out.send(
            outcomes.VisitEnded(id=event_id, source=SOURCE, subject=trip.case, time=at, data=data), trip.case
        )
        if random.random() < COMPLAINT_SHARE:
            complaint = outcomes.Grievance(visit=trip.visit, region=trip.region, cause="manner", collectors=trip.crew)
            await self._out.send(
                outcomes.ComplaintRaised(
                    id=self._id(trip, "complaint"), source=SOURCE, subject=trip.case, time=at, data=complaint
                ),
                trip.case,
            )
        self._follows(trip, found, random, at)

    def _follows(self, trip: Trip, found: outcomes.OutcomeKind, random: Random, at: datetime) -> None:
        """What was agreed at the door reaches the bank."""
        case, bank, days = trip.case, self._bank, timedelta(days=random.randint(1, 6))
        match found:
            case "paid":
                self._agenda.at(at + timedelta(minutes=30), lambda then: bank.pay(case, then))
            case "promised" if random.random() < 0.6:
                self._agenda.at(at + days, lambda then: bank.pay(case, then))
            case "plan-wanted" if random.random() < 0.8:
                self._agenda.at(at + days, lambda then: bank.sign_plan(case, then))
            case "dispute":
                self._agenda.at(at + timedelta(days=1), lambda then: bank.open_dispute(case, then))
            case _:
                pass

    async def _say(
        self, event: type[outcomes.CrewDeparted] | type[outcomes.CrewArrived], trip: Trip, what: str, at: datetime
    ) -> None:
        data = outcomes.FieldFact(visit=trip.visit, region=trip.region, booking=trip.booking, crew=trip.crew)
        made = event(id=self._id(trip, what), source=SOURCE, subject=trip.case, time=at, data=data)
        await self._out.send(made, trip.case)

    def _id(self, trip: Trip, what: str) -> str:
        return str(derive("sandbox", self._seed, trip.booking, what))
