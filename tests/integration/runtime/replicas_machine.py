"""Two replicas of a toy under Hypothesis: what may happen to them, and what holds after every step and in the end."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, rule

from shared.ids import inbox_id
from shared.runtime.machine import as_json
from shared.runtime.ports import IntakeRow

from .failing_store import CALLS, PlantedFault
from .scripted_toy import AFTER, Done, Log, Order, evolve
from .two_replicas import STEPS, TwoReplicas

CASES = ("case-1", "case-2", "case-3")
WHO, CASE = st.integers(0, 1), st.sampled_from(CASES)
FAULT = st.builds(
    PlantedFault,
    st.sampled_from(CALLS),
    st.sampled_from(["before", "after"]),
    st.sampled_from(["crash", "crash", "lost"]),
)
CALM_ROUNDS_MAX = 60


class TwoReplicasMachine(RuleBasedStateMachine):
    """`said` are the bank's events of each case, in the order in which they were first said."""

    url: str
    events = Bundle("events")
    orders: tuple[Order, ...] = ("tell", "set")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.Runner()
        self.system = TwoReplicas(self.url)
        self.said: dict[str, list[str]] = {case: [] for case in CASES}
        self.order: dict[str, Order] = {}
        self.pokes: set[str] = set()
        self.poisoned = 0
        self.numbers = count(1)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    @initialize(target=events, choices=st.lists(st.integers(0, 7), min_size=5, max_size=9), done=st.integers(0, 3))
    def begin(self, choices: list[int], done: int) -> Any:
        """Something was said already, and some of it is done."""
        self.run(self.system.open())
        said = [self._say(CASES[number % 2], choice) for number, choice in enumerate(choices)]
        for turn in range(done):
            self.run(self.system.work(turn % 2, "consume"))
        return multiple(*said)

    @rule(target=events, cases=st.lists(CASE, min_size=1, max_size=3), choice=st.integers(0, 7))
    def the_bank_says(self, cases: list[str], choice: int) -> Any:
        return multiple(*(self._say(case, choice) for case in cases))

    def _say(self, case: str, choice: int) -> tuple[str, str]:
        event = f"{case}-{next(self.numbers)}"
        self.order[event] = self.orders[choice % len(self.orders)]
        self.said[case].append(event)
        self.system.say(case, event, self.order[event])
        return case, event

    @rule(event=events)
    def the_bank_says_it_again(self, event: tuple[str, str]) -> None:
        self.system.say(*event, self.order[event[1]])

    @rule(who=WHO, step=st.sampled_from(STEPS))
    def a_process_works(self, who: int, step: str) -> None:
        self.run(self.system.work(who, step))

    @rule(who=WHO, step=st.sampled_from(STEPS), fault=FAULT)
    def a_process_works_and_is_struck(self, who: int, step: str, fault: PlantedFault) -> None:
        self.run(self.system.work(who, step, fault))

    @rule(rounds=st.integers(1, 2))
    def everybody_works(self, rounds: int) -> None:
        for step in STEPS * rounds:
            for who in (0, 1):
                self.run(self.system.work(who, step))

    @rule(one=st.sampled_from(STEPS), other=st.sampled_from(STEPS))
    def both_work_at_the_same_time(self, one: str, other: str) -> None:
        async def both() -> None:
            await asyncio.gather(self.system.work(0, one), self.system.work(1, other))

        self.run(both())

    @rule(who=WHO)
    def a_process_is_killed(self, who: int) -> None:
        self.run(self.system.kill(who))

    @rule(minutes=st.sampled_from([5, 25, 70]))
    def time_passes(self, minutes: int) -> None:
        self.system.moment.at += timedelta(minutes=minutes)

    async def poke(self, who: int, row: IntakeRow, fault: PlantedFault | None = None) -> None:
        """The world tells a process something, and says it again until it is answered."""
        self.pokes.add(str(row.id))
        replica = self.system.replicas[who]
        replica.steps["take-in"] = lambda: _taken(replica.faults, replica.store, row)
        await self.system.work(who, "take-in", fault)

    # What holds after every step.

    @invariant()
    def history_is_sound(self) -> None:
        if self.system.replicas:
            self.seen = self.run(self.system.look())
            for case in CASES:
                self._sound(case, [row for row in self.seen["history"] if row["aggregate"] == case])
            assert {(row["aggregate"], row["kind"], _at(row["due_at"])) for row in self.seen["timers"]} == self.due

    def _sound(self, case: str, history: list[dict[str, Any]]) -> None:
        assert [row["version"] for row in history] == list(range(1, len(history) + 1)), "versions have a gap"
        causes = [row["cause"] for row in history]
        assert len(set(causes)) == len(causes), "something was handled twice"
        state = Log()
        for row in history:
            for change in row["changes"]:
                state = evolve(state, Done(**change))
        docs = [(version, doc) for name, version, doc in self.seen["states"] if name == case]
        assert docs == ([(len(history), as_json(state).decode())] if history else []), "a state is not its history"
        self._in_order(case, causes)
        self._told(case, causes)
        self._timers(case, history)

    def _in_order(self, case: str, causes: list[str]) -> None:
        """Handled, then queued, then still to come: that is the order in which the bank said it."""
        ids = {str(inbox_id("bank", event, "doorstep.loan.overdue.v1", case)): event for event in self.said[case]}
        handled = [cause for cause in causes if cause in self.order]
        queued = [ids[row["inbox"]] for row in self.seen["queued"] if row["aggregate"] == case]
        assert [*handled, *queued] == self.said[case][: len(handled) + len(queued)], "not in the order said"
        assert not queued or case in self.seen["parked"], "events are queued behind nothing"

    def _told(self, case: str, causes: list[str]) -> None:
        """Published is what was decided, in that order; perhaps twice, perhaps not all of it yet."""
        told = [cause for _, cause in self.system.sent("texts").get(case, [])]
        assert told == causes[: len(told)], "not published in the order decided"

    def _timers(self, case: str, history: list[dict[str, Any]]) -> None:
        """Every timer that fired was set, was due, was not moved or cancelled, and fires once."""
        due: dict[str, datetime] = {}
        for row in history:
            at = _at(row["at"])
            if row["said"].startswith("timer:"):
                kind = row["said"].partition(":")[2]
                assert kind in due, f"{kind} rang and nobody had set it"
                assert due[kind] <= at, f"{kind} rang before its time"
                due.pop(kind)
            for kind, after in AFTER.get(self.order.get(row["cause"], "tell"), {}).items():
                due.pop(kind, None)
                if after is not None:
                    due[kind] = at + after
        self.due = {each for each in getattr(self, "due", set()) if each[0] != case}
        self.due |= {(case, kind, moment) for kind, moment in due.items()}

    # In the end.

    def teardown(self) -> None:
        try:
            if self.system.replicas and sys.exc_info()[0] is None:
                self.run(self.come_to_rest())
                self.history_is_sound()
                self.nothing_is_left()
        finally:
            if self.system.replicas:
                self.run(self.system.close())
            self.loop.close()

    async def come_to_rest(self) -> None:
        """The bug is mended, replays are asked for, troubles stop, days pass: how long until nothing is to be done?"""
        self.system.broken.clear()
        for _ in range(CALM_ROUNDS_MAX):
            await self.system.ask("UPDATE toy.parked SET replay = true")
            self.system.moment.at += timedelta(hours=1)
            done = sum([await self.system.work(who, step) for step in STEPS for who in (0, 1)])
            if not done and not self.system.lag():
                return
        raise AssertionError("it never comes to rest")

    def nothing_is_left(self) -> None:
        for table in ("timers", "queued", "parked", "intake"):
            assert self.seen[table] == [], f"left in {table}"
        assert self.seen["outbox"] == 0, "rows nobody publishes"
        causes = [row["cause"] for row in self.seen["history"]]
        for case in CASES:
            assert [cause for cause in causes if cause in self.said[case]] == self.said[case], "an event was lost"
            told = self.system.sent("texts").get(case, [])
            assert len(told) == sum(row["aggregate"] == case for row in self.seen["history"]), "something is not told"
        assert self.pokes <= set(causes), "something that the world told was lost"
        letters = {each for ids in self.system.sent("dead-letters").values() for each in ids}
        assert len(self.seen["dead"]) == len(letters) == self.poisoned, (
            "not one letter for each record that is no event"
        )


async def _taken(faults: Any, store: Any, row: IntakeRow) -> int:
    with faults.around("store.take_in"):
        await store.take_in([row])
    return 1


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)
