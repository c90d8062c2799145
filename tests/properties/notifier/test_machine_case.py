"""A case and whatever may happen to it, in any order and at any hour, the night when the clocks go back included."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, initialize, multiple, precondition, rule

from services.notifier.core.inputs import ReplyReceived, StatusReported, TextExpired, TextSettled
from services.notifier.core.state import Closed, Visiting
from shared.contracts import appointments as about
from shared.decision import TimerDue
from tests.properties.campaign import aim, bounded
from tests.unit.notifier import events

from .bank_machine import FIRST_PHONE, BankFactsMachine
from .case_machine import LAG, START, TWICE
from .promises import ASKED_BY_SCHEDULER, DAY

CLOCKS_CHANGE = datetime(2026, 10, 25, 1, tzinfo=UTC)
ASKED = st.sampled_from(ASKED_BY_SCHEDULER)
STAGES = st.sampled_from([about.AppointmentOffered, about.AppointmentAgreed, about.AppointmentPermitted,
                          about.AppointmentMoved, about.AppointmentHeld])  # fmt: skip
ENDS = st.sampled_from([about.AppointmentCancelled, about.AppointmentExpired, about.AppointmentMissed])
STOPS = ("STOP", "stop", "please stop texting me", "别再发短信了", "no me escribas mas")
TIMERS_MAX = 30
STARTS = st.sampled_from(["grown", "grown", "in-hand", "in-hand", "new", "old", "small", "unheard"])
SWITCHES = st.sampled_from(["sending:all", f"sending:case:{events.CASE}", "visiting:all", "visiting:region:porto"])


class ACase(BankFactsMachine):
    claimed = Bundle("claimed")
    asked = Bundle("asked")

    @initialize(target=claimed, start=STARTS)
    def begin(self, start: str) -> Any:
        """One whose visit was just asked for, one with a text in hand (else few lives get that far), or a new one."""
        dpd, minor = {"new": (1, 50_000), "in-hand": (20, 50_000), "small": (70, 900)}.get(start, (70, 50_000))
        if start == "grown":
            self.shell.at = START - 40 * DAY
        if start != "unheard":
            self.is_overdue(dpd, minor, timedelta(0), False, FIRST_PHONE)
        while start == "grown" and not isinstance(self.shell.state, Visiting):
            self.all_goes_well()
        self.shell.at = max(START, self.shell.at)
        return self.a_timer_rings(0) if start == "in-hand" else multiple()

    # The borrower.

    @precondition(lambda self: self.shell.known is not None)
    @rule(
        words=st.sampled_from(["START", "5", "1", "hm", "i will pay tomorrow", "wrong number", "not my debt"]),
        lag=LAG, twice=TWICE,
    )  # fmt: skip
    def replies(self, words: str, lag: timedelta, twice: bool) -> None:
        assert self.shell.known is not None
        phone, time = self.shell.known.loan.person.phone_hash, self.time(lag)
        sid = f"SM{next(self.numbers)}"
        self.shell.words[sid] = words
        self._mean(words, time, phone)
        self.hear(ReplyReceived(sid, phone, time, events.sealed("words")), twice)

    @precondition(lambda self: self.shell.known is not None)
    @rule(words=st.sampled_from(STOPS), lag=LAG, twice=TWICE)
    def wants_no_more_texts(self, words: str, lag: timedelta, twice: bool) -> None:
        self.replies(words, lag, twice)

    def _mean(self, words: str, time: datetime, phone: str) -> None:
        promises, out = self.promises, self.promises.opted_out
        if words in STOPS:
            if promises.newest("consent", time, "stop"):
                promises.delivered.clear()
                promises.opt_outs += not out
            return
        promises.delivered.clear()
        match words:
            case "START":
                promises.newest("consent", time, "start")
            case "5":
                promises.rests_until("hardship", time + 30 * DAY)
            case "i will pay tomorrow":
                promises.rests_until("promise", time + 14 * DAY)
            case "wrong number":
                promises.dropped.add(phone)
            case "not my debt":
                promises.newest("dispute", time, "on")

    # Scheduler and the field.

    @rule(target=asked, kind=ASKED, not_after_h=st.sampled_from([3, 48, 400]), twice=TWICE)
    def scheduler_asks(self, kind: Any, not_after_h: int, twice: bool) -> Any:
        number = next(self.numbers)
        until = self.shell.at + timedelta(hours=not_after_h)
        said = events.wants_text(kind, number, self.shell.at, until, self.promises.visit or "v-none")
        self.hear(said, twice)
        return number

    @rule(number=asked)
    def scheduler_takes_it_back(self, number: int) -> None:
        self.hear(events.takes_back(number))
        assert events.intent(number) not in self.shell.in_hand

    @precondition(lambda self: self.promises.visit is not None)
    @rule(kind=STAGES, days=st.integers(1, 9), twice=TWICE)
    def visit_goes_on(self, kind: Any, days: int, twice: bool) -> None:
        start = self.shell.at + days * DAY
        self.hear(events.appointment(kind, self.shell.at, start, str(self.promises.visit)), twice)

    @precondition(lambda self: self.promises.visit is not None)
    @rule(kind=ENDS, twice=TWICE)
    def visit_comes_to_nothing(self, kind: Any, twice: bool) -> None:
        visit, self.promises.visit = str(self.promises.visit), None
        if kind is about.AppointmentMissed:
            self.promises.rests_until("visited", self.shell.at + 30 * DAY)
            self.promises.visits_made.append(self.shell.at)
        self.hear(events.appointment(kind, self.shell.at, self.shell.at, visit), twice)

    @precondition(lambda self: self.promises.visit is not None)
    @rule(outcome=st.sampled_from(["paid", "promised", "not-home", "refused", "plan-wanted"]), twice=TWICE)
    def visit_ends(self, outcome: str, twice: bool) -> None:
        visit, self.promises.visit = str(self.promises.visit), None
        cause, days = {"paid": ("paid-claimed", 14), "promised": ("promise", 14), "plan-wanted": ("hardship", 30)}.get(
            outcome, ("visited", 30)
        )
        self.promises.rests_until(cause, self.shell.at + days * DAY)
        self.promises.visits_made.append(self.shell.at)
        self.hear(events.ended(outcome, self.shell.at, visit), twice)

    @precondition(lambda self: self.shell.known is not None and not isinstance(self.shell.state, Closed))
    @rule(twice=TWICE)
    def complains(self, twice: bool) -> None:
        said = events.complains(self.time(timedelta(0)))
        self.promises.complaint = said.time
        self.hear(said, twice)

    # The carrier, and what posts.

    @rule(text=claimed, status=st.sampled_from(["accepted", "accepted", "rejected", "uncertain"]), twice=TWICE)
    def is_posted(self, text: UUID, status: Any, twice: bool) -> None:
        if text in self.shell.in_hand:
            self.shell.post(text)
            self.hear(TextSettled(text, status, f"SM{text}", None, self.shell.at), twice)

    @rule(
        text=claimed, status=st.sampled_from(["delivered", "delivered", "sent", "failed", "undelivered"]), twice=TWICE
    )
    def is_reported(self, text: UUID, status: Any, twice: bool) -> None:
        row = self.shell.tables["texts"][text]
        if row["posting_at"] is not None:
            if status == "delivered" and row["status"] != "delivered" and row["kind"].startswith("reminder-"):
                self.promises.delivered.append(self.shell.at)
            self.hear(StatusReported(text, f"SM{text}", status, None, self.shell.at), twice)

    @rule(text=claimed)
    def is_not_posted_in_time(self, text: UUID) -> None:
        if text in self.shell.in_hand:
            self.opened[text] -= 1
            self.hear(TextExpired(text, self.shell.at))

    # Time.

    @rule(target=claimed, late_h=st.sampled_from([0, 0, 0, 1, 9, 30]))
    def a_timer_rings(self, late_h: int) -> Any:
        timer = self.shell.next_timer()
        if timer is None:
            return multiple()
        self.shell.at = max(self.shell.at, timer.due_at + timedelta(hours=late_h))
        return multiple(*self._claimed(timer))

    def _claimed(self, timer: TimerDue) -> list[UUID]:
        claims = self.hear(timer)
        for claim in claims:
            self.opened[claim] += 1
            assert self.opened[claim] == 1, "a text that was claimed is claimed again"
        return claims

    @rule(target=claimed)
    def all_goes_well(self) -> Any:
        """The next timer in time, and what it allows is posted and delivered at once."""
        timer = self.shell.next_timer()
        return multiple(*(self._goes_well(timer) if timer is not None else ()))

    def _goes_well(self, timer: TimerDue) -> list[UUID]:
        self.shell.at = max(self.shell.at, timer.due_at)
        claims = self._claimed(timer)
        for claim in claims:
            self.is_posted(claim, "accepted", False)
            self.is_reported(claim, "delivered", False)
        return claims

    @rule(target=claimed, days=st.sampled_from([2, 8, 16]))
    def days_go_by(self, days: int) -> Any:
        """Every timer in time (while a switch is on they are many), every text posted and delivered."""
        until, claims = self.shell.at + days * DAY, list[UUID]()
        for _ in range(TIMERS_MAX):
            timer = self.shell.next_timer()
            if timer is not None and timer.due_at <= until:
                claims += self._goes_well(timer)
        self.shell.at = max(self.shell.at, until)
        return multiple(*claims)

    @rule(hours=st.sampled_from([0.25, 5, 24, 100, 500]))
    def time_passes(self, hours: float) -> None:
        self.shell.wait(hours=hours)

    @rule(minutes=st.integers(-60, 60))
    def the_clocks_change(self, minutes: int) -> None:
        self.shell.at = max(self.shell.at, CLOCKS_CHANGE + timedelta(minutes=minutes))

    @rule(switch=SWITCHES, on=st.booleans())
    def a_switch_is_thrown(self, switch: str, on: bool) -> None:
        (self.shell.stopped.add if on else self.shell.stopped.discard)(switch)

    def teardown(self) -> None:
        visited = sum(reason.startswith(("visit-", "outcome-")) for reason in self.shell.replay.reasons)
        aim(float(visited), "how far visits came")


TestWhateverHappensToACase = ACase.TestCase
TestWhateverHappensToACase.settings = bounded(45, 40)
