"""The crew app of the simulation: it reads `appointments` and acts on a permit, as long as that is the newest word."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from services.sandbox.crews import AT_THE_DOOR, SETS_OUT_BEFORE, Trip
from shared.contracts import appointments, fleet, outcomes
from shared.contracts.appointments import Appointment, Stage
from shared.contracts.codec import decode_value
from shared.runtime.ports import Record

from .corrections import cut_short
from .people import home_of
from .rates import A_CREW, A_PERMIT, A_POSITION, A_TRIP, A_TRIP_HELD_UP
from .visit_refusers import Moment

if TYPE_CHECKING:
    from .world import World

TOLD_WITHIN_S = 3.0
A_WHILE = timedelta(minutes=10)


class Crews:
    """`coming` counts what of each visit the app has not seen yet."""

    def __init__(self, world: World) -> None:
        self._world = world
        self.permits: dict[str, Trip] = {}
        self.untold: dict[str, Stage] = {}
        self.departed: set[str] = set()
        self.coming: Counter[str] = Counter()
        self._heard: dict[str, int] = {}
        self._known: set[str] = set()
        self.ill_until: dict[str, datetime] = {}
        self._free_at: dict[str, datetime] = {}

    def reads(self, record: Record) -> None:
        """A record of `appointments` is there; the app sees it a moment later."""
        at = self._world.moment.at + timedelta(seconds=TOLD_WITHIN_S * self._world.random.random() ** 4)
        event = decode_value(record.topic, record.value, self._world.moment.at + timedelta(days=1))
        if isinstance(event, Appointment):
            self.coming[event.data.visit] += 1
            self._world.later(at, partial(self._told, event, record.partition, record.offset))

    def _told(self, event: Appointment, partition: int, offset: int) -> None:
        data, key = event.data, event.data.visit
        self.coming[key] -= 1
        if event.id in self._known or offset < self._heard.get(key, -1):
            return  # said before; or older than the newest we have: the app reads in order
        self._known.add(event.id)
        self._heard[key] = offset
        self.untold.pop(key, None)
        if isinstance(event, appointments.AppointmentAgreed) and data.window is not None:
            self.untold[key] = data
            self._in_trouble(A_CREW, data.crew)
            self._heard_of(event.subject, "agreed", data.window.start)
        known = self.permits.get(key)
        if not isinstance(event, appointments.AppointmentPermitted):
            if known is not None and data.version >= known.version:
                del self.permits[key]
            return
        assert data.booking is not None
        assert data.window is not None
        trip = Trip(event.subject, key, data.region, data.booking, data.version, data.crew, data.window)
        if known != trip:
            self.permits[key] = trip
            self._world.later(trip.window.start - SETS_OUT_BEFORE, partial(self._sets_out, trip))
            self._in_trouble(A_PERMIT, trip.crew)
            self._heard_of(trip.case, "permit", trip.window.start)

    def _in_trouble(self, rates: dict[str, float], crew: tuple[str, ...]) -> None:
        if self._world.profile is None and self._world.drawn(rates) is not None:
            self._world.later(self._world.moment.at + A_WHILE, partial(cut_short, self._world, crew))

    def _heard_of(self, case: str, moment: Moment, until: datetime) -> None:
        borrowers = self._world.borrowers
        borrowers.refusers.hears_of(borrowers.by_phone[borrowers.debts[case].who.phone], moment, until)

    def _current(self, trip: Trip) -> bool:
        return self.permits.get(trip.visit) == trip

    def _sets_out(self, trip: Trip) -> None:
        world, random = self._world, self._world.random.random
        if not self._current(trip) or trip.booking in self.departed or world.moment.at > trip.window.end:
            return
        here_at = max(self.ill_until.get(one, world.moment.at) for one in trip.crew)
        if world.moment.at < here_at < trip.window.end:
            # Router plans them for the rest of the window. Who is ill until after it is sent, for the watch to see.
            world.count("crew waits for one who was ill")
            world.later(here_at, partial(self._sets_out, trip))
            return
        self.departed.add(trip.booking)
        if random() < 0.04:
            world.count("crew reports nothing")
            return
        world.watch.set_out(trip)
        self._heard_of(trip.case, "crew-on-the-road", trip.window.start)
        self._say(outcomes.CrewDeparted, trip, "departed")
        for collector in trip.crew:
            self._located(collector, trip)
        held_up = world.profile is None and world.drawn(A_TRIP) is not None
        expected = trip.window.end if held_up else trip.window.start
        arrives = expected + timedelta(minutes=30 * random())
        world.later(max(arrives, world.moment.at + timedelta(minutes=5)), partial(self._arrives, trip))
        if held_up and random() < A_TRIP_HELD_UP["says-so"]:
            told_at = trip.window.start + random() * (trip.window.end - trip.window.start)
            world.later(told_at, partial(self._is_late, trip, arrives))

    def _is_late(self, trip: Trip, expected_at: datetime) -> None:
        if not self._current(trip):
            return
        self._world.count("crew says that it is too late")
        data = trip.fact(outcomes.Delay, expected_at=expected_at)
        event_id = self._world.borrowers.outcome_id(trip.booking, "delayed")
        delayed = outcomes.CrewDelayed(id=event_id, source="crew-app", subject=trip.case, time=self._now(), data=data)
        self._world.say(delayed)

    def _located(self, collector: str, trip: Trip) -> None:
        """Where the app of this collector is as the crew leaves; a spot from before sometimes comes after it."""
        world = self._world
        times = [self._now()]
        if world.random.random() < A_POSITION["an-older-one-after-it"]:
            times.append(self._now() - timedelta(minutes=10))
        for number, at in enumerate(times):
            event_id = world.borrowers.outcome_id(trip.booking, f"{collector}-at-{number}")
            data = fleet.Position(collector=collector, at=at, place=home_of(collector))
            world.say(fleet.PositionReported(id=event_id, source="crew-app", subject=trip.region, time=at, data=data))
            world.count("position reported")
            world.count("position from before reported", number)

    def _arrives(self, trip: Trip) -> None:
        if not self._current(trip):
            self._world.count("crew called back on the road")
            return
        now = self._now()
        if now > trip.window.end:
            self._world.count("crew too late for its window")
            return
        free_at = max(self._free_at.get(one, now) for one in trip.crew)
        if free_at > now:
            self._world.count("crew still at another door")
            if free_at <= trip.window.end:
                self._world.later(free_at, partial(self._arrives, trip))
            return
        self._free_at.update(dict.fromkeys(trip.crew, now + AT_THE_DOOR))
        self._world.watch.at_the_door(trip)
        self._say(outcomes.CrewArrived, trip, "arrived")
        self._world.later(self._world.moment.at + AT_THE_DOOR, partial(self._ends, trip))

    def _ends(self, trip: Trip) -> None:
        world = self._world
        found = world.borrowers.at_the_door(trip.case, trip.booking)
        data = trip.fact(outcomes.Result, outcome=found)
        world.count("visit ended")
        event_id = world.borrowers.outcome_id(trip.booking, "ended")
        world.say(outcomes.VisitEnded(id=event_id, source="crew-app", subject=trip.case, time=self._now(), data=data))
        if world.random.random() < 0.1:
            grievance = outcomes.Grievance(visit=trip.visit, region=trip.region, cause="manner", collectors=trip.crew)
            event_id = world.borrowers.outcome_id(trip.booking, "complaint")
            world.say(
                outcomes.ComplaintRaised(
                    id=event_id, source="crew-app", subject=trip.case, time=self._now(), data=grievance
                )
            )
        if found == "paid":
            world.later(
                world.moment.at + timedelta(minutes=30),
                partial(world.borrowers.does, world.borrowers.debts[trip.case], "pay"),
            )

    def _say(self, event: type[outcomes.CrewDeparted] | type[outcomes.CrewArrived], trip: Trip, what: str) -> None:
        data = trip.fact(outcomes.FieldFact)
        event_id = self._world.borrowers.outcome_id(trip.booking, what)
        self._world.say(event(id=event_id, source="crew-app", subject=trip.case, time=self._now(), data=data))

    def _now(self) -> datetime:
        return self._world.moment.at
