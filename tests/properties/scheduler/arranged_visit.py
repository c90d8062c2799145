"""A visit and the services around it: what they are asked, how they answer, and what is looked at each time."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from services.scheduler.core.state import ClosedVisit, HeldVisit, Idle
from shared.contracts import appointments as about
from shared.contracts.routing import BookingMade, SlotsAsked
from shared.contracts.texts import Meaning, TextDelivered, TextRequested
from tests.unit.scheduler import events

from .case_shell import SchedulerCaseShell, slot_on
from .promises import Promises

START = datetime(2026, 10, 16, 9, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SECOND = {SlotsAsked, BookingMade, TextRequested, about.AppointmentPermitted, about.AppointmentOffered}


class ArrangedVisit(RuleBasedStateMachine):
    """`asked`: what the others were asked so far (`request`, `offer`, `booking`, `notice`), `newest` of all last."""

    def __init__(self) -> None:
        super().__init__()
        self.shell = SchedulerCaseShell(START)
        self.promises = Promises()
        self.numbers = count(1)
        self.crews: dict[str, int] = {}
        self.asked: dict[str, list[Any]] = defaultdict(list)
        self.newest: tuple[str, Any] | None = None
        self.usual_crew: tuple[str, ...] = ("ana", "rui")
        self.notice_ahead_h: float | None = None

    def hear(self, said: Any, twice: bool = False) -> None:
        """Decide, and look at what is told; perhaps hear the same once more, and then nothing new may follow."""
        self.shell.hear(said)
        self._look()
        if twice and self.shell.decision.reason != "came-early":
            self.shell.hear(said)
            again = {event for event, _ in self.shell.published()} & SECOND
            assert not again, f"said twice, {type(said).__name__} has a second effect: {again}"
            self._look()

    def _look(self) -> None:
        self.promises.look_at(self.shell)
        for event, data in self.shell.published():
            kind = {SlotsAsked: "request", BookingMade: "booking"}.get(event)
            if event is TextRequested and data.on_failure == "hold-visit":
                kind = data.kind
            if kind is not None:
                self.newest = (kind, data)
                self.asked[kind].append(data)

    def pick(self, kind: str, number: int) -> Any:
        """One of the things that the others were asked; 0 is the newest."""
        found = self.asked[kind]
        return found[-1 - number % len(found)]

    def all_goes_well(self, choice: int = 0) -> None:
        """Whatever was asked last is answered as it usually is in this life."""
        if self.newest is None:
            return
        (kind, data), self.newest = self.newest, None
        match kind:
            case "request":
                self.quote(data, [2, 3, 5, 6], 10)
            case "offer":
                self.deliver(data)
                self.choose(data, 1 + choice % len(data.wording.slots))
            case "booking":
                self.send(data, self.usual_crew)
            case "notice":
                self.wait_until(data.wording.window.start, self.notice_ahead_h)
                self.deliver(data)

    def wait_until(self, start: datetime, ahead_h: float | None) -> None:
        """So many hours before a window, where that lies ahead."""
        if ahead_h is not None:
            self.shell.at = max(self.shell.at, start - timedelta(hours=ahead_h))

    def quote(self, ask: Any, days: list[int], hour: int, twice: bool = False) -> None:
        slots = [slot_on((self.shell.at + (2 + day) * DAY).date(), hour) for day in days]
        self.hear(events.quoted(slots, visit=ask.visit, request=ask.request), twice)

    def send(self, booking: Any, crew: tuple[str, ...], twice: bool = False) -> None:
        self.crews[booking.booking] = number = self.crews.get(booking.booking, 0) + 1
        self.hear(events.crewed(*crew, booking=booking.booking, number=number, visit=booking.visit), twice)

    def deliver(self, text: Any, lag: timedelta = timedelta(0), twice: bool = False) -> None:
        time = self.promises.receipts.setdefault(text.intent, self.shell.at - lag)
        number = text.appointment_version
        self.hear(events.text(TextDelivered, text.kind, number, at=time, visit=text.visit, intent=text.intent), twice)

    def choose(self, offer: Any, digit: int, lag: timedelta = timedelta(0)) -> None:
        if digit <= len(offer.wording.slots):
            self.promises.chosen.add((offer.visit, offer.wording.slots[digit - 1].window.start))
        meaning = Meaning(kind="slot", confidence=1.0, digit=digit)
        self.hear(events.reply(meaning, question=offer.intent, visit=offer.visit, at=self.shell.at - lag))

    @invariant()
    def something_wakes_what_is_open_and_nothing_what_is_not(self) -> None:
        stage = self.shell.case.stage
        if self.promises.open is not None or isinstance(stage, HeldVisit):
            assert self.shell.timers, f"nothing wakes the visit after {self.shell.decision.reason}"
        if isinstance(stage, Idle | ClosedVisit):
            assert not self.shell.timers
            assert self.promises.open is None or self.promises.open in self.promises.over

    @invariant()
    def what_is_braked_is_not_arranged_any_more(self) -> None:
        if self.promises.open in self.promises.braked:
            assert isinstance(self.shell.case.stage, HeldVisit | ClosedVisit), "a withdrawn visit goes on"
            assert self.promises.live is None
            assert self.promises.reserved is None
