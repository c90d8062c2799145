"""A visit and whatever may be said of it, by everybody, in any order, early or late, while the clocks go back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from services.scheduler.core.appointment import Closed, Held, Idle
from services.scheduler.core.offer import Busy
from shared.contracts import appointments as about
from shared.contracts.routing import BookingMade, SlotsAsked
from shared.contracts.texts import Meaning, TextDelivered, TextRefused, TextRequested
from shared.decision import TimerDue
from tests.properties.campaign import aim, bounded
from tests.unit.scheduler import world

from .desk import Desk, slot_on
from .promises import Promises

START = datetime(2026, 10, 16, 9, tzinfo=UTC)
CLOCKS_CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LAG = st.sampled_from([0, 0, 0, 0.4, 3, 30]).map(lambda hours: timedelta(hours=hours))
TWICE = st.sampled_from([False, False, True])
CREWS = st.sampled_from([("ana", "rui"), ("ana", "rui"), ("eva", "leo"), ("ana",), ("ana", "ana"), ("a", "b", "c")])
CAUSES = st.sampled_from(["paid", "dispute", "opted-out", "wrong-number", "details-corrected", "over-cap"])
SECOND = {SlotsAsked, BookingMade, TextRequested, about.AppointmentPermitted, about.AppointmentOffered}


class AVisit(RuleBasedStateMachine):
    visits = Bundle("visits")
    requests = Bundle("requests")
    offers = Bundle("offers")
    bookings = Bundle("bookings")
    notices = Bundle("notices")

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(START)
        self.promises = Promises()
        self.numbers = count(1)
        self.crews: dict[str, int] = {}
        self.next: list[tuple[str, Any]] = []
        self.newest: tuple[str, Any] | None = None

    def hear(self, said: Any, twice: bool = False) -> None:
        """Decide, and look at what is told; perhaps hear the same once more, and then nothing new may follow."""
        self.desk.hear(said)
        self._look()
        if twice and self.desk.decision.reason != "came-early":
            self.desk.hear(said)
            again = {event for event, _ in self.desk.published()} & SECOND
            assert not again, f"said twice, {type(said).__name__} has a second effect: {again}"
            self._look()

    def _look(self) -> None:
        self.promises.look_at(self.desk)
        for event, data in self.desk.published():
            kind = {SlotsAsked: "request", BookingMade: "booking"}.get(event)
            if event is TextRequested and data.on_failure == "hold-visit":
                kind = data.kind
            if kind is not None:
                self.newest = (kind, data)
                self.next.append(self.newest)

    def said(self, kind: str) -> Any:
        """What was asked of the others since it was last taken, of a kind."""
        found = [data for what, data in self.next if what == kind]
        self.next = [each for each in self.next if each[0] != kind]
        return multiple(*found)

    @initialize(target=visits, far=st.integers(0, 4), wait_h=st.sampled_from([0, 0, 60]))
    def begin(self, far: int, wait_h: int) -> str:
        """A visit that was asked for, and has come some way already (else few lives would get to the door)."""
        self.hear(world.requested("v-0", by="e-gate-0"))
        for _ in range(far):
            self.all_goes_well(0)
        self.desk.at += timedelta(hours=wait_h)
        return "v-0"

    # What was asked, as the others come to know of it.

    @precondition(lambda self: any(kind == "request" for kind, _ in self.next))
    @rule(target=requests)
    def router_is_asked(self) -> Any:
        return self.said("request")

    @precondition(lambda self: any(kind == "offer" for kind, _ in self.next))
    @rule(target=offers)
    def an_offer_is_on_its_way(self) -> Any:
        return self.said("offer")

    @precondition(lambda self: any(kind == "booking" for kind, _ in self.next))
    @rule(target=bookings)
    def router_is_booked(self) -> Any:
        return self.said("booking")

    @precondition(lambda self: any(kind == "notice" for kind, _ in self.next))
    @rule(target=notices)
    def a_notice_is_on_its_way(self) -> Any:
        return self.said("notice")

    # Notifier's gate, and brakes.

    @rule(target=visits)
    def another_visit_is_asked_for(self) -> str:
        number = next(self.numbers)
        self.hear(world.requested(f"v-{number}", by=f"e-gate-{number}"), True)
        return f"v-{number}"

    @rule(visit=visits, cause=CAUSES, often=st.integers(0, 3), twice=TWICE)
    def is_withdrawn(self, visit: str, cause: str, often: int, twice: bool) -> None:
        if often == 0:
            self.promises.braked.setdefault(visit, cause)
            self.hear(world.withdrawn(cause, visit), twice)

    # Router.

    @rule(ask=requests, days=st.lists(st.integers(0, 11), max_size=5), hour=st.sampled_from([7, 9, 10, 14, 17, 18]),
          twice=TWICE)  # fmt: skip
    def router_quotes(self, ask: Any, days: list[int], hour: int, twice: bool) -> None:
        slots = [slot_on((self.desk.at + (2 + day) * DAY).date(), hour) for day in days]
        self.hear(world.quoted(slots, visit=ask.visit, request=ask.request), twice)

    @rule(booking=bookings, crew=CREWS, twice=TWICE)
    def router_sends(self, booking: Any, crew: tuple[str, ...], twice: bool) -> None:
        self.crews[booking.booking] = number = self.crews.get(booking.booking, 0) + 1
        said = world.crewed(*crew, booking=booking.booking, number=number, visit=booking.visit)
        self.hear(said, twice)

    @rule(booking=bookings)
    def router_has_nobody(self, booking: Any) -> None:
        self.hear(world.uncrewed(version=int(booking.booking.rpartition(".")[2]), visit=booking.visit))

    # The carrier.

    @rule(text=st.one_of(offers, notices), lag=LAG, twice=TWICE)
    def is_delivered(self, text: Any, lag: timedelta, twice: bool) -> None:
        time = self.promises.receipts.setdefault(text.intent, self.desk.at - lag)
        number = text.appointment_version
        self.hear(world.text(TextDelivered, text.kind, number, at=time, visit=text.visit, intent=text.intent), twice)

    @rule(text=st.one_of(offers, notices), how=st.sampled_from(list(world.HOW.values())), twice=TWICE)
    def is_lost(self, text: Any, how: Any, twice: bool) -> None:
        self.hear(
            world.text(how, text.kind, text.appointment_version, visit=text.visit, intent=text.intent, at=self.desk.at),
            twice,
        )

    @rule(offer=offers, days=st.sampled_from([None, 2, 9]))
    def is_over_the_cap(self, offer: Any, days: int | None) -> None:
        until = None if days is None else self.desk.at + days * DAY
        number = offer.appointment_version
        said = world.text(TextRefused, "offer", number, visit=offer.visit, intent=offer.intent,
                          reason="visit-over-cap", until=until)  # fmt: skip
        self.hear(said)

    # The borrower.

    @rule(offer=offers, digit=st.integers(1, 4), lag=LAG, twice=TWICE)
    def chooses(self, offer: Any, digit: int, lag: timedelta, twice: bool) -> None:
        if digit <= len(offer.wording.slots):
            self.promises.chosen.add((offer.visit, offer.wording.slots[digit - 1].window.start))
        meaning = Meaning(kind="slot", confidence=1.0, digit=digit)
        self.hear(world.reply(meaning, question=offer.intent, visit=offer.visit, at=self.desk.at - lag))

    @rule(
        offer=offers, days=st.sampled_from([None, 1, 4, 8, 60]), kind=st.sampled_from(["other-time", "who", "hardship"])
    )
    def says_something_else(self, offer: Any, days: int | None, kind: Any) -> None:
        at = None if days is None or kind != "other-time" else self.desk.at + days * DAY
        meaning = Meaning(kind=kind, confidence=0.9, at=at)
        self.hear(world.reply(meaning, question=offer.intent, visit=offer.visit, at=self.desk.at))

    # The field.

    @rule(booking=bookings, what=st.sampled_from(["departed", "arrived"]), late_h=st.sampled_from([-3, 0, 1, 5]))
    def is_on_the_way(self, booking: Any, what: str, late_h: int) -> None:
        makes: Any = {"departed": world.departed, "arrived": world.arrived}[what]
        version = int(booking.booking.rpartition(".")[2])
        self.hear(makes(booking.window.start + late_h * HOUR, version=version, visit=booking.visit), True)

    @rule(booking=bookings, outcome=st.sampled_from(["paid", "not-home", "unsafe"]), late_h=st.sampled_from([0, 1, 9]))
    def ends(self, booking: Any, outcome: str, late_h: int) -> None:
        version = int(booking.booking.rpartition(".")[2])
        said = world.ended(outcome, booking.window.start + late_h * HOUR, version=version, visit=booking.visit)
        self.hear(said, True)

    @rule(who=st.sampled_from(["ana", "eva"]))
    def complains(self, who: str) -> None:
        self.hear(world.complained(who), True)

    # Time, operators, other cases.

    @rule(target=visits, late=st.sampled_from([0, 0, 0, 0.05, 2, 80]))
    def a_timer_rings(self, late: float) -> Any:
        timer = self.desk.next_timer()
        if timer is not None:
            self.desk.at = max(self.desk.at, timer.due_at) + timedelta(hours=late)
            self.hear(timer)
        return multiple()

    @rule(kind=st.sampled_from(["quote-overdue", "notice-deadline", "look-again", "nonsense"]))
    def a_timer_rings_that_nobody_set(self, kind: str) -> None:
        """A replica may fire what another has just moved or cancelled."""
        self.hear(TimerDue(kind, self.desk.at))

    @rule(hours=st.sampled_from([0.1, 1, 8, 24, 90]))
    def time_passes(self, hours: float) -> None:
        self.desk.at += timedelta(hours=hours)

    @rule(minutes=st.integers(-90, 90))
    def the_clocks_change(self, minutes: int) -> None:
        self.desk.at = max(self.desk.at, CLOCKS_CHANGE + timedelta(minutes=minutes))

    @rule(switch=st.sampled_from(["visiting:all", "visiting:region:porto", "sending:all"]), on=st.booleans())
    def a_switch_is_thrown(self, switch: str, on: bool) -> None:
        (self.desk.stopped.add if on else self.desk.stopped.discard)(switch)

    @rule(days=st.integers(-20, 40))
    def another_case_takes_the_borrowers_time(self, days: int) -> None:
        start = slot_on((self.desk.at + days * DAY).date(), 10).window.start
        self.desk.busy = [Busy("case-2", start, start + 2 * HOUR)]

    @rule(targets=(requests, offers), choice=st.integers(0, 3))
    def all_goes_well(self, choice: int) -> Any:
        """Whatever was asked last is answered as it usually is, or no visit would ever get to the door."""
        if self.newest is not None:
            (kind, data), self.newest = self.newest, None
            match kind:
                case "request":
                    self.router_quotes(data, [2, 3, 5, 6], 10, False)
                case "offer":
                    self.is_delivered(data, timedelta(0), False)
                    self.chooses(data, 1 + choice % len(data.wording.slots), timedelta(0), False)
                case "booking":
                    self.router_sends(data, ("ana", "rui"), False)
                case "notice":
                    self.is_delivered(data, timedelta(0), False)
        return multiple()

    # What holds after every step.

    @invariant()
    def something_wakes_what_is_open_and_nothing_what_is_not(self) -> None:
        stage = self.desk.case.stage
        if self.promises.open is not None or isinstance(stage, Held):
            assert self.desk.timers, f"nothing wakes the visit after {self.desk.decision.reason}"
        if isinstance(stage, Idle | Closed):
            assert not self.desk.timers
            assert self.promises.open is None or self.promises.open in self.promises.over

    @invariant()
    def what_is_braked_is_not_arranged_any_more(self) -> None:
        if self.promises.open in self.promises.braked:
            assert isinstance(self.desk.case.stage, Held | Closed), "a withdrawn visit goes on"
            assert self.promises.live is None
            assert self.promises.reserved is None

    def teardown(self) -> None:
        aim(float(len(self.desk.replay.reasons)), "reasons met")


TestWhateverIsSaidOfAVisit = AVisit.TestCase
TestWhateverIsSaidOfAVisit.settings = bounded(45, 40)
