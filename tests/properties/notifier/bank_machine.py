"""What the bank may say of a case: at any time, of any time, also twice, also again much later."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, rule

from shared.contracts.visits import VisitRequested
from tests.unit.notifier import events

from .case_machine import LAG, START, TWICE, NotifierCaseMachine
from .promises import DAY

FIRST_PHONE, OTHER_PHONE = events.PHONE_HASH, "b" * 64
BEFORE_NOW = (events.NOW.date() - START.date()).days


class BankFactsMachine(NotifierCaseMachine):
    facts = Bundle("facts")

    @rule(target=facts, dpd=st.sampled_from([0, 10, 70]), minor=st.sampled_from([900, 50_000]), lag=LAG, twice=TWICE,
          phone=st.sampled_from([FIRST_PHONE, FIRST_PHONE, OTHER_PHONE]))  # fmt: skip
    def is_overdue(self, dpd: int, minor: int, lag: timedelta, twice: bool, phone: str) -> Any:
        said = events.overdue(dpd + BEFORE_NOW, minor, self.time(lag), phone_hash=phone)
        self.promises.newest("balance", said.time, minor)
        self.promises.newest("overdue", said.time, None)
        self.hear(said, twice)
        return said

    @rule(target=facts, left=st.sampled_from([0, -40, 60, 20_000]), lag=LAG, twice=TWICE)
    def takes_a_payment_back(self, left: int, lag: timedelta, twice: bool) -> Any:
        said = events.bounces(left, self.time(lag))
        self.promises.newest("balance", said.time, max(0, left))
        self.hear(said, twice)
        return said

    @rule(target=facts, left=st.sampled_from([0, 0, -7, 40, 20_000]), lag=LAG, twice=TWICE)
    def pays(self, left: int, lag: timedelta, twice: bool) -> Any:
        said = events.pays(left, self.time(lag))
        self.promises.newest("balance", said.time, max(0, left))
        if left > 0 and said.time + 14 * DAY > self.shell.at:
            self.promises.rests_until("part-paid", said.time + 14 * DAY)
        self.hear(said, twice)
        return said

    @rule(target=facts, what=st.sampled_from(["plan", "dispute"]), on=st.booleans(), lag=LAG, twice=TWICE)
    def brakes_or_releases(self, what: str, on: bool, lag: timedelta, twice: bool) -> Any:
        makes = {"plan": (events.breaks_plan, events.signs_plan), "dispute": (events.dispute_ends, events.disputes)}
        said = makes[what][on](self.time(lag))
        self.promises.newest(what, said.time, "on" if on else "off")
        self.hear(said, twice)
        return said

    @rule(target=facts, days=st.sampled_from([None, None, 3, 30]), lag=LAG, twice=TWICE)
    def is_held(self, days: int | None, lag: timedelta, twice: bool) -> Any:
        time = self.time(lag)
        until = None if days is None else time + days * DAY
        self.promises.newest("hold", time, until or datetime.max.replace(tzinfo=UTC))
        said = events.held(time, until)
        self.hear(said, twice)
        return said

    @rule(target=facts, lag=LAG, twice=TWICE)
    def is_let_go(self, lag: timedelta, twice: bool) -> Any:
        said = events.lifted(self.time(lag))
        if self.promises.newest("hold", said.time, None):
            self.promises.lifted = said.time
        self.hear(said, twice)
        return said

    @rule(phone=st.sampled_from([FIRST_PHONE, OTHER_PHONE]), lag=LAG, twice=TWICE)
    def moves_house(self, phone: str, lag: timedelta, twice: bool) -> None:
        self.hear(events.corrected(self.time(lag), phone_hash=phone), twice)

    @rule(often=st.integers(0, 9), twice=TWICE)
    def is_closed_by_the_bank(self, often: int, twice: bool) -> None:
        if often == 0:
            said = events.closes(self.time(timedelta(0)))
            self.promises.shut = said.time
            self.hear(said, twice)

    @rule(said=facts)
    def is_told_again(self, said: Any) -> None:
        self.hear(said)
        assert not self.shell.told(VisitRequested)
