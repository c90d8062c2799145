"""A case that hears things: what is looked at whenever it does, and what holds after every step."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant

from services.notifier.core.state import Closed, Texting, Unknown, Visiting, initial
from services.notifier.core.table_writes import ClaimText
from shared.contracts.texts import TextIntended
from shared.contracts.visits import VisitRequested, VisitWithdrawn
from tests.unit.notifier import events

from .case_shell import NotifierCaseShell
from .promises import Promises
from .test_authority import lawful_hour, within_cap

START = datetime(2026, 10, 19, 9, 30, tzinfo=UTC)
ZONE = "Europe/Lisbon"
LAG = st.sampled_from([0, 0, 0, 20, 600, 4000]).map(lambda minutes: timedelta(minutes=minutes))
TWICE = st.sampled_from([False, False, True])


class NotifierCaseMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.shell = NotifierCaseShell(START)
        self.promises = Promises()
        self.numbers = count(1)
        self.opened: Counter[UUID] = Counter()
        self.confirmations: set[UUID] = set()
        self.withdrawn: set[str] = set()

    # What every input goes through.

    def hear(self, said: Any, twice: bool = False) -> list[UUID]:
        """Decide, look at what goes out, and perhaps hear the same once more; the texts newly claimed."""
        claims = self._once(said)
        if twice and self.shell.decision.reason != "nothing-yet":
            again = self._once(said)
            told = {TextIntended, VisitRequested} & {
                getattr(each, "event", None) for each in self.shell.decision.effects
            }
            assert not [*again, *told], f"said twice, {type(said).__name__} has a second effect: {told or again}"
        return claims

    def _once(self, said: Any) -> list[UUID]:
        self.shell.hear(said)
        claims = [effect for effect in self.shell.decision.effects if isinstance(effect, ClaimText)]
        for claim in claims:
            assert lawful_hour(ZONE, self.shell.at), "a text is allowed outside hours"
            assert not {"sending:all", f"sending:case:{events.CASE}"} & self.shell.stopped, "a switch is thrown"
            if claim.kind == "opt-out-confirmed":
                self.confirmations.add(claim.intent)
        for visit in self.shell.told(VisitRequested):
            assert not {"visiting:all", "visiting:region:porto"} & self.shell.stopped, "a switch is thrown"
            self.promises.gate(self.shell.at, visit.dpd, visit.amount.minor)
            self.promises.visit = visit.visit
        for gone in self.shell.told(VisitWithdrawn):
            assert gone.visit not in self.withdrawn, "a visit is withdrawn twice"
            self.withdrawn.add(gone.visit)
            self.promises.visit = None
        return [claim.intent for claim in claims]

    def time(self, lag: timedelta) -> datetime:
        """When something was true that is heard of now: never two things at one moment, and in the order they came."""
        return self.shell.at - lag - timedelta(seconds=1) + timedelta(microseconds=next(self.numbers))

    @invariant()
    def nothing_is_in_hand_that_may_not_be_said(self) -> None:
        for intent, kind in self.shell.in_hand.items():
            phone = self.shell.tables["texts"][intent]["phone_hash"]
            assert self.promises.may_be_said(kind, phone, self.shell.at), f"{kind} may still go out"
        assert len(self.confirmations) <= self.promises.opt_outs, "an opt-out is confirmed more than once"

    @invariant()
    def no_visit_is_open_that_may_not_be(self) -> None:
        if self.promises.visit is not None:
            assert self.promises.may_be_visited(self.shell.at), "a visit goes on that must not"

    @invariant()
    def who_is_to_be_left_in_peace_is(self) -> None:
        state, promises = self.shell.state, self.promises
        if promises.opted_out or promises.in_peace(self.shell.at):
            assert not isinstance(state, Texting | Visiting), f"goes on in spite of {promises.in_peace(self.shell.at)}"
        if not isinstance(state, Unknown):
            assert isinstance(state, Closed) == promises.owes_nothing, "closed is what owes nothing, and nothing else"

    @invariant()
    def nobody_is_contacted_too_often(self) -> None:
        lines = self.shell.tables["contacts"].values()
        texts = [
            line["at"] for line in lines if line["counted"] and line["state"] != "void" and line["channel"] == "text"
        ]
        assert within_cap(texts)

    @invariant()
    def something_wakes_every_case_that_is_not_closed(self) -> None:
        shell = self.shell
        for text in shell.texts:
            if text.status == "intended":
                assert f"text:{text.intent}" in shell.timers, "a text is intended and nothing wakes it"
        if isinstance(shell.state, Closed):
            assert "look" not in shell.timers
        elif shell.state != initial(events.CASE) and "look" not in shell.timers:
            assert any(text.asks and text.waits for text in shell.texts), f"nothing wakes it: {shell.decision.reason}"
