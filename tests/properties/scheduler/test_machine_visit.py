"""A visit and whatever may be said of it, by everybody, in any order, early or late, while the clocks go back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, precondition, rule

from services.scheduler.core.lookup import TakenTime
from shared.contracts.texts import Meaning, NamedTime, TextRefused
from shared.decision import TimerDue
from tests.properties.campaign import aim, bounded
from tests.unit.scheduler import events

from .arranged_visit import DAY, HOUR, ArrangedVisit
from .case_shell import is_closed, slot_on

Rule = TypeVar("Rule", bound=Callable[..., Any])
CLOCKS_CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)
LAG = st.sampled_from([0, 0, 0, 0.4, 3, 30]).map(lambda hours: timedelta(hours=hours))
WHICH = st.sampled_from([0, 0, 1, 2])
TWICE = st.sampled_from([False, False, True])
CREWS = st.sampled_from([("ana", "rui"), ("ana", "rui"), ("eva", "leo"), ("ana",), ("ana", "ana"), ("a", "b", "c")])
CAUSES = st.sampled_from(["paid", "dispute", "opted-out", "wrong-number", "details-corrected", "over-cap"])
AHEAD_H = (25.5, 24.5, 23.5, 12, 2.5, 1.5, 0)
HOURS = st.sampled_from([7, 9, 10, 14, 17, 18])
SWITCHES = st.sampled_from(["visiting:all", "visiting:region:porto", "sending:all"])


def _was_asked(kind: str) -> Callable[[Rule], Rule]:
    return precondition(lambda self: bool(self.asked[kind]))


ASKED = {kind: _was_asked(kind) for kind in ("request", "offer", "booking", "notice")}


class AVisit(ArrangedVisit):
    visits = Bundle("visits")

    @initialize(target=visits, far=st.integers(0, 5), crew=CREWS, ahead_h=st.sampled_from([None, None, *AHEAD_H]),
                changed=st.booleans())  # fmt: skip
    def begin(self, far: int, crew: tuple[str, ...], ahead_h: float | None, changed: bool) -> str:
        """A visit that was asked for, and has come some way already (else few lives would get to the door)."""
        self.usual_crew, self.notice_ahead_h = crew, ahead_h
        self.hear(events.requested("v-0", by="e-gate-0"))
        for _ in range(far):
            if changed and self.asked["notice"]:
                self.send(self.pick("booking", 0), ("eva", "leo"))
                changed = False
            self.all_goes_well()
        return "v-0"

    # Notifier: its gate, brakes, and what becomes of texts.

    @rule(target=visits, often=st.integers(0, 2))
    def another_visit_is_asked_for(self, often: int) -> str:
        if often:
            return "v-0"
        number = next(self.numbers)
        self.hear(events.requested(f"v-{number}", by=f"e-gate-{number}"), True)
        return f"v-{number}"

    @rule(visit=visits, cause=CAUSES, often=st.integers(0, 3), twice=TWICE)
    def is_withdrawn(self, visit: str, cause: str, often: int, twice: bool) -> None:
        if often == 0:
            self.promises.braked.setdefault(visit, cause)
            self.hear(events.withdrawn(cause, visit), twice)

    @rule(number=st.integers(90, 95), cause=CAUSES)
    def is_withdrawn_before_it_was_asked_for(self, number: int, cause: str) -> None:
        """The brake overtakes its visit."""
        visit = f"v-{number}"
        if visit not in self.promises.braked:
            self.promises.braked[visit] = cause
            self.hear(events.withdrawn(cause, visit))
            self.hear(events.requested(visit, by=f"e-gate-{number}"))

    @ASKED["offer"]
    @rule(n=WHICH, lag=LAG, twice=TWICE)
    def an_offer_is_delivered(self, n: int, lag: timedelta, twice: bool) -> None:
        self.deliver(self.pick("offer", n), lag, twice)

    @ASKED["notice"]
    @rule(n=WHICH, lag=LAG, twice=TWICE)
    def a_notice_is_delivered(self, n: int, lag: timedelta, twice: bool) -> None:
        self.deliver(self.pick("notice", n), lag, twice)

    @ASKED["offer"]
    @rule(n=WHICH, kind=st.sampled_from(["offer", "notice"]), how=st.sampled_from(sorted(events.HOW)), twice=TWICE)
    def a_text_is_lost(self, n: int, kind: str, how: str, twice: bool) -> None:
        if self.asked[kind]:
            text, event = self.pick(kind, n), events.HOW[how]
            number = text.appointment_version
            self.hear(events.text(event, kind, number, visit=text.visit, intent=text.intent, at=self.shell.at), twice)

    @ASKED["offer"]
    @rule(n=WHICH, days=st.sampled_from([None, 2, 9]))
    def an_offer_is_over_the_cap(self, n: int, days: int | None) -> None:
        offer = self.pick("offer", n)
        until = None if days is None else self.shell.at + days * DAY
        said = events.text(TextRefused, "offer", offer.appointment_version, visit=offer.visit, intent=offer.intent,
                          reason="visit-over-cap", until=until)  # fmt: skip
        self.hear(said)

    # Router.

    @ASKED["request"]
    @rule(n=WHICH, days=st.lists(st.integers(0, 11), max_size=5, unique=True), hour=HOURS, twice=TWICE)
    def router_quotes(self, n: int, days: list[int], hour: int, twice: bool) -> None:
        self.quote(self.pick("request", n), days, hour, twice)

    @ASKED["booking"]
    @rule(n=WHICH, crew=CREWS, twice=TWICE)
    def router_sends(self, n: int, crew: tuple[str, ...], twice: bool) -> None:
        self.send(self.pick("booking", n), crew, twice)

    @ASKED["booking"]
    @rule(n=WHICH)
    def router_has_nobody(self, n: int) -> None:
        booking = self.pick("booking", n)
        self.hear(events.uncrewed(version=_version(booking), visit=booking.visit))

    # The borrower.

    @ASKED["offer"]
    @rule(n=WHICH, digit=st.integers(1, 4), lag=LAG)
    def chooses(self, n: int, digit: int, lag: timedelta) -> None:
        self.choose(self.pick("offer", n), digit, lag)

    @ASKED["offer"]
    @rule(n=WHICH, days=st.sampled_from([None, 1, 4, 8, 60]), kind=st.sampled_from(["other-time", "who", "hardship"]),
          hour=st.sampled_from([None, None, 10, 18, 23]))  # fmt: skip
    def says_something_else(self, n: int, days: int | None, kind: Any, hour: int | None) -> None:
        offer = self.pick("offer", n)
        at = None if days is None or kind != "other-time" else self.shell.at + days * DAY
        day, hours = at.date() if at is not None else None, () if hour is None else (f"{hour}:00-{hour}:00",)
        named = NamedTime(day=day, hours=hours) if kind == "other-time" else None
        if named is not None and day is not None and is_closed(day):
            self.promises.closed.add((offer.visit, "day"))
        elif named is not None and hour == 23:
            self.promises.closed.add((offer.visit, "hour"))
        meaning = Meaning(kind=kind, confidence=0.9, at=at, named=named)
        self.hear(events.reply(meaning, question=offer.intent, visit=offer.visit, at=self.shell.at))

    # The field.

    @ASKED["booking"]
    @rule(n=WHICH, what=st.sampled_from([events.departed, events.arrived]), late_h=st.sampled_from([-3, 0, 1, 5]))
    def crew_is_on_the_way(self, n: int, what: Any, late_h: int) -> None:
        booking = self.pick("booking", n)
        self.hear(what(booking.window.start + late_h * HOUR, version=_version(booking), visit=booking.visit), True)

    @ASKED["booking"]
    @rule(n=WHICH, outcome=st.sampled_from(["paid", "not-home", "unsafe"]), late_h=st.sampled_from([0, 1, 9]))
    def visit_ends(self, n: int, outcome: str, late_h: int) -> None:
        booking = self.pick("booking", n)
        at = booking.window.start + late_h * HOUR
        self.hear(events.ended(outcome, at, version=_version(booking), visit=booking.visit), True)

    @rule(who=st.sampled_from(["ana", "eva"]))
    def somebody_complains(self, who: str) -> None:
        self.hear(events.complained(who), True)

    # Time, operators, other cases.

    @rule(late_h=st.sampled_from([0, 0, 0, 0.05, 2, 80]))
    def a_timer_rings(self, late_h: float) -> None:
        timer = self.shell.next_timer()
        if timer is not None:
            self.shell.at = max(self.shell.at, timer.due_at) + timedelta(hours=late_h)
            self.hear(timer)

    @rule(kind=st.sampled_from(["quote-overdue", "notice-deadline", "look-again", "nonsense"]))
    def a_timer_rings_that_nobody_set(self, kind: str) -> None:
        """A replica may fire what another has just moved or cancelled."""
        self.hear(TimerDue(kind, self.shell.at))

    @rule(hours=st.sampled_from([0.1, 1, 8, 24, 90]))
    def time_passes(self, hours: float) -> None:
        self.shell.at += timedelta(hours=hours)

    @ASKED["booking"]
    @rule(hours=st.sampled_from(AHEAD_H))
    def a_window_comes_near(self, hours: float) -> None:
        self.wait_until(self.pick("booking", 0).window.start, hours)

    @rule(minutes=st.integers(-90, 90))
    def the_clocks_change(self, minutes: int) -> None:
        self.shell.at = max(self.shell.at, CLOCKS_CHANGE + timedelta(minutes=minutes))

    @rule(switch=SWITCHES, on=st.booleans())
    def a_switch_is_thrown(self, switch: str, on: bool) -> None:
        (self.shell.stopped.add if on else self.shell.stopped.discard)(switch)

    @rule(days=st.integers(-20, 40))
    def another_case_takes_the_borrowers_time(self, days: int) -> None:
        start = slot_on((self.shell.at + days * DAY).date(), 10).window.start
        self.shell.busy = [TakenTime("case-2", start, start + 2 * HOUR)]

    @rule(choice=st.integers(0, 3))
    def all_is_well(self, choice: int) -> None:
        self.all_goes_well(choice)

    def teardown(self) -> None:
        aim(float(len(self.shell.replay.reasons)), "reasons met")


def _version(booking: Any) -> int:
    return int(booking.booking.rpartition(".")[2])


TestWhateverIsSaidOfAVisit = AVisit.TestCase
TestWhateverIsSaidOfAVisit.settings = bounded(70, 30)
