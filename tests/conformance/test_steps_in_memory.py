"""The production steps of two replicas, driven by hand over the memory adapters, killed at random points.

Not the simulation, only the proof that it can be built on these adapters: all that was said is handled once, and
published in the order decided.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Coroutine
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import pytest

from shared.contracts.codec import encode
from shared.contracts.texts import Fate, TextIntended
from shared.decision import Decision, Publish
from shared.decision.replaced import replace
from shared.ids import derive, inbox_id
from shared.privacy.master import MasterKeys
from shared.runtime.outgoing import Outgoing, RefusalCode
from shared.runtime.ports import Conflict, IntakeRow, Unavailable
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay, adopt_outbox, relay_outbox, try_refused
from shared.runtime.steps.timers_and_intake import fire_timers, take_intake
from shared.runtime.steps.transact import StepContext
from tests.integration.runtime import toy
from tests.integration.runtime.service_runner import overdue
from tests.memory.runtime import (
    Crashed,
    Fault,
    MemoryBroker,
    MemoryClock,
    MemoryDatabase,
    MemoryLog,
    MemoryOut,
    MemoryStore,
    Moment,
    Process,
)

from .given import NOON, an_id, at

CASES = ("case-1", "case-2", "case-3")
EVENTS = 3
Step = Callable[[], Coroutine[Any, Any, int]]


def told(asked: Callable[..., Decision[toy.Change]]) -> Callable[..., Decision[toy.Change]]:
    """Like the toy's, but whatever is decided is told too, so that the order of everything can be seen."""

    def answered(state: toy.Seen, input: Any, context: toy.ToyContext) -> Decision[toy.Change]:
        decision = asked(state, input, context)
        if decision.reason == "told":
            return decision
        fate = Fate(intent=derive(state), kind="reminder-firm", reason=decision.reason)
        return replace(decision, effects=(*decision.effects, Publish(TextIntended, "case", fate)))

    return answered


TABLE = tuple(replace(line, handler=told(line.handler)) for line in toy.DECIDER.table)
MACHINE = replace(toy.MACHINE, decider=replace(toy.DECIDER, table=TABLE))


class Replica:
    def __init__(self, system: MemorySystem) -> None:
        self.process = Process(faults=system.fault)
        self.store = MemoryStore(system.database, self.process)
        self.store.start()
        self.log = MemoryLog(system.broker, self.process, group="toy", topics=MACHINE.topics)
        relay, clock, out = Relay(), MemoryClock(system.moment, self.process), MemoryOut(system.broker, self.process)
        desk = StepContext(MACHINE, self.store, clock, MasterKeys.of(b"k" * 32), relay)
        self.steps: tuple[Step, ...] = (
            partial(consume_batch, self.log, desk, Breakers(1000)),
            partial(relay_outbox, relay, self.store, out),
            partial(adopt_outbox, relay, self.store),
            partial(try_refused, self.store),
            partial(fire_timers, desk),
            partial(take_intake, desk),
        )
        self.running: dict[Step, Coroutine[Any, Any, int]] = {}

    def turn(self, step: Step) -> None:
        """One port call of one step; a step that ended begins again."""
        work = self.running.get(step)
        if work is None:
            work = self.running[step] = step()
        try:
            work.send(None)
        except (StopIteration, Conflict, Unavailable):
            del self.running[step]

    def crash(self) -> None:
        self.process.crash()
        self.store.crash()
        for work in self.running.values():
            with contextlib.suppress(Crashed):
                work.close()
        self.log.expire()


class MemorySystem:
    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.calm = False
        self.moment = Moment(NOON)
        self.database = MemoryDatabase()
        self.broker = MemoryBroker(self.moment, partitions=2)
        self.broker.refuses = self.refuses
        self.replicas = [Replica(self), Replica(self)]
        for number in range(EVENTS):
            for case in CASES:
                event = overdue(case, f"{case}-{number}").model_copy(update={"time": NOON})
                part = self.broker.partition_of("loans", case)
                for _ in range(self.chance.choice((1, 1, 2))):
                    self.broker.append("loans", case.encode(), encode(event), part)

    def fault(self, call: str) -> Fault | None:
        if self.calm or self.chance.random() > 0.03:
            return None
        return Fault(Unavailable(call), done=self.chance.choice((0, 1)))

    def refuses(self, row: Outgoing) -> RefusalCode | None:
        """Some rows are not taken while there is trouble, whoever asks and however often."""
        return "refused" if not self.calm and row.id.int % 5 == 0 else None

    def run(self, turns: int, kills: float) -> None:
        for turn in range(turns):
            index = self.chance.randrange(2)
            if self.chance.random() < kills:
                self.replicas[index].crash()
                self.replicas[index] = Replica(self)
            self.replicas[index].turn(self.chance.choice(self.replicas[index].steps))
            if turn == turns // 2:
                self.moment.at += timedelta(hours=13)

    def finish(self) -> None:
        """Faults stop, and after some days nothing is left to wait for."""
        self.calm = True
        database = self.database
        for day in range(2, 20):
            self.moment.at = at(day * 24 * 60)
            self.run(300, 0)
            lag = self.broker.lag(self.replicas[0].log.group)
            if not (lag or database.outbox or database.intake or len(database.timers)):
                return
        pytest.fail("it never came to rest")

    def poke(self) -> None:
        """Something the system said, kept until it is surely stored."""
        row = IntakeRow(an_id("poke"), CASES[0], NOON, b'{"kind":"poke"}')
        for replica in self.replicas:
            with contextlib.suppress(StopIteration, Unavailable):
                work = replica.store.take_in([row])
                while True:
                    work.send(None)


@pytest.mark.parametrize("seed", range(60))
def test_all_is_handled_once_and_published_in_the_order_decided(seed: int) -> None:
    system = MemorySystem(seed)
    system.run(40, 0.02)
    system.poke()
    system.run(400, 0.02)
    system.calm = True
    system.poke()
    system.finish()
    for case in CASES:
        history = list(system.database.history[case].values())
        assert [row.version for row in history] == list(range(1, len(history) + 1))
        told = [row.cause for row in history if row.reason == "told"]
        assert sorted(told) == [f"{case}-{number}" for number in range(EVENTS)]
        woken = [row.cause for row in history if row.reason == "woken"]
        assert len(set(woken)) == len(woken) > 0
        assert sum(row.reason == "poked" for row in history) == (case == CASES[0])
        causes = [
            inbox_id("bank", row.cause, row.said, case) if row.said.startswith("doorstep.") else row.cause
            for row in history
        ]
        wanted = [
            str(derive("toy", case, row.said, cause, "doorstep.text.intended.v1", 1))
            for row, cause in zip(history, causes, strict=True)
        ]
        sent = [(row.key, str(row.id)) for row in system.broker.sent.values() if row.aggregate == case]
        assert {id for _, id in sent} == set(wanted)
        # A row that is not taken holds up those behind it which go the same way.
        for key in {key for key, _ in sent}:
            same_way = list(dict.fromkeys(id for its_key, id in sent if its_key == key))
            assert same_way == [id for id in wanted if id in same_way]
    assert not system.database.holders
