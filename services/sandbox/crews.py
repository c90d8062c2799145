"""The crew app: acts on permits, and on nothing else.

It reads `appointments`. A permit puts a trip on the agenda; anything later about the same visit takes it off again, and
the permit is looked at once more at the moment of departure and at the door. A crew makes one trip after the other, and
one that can't arrive within its window says so and turns back: arriving late would void the permit. What crews report
goes to `outcomes` and `fleet`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any, TypeVar

from services.sandbox.agenda import Agenda
from services.sandbox.bank import Bank
from services.sandbox.city import StreetPoint, metres
from services.sandbox.fleet import Staff
from services.sandbox.publisher import Publisher
from services.sandbox.visit_outcomes import outcome
from shared.contracts import appointments, outcomes
from shared.contracts.appointments import Appointment
from shared.contracts.values import Window
from shared.ids import derive

F = TypeVar("F", bound=outcomes.FieldFact)
SOURCE = "crew-app"
SETS_OUT_BEFORE = timedelta(minutes=25)
AT_THE_DOOR = timedelta(minutes=25)
WAITS = timedelta(minutes=10)
KNOWS_OF_THE_JAM = timedelta(minutes=40)
"""How long after it set out a crew that is stuck says that it will be late."""
METRES_A_MINUTE = 300.0
TURNS_BACK_SHARE, SILENT_SHARE, COMPLAINT_SHARE = 0.03, 0.02, 0.02


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

    def fact(self, kind: type[F], **more: Any) -> F:
        """What is reported of this trip."""
        return kind(visit=self.visit, region=self.region, booking=self.booking, crew=self.crew, **more)


class Crews:
    """`permits` holds the trips that may still leave, by visit. `first_is_late`: whatever the die says, the first crew
    that sets out is stuck in a jam, so that a small world has one too.
    """

    def __init__(
        self, out: Publisher, agenda: Agenda, bank: Bank, staff: Staff, seed: str, *, first_is_late: bool = False
    ) -> None:
        self._out, self._agenda, self._bank, self._staff, self._seed = out, agenda, bank, staff, seed
        self._homes: Mapping[str, StreetPoint] = {
            case: account.borrower.home for case, account in bank.accounts.items()
        }
        self._first_is_late = first_is_late
        self.permits: dict[str, Trip] = {}
        self._heard: set[str] = set()
        self.departed: set[str] = set()
        self._free_at: dict[str, datetime] = {}
        self._last_seen: dict[str, StreetPoint] = {}

    def told(self, event: Appointment) -> None:
        """One event of `appointments`, in the order of its case."""
        if event.id in self._heard:
            return  # published twice: an old permit must not come to life again
        self._heard.add(event.id)
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
        self._agenda.at(trip.window.start - SETS_OUT_BEFORE, lambda at: self._sets_out(trip, at))

    def busy_between(self, start: datetime, end: datetime) -> list[str]:
        """Collectors who have a permit for a window that begins in this time, earliest first."""
        trips = sorted(self.permits.values(), key=lambda trip: (trip.window.start, trip.booking))
        return [one for trip in trips if start <= trip.window.start < end for one in trip.crew]

    async def _sets_out(self, trip: Trip, at: datetime) -> None:
        """When everybody of the crew is free and there is time to arrive in the window."""
        if self.permits.get(trip.visit) != trip or trip.booking in self.departed:
            return
        free_at = max(self._free_at.get(one, at) for one in trip.crew)
        arrives = self._arrival(trip, max(at, free_at))
        if arrives > trip.window.end:
            await self._is_late(trip, arrives, at)
            return
        if free_at > at:
            self._agenda.at(at + WAITS, lambda then: self._sets_out(trip, then))
            return
        self.departed.add(trip.booking)
        drawn = Random(f"{self._seed}/trip/{trip.booking}").random()
        if self._first_is_late and len(self.departed) == 1:
            drawn = SILENT_SHARE
        if drawn < SILENT_SHARE:
            return  # the phone of the crew is dead: nobody hears of this visit
        await self._say(outcomes.CrewDeparted, trip, "departed", at)
        if drawn < SILENT_SHARE + TURNS_BACK_SHARE:
            late = trip.window.end + KNOWS_OF_THE_JAM
            self._agenda.at(at + KNOWS_OF_THE_JAM, lambda then: self._is_late(trip, late, then))
            return
        for one in trip.crew:
            self._free_at[one], self._last_seen[one] = arrives + AT_THE_DOOR, self._homes[trip.case]
        self._agenda.at(arrives, lambda then: self._arrives(trip, then))

    async def _is_late(self, trip: Trip, expected_at: datetime, at: datetime) -> None:
        """Too late to be at the door in time, so nobody goes; the bank hears it while the borrower still waits."""
        if self.permits.get(trip.visit) != trip:
            return
        data = trip.fact(outcomes.Delay, expected_at=expected_at)
        made = outcomes.CrewDelayed(id=self._id(trip, "delayed"), source=SOURCE, subject=trip.case, time=at, data=data)
        await self._out.send(made, trip.case)

    def _arrival(self, trip: Trip, at: datetime) -> datetime:
        """From where each of them was last today, or from home, but not before the window begins."""
        way_m = max(metres(self._whereabouts(one, at), self._homes[trip.case]) for one in trip.crew)
        jitter = timedelta(minutes=Random(f"{self._seed}/way/{trip.booking}").randrange(10))
        return max(at + timedelta(minutes=way_m / METRES_A_MINUTE), trip.window.start) + jitter

    def _whereabouts(self, collector: str, at: datetime) -> StreetPoint:
        today = collector in self._free_at and self._free_at[collector].date() == at.date()
        return self._last_seen[collector] if today else self._staff.home(collector)

    async def _arrives(self, trip: Trip, at: datetime) -> None:
        if self.permits.get(trip.visit) != trip:
            return  # called back on the way
        await self._say(outcomes.CrewArrived, trip, "arrived", at)
        for collector in trip.crew:
            await self._staff.reports(collector, self._homes[trip.case], at)
        self._agenda.at(at + AT_THE_DOOR, lambda then: self._ends(trip, then))

    async def _ends(self, trip: Trip, at: datetime) -> None:
        random = Random(f"{self._seed}/door/{trip.booking}")
        account = self._bank.accounts[trip.case]
        found: outcomes.OutcomeKind = outcome(account.borrower.profile, random)
        event_id = self._id(trip, "ended")
        data = trip.fact(outcomes.Result, outcome=found)
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
        data = trip.fact(outcomes.FieldFact)
        made = event(id=self._id(trip, what), source=SOURCE, subject=trip.case, time=at, data=data)
        await self._out.send(made, trip.case)

    def _id(self, trip: Trip, what: str) -> str:
        return str(derive("sandbox", self._seed, trip.booking, what))
