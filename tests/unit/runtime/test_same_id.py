"""Nothing is dropped as a repetition without being one; and nothing is decided on twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.contracts.codec import content_of, encode
from shared.contracts.loans import LoanOverdue
from shared.contracts.values import Money
from shared.privacy.master import MasterKeys
from shared.runtime.machine import AnyMachine, Unread
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext
from tests.integration.runtime import toy
from tests.integration.runtime.service_runner import overdue
from tests.memory.runtime import MemoryBroker, MemoryClock, MemoryDatabase, MemoryLog, MemoryStore, Moment, Process
from tests.memory.runtime.database import Parked

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
KEYS = MasterKeys.of(b"k" * 32)
HOLDING = replace(toy.MACHINE, unread=Unread(frozenset({"loans"}), lambda letter, code, at: toy.Poke()))


class ToyInMemory:
    """A toy on adapters in memory; `batch` records are read at once."""

    def __init__(self, batch: int, machine: AnyMachine = toy.MACHINE) -> None:
        moment, process = Moment(NOW), Process(by_hand=False)
        self.database, self.broker, self._batch = MemoryDatabase(), MemoryBroker(moment, partitions=1), batch
        store = MemoryStore(self.database, process)
        store.start()
        self._desk = StepContext(machine, store, MemoryClock(moment, process), KEYS, Relay())
        self._log = MemoryLog(self.broker, process, group="toy", topics=["loans"])

    async def say(self, *events: LoanOverdue) -> None:
        for event in events:
            self.broker.append("loans", event.subject.encode(), encode(event), 0)
        breakers = Breakers(self._batch)
        while await consume_batch(self._log, self._desk, breakers):
            pass

    def decided(self) -> list[tuple[str, str]]:
        return [(case, row.cause) for case, rows in sorted(self.database.history.items()) for row in rows.values()]

    def dead(self) -> list[str]:
        return [row.code for row in self.database.dead.values()]

    def held(self) -> list[str]:
        """The cases that hear of a record set aside, which they may be about."""
        return sorted(row.aggregate for row in self.database.intake.values())


def said(case: str, event_id: str, minor: int = 500_000, **changes: Any) -> LoanOverdue:
    event = overdue(case, event_id, minor=minor)
    return event.model_copy(update={"time": NOW, **changes})


BATCHES = pytest.mark.parametrize("batch", [1, 2, 100])


@BATCHES
async def test_a_repetition_is_one_whatever_way_it_came(batch: int) -> None:
    running_toy = ToyInMemory(batch)
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    await running_toy.say(said("a", "1"), said("a", "1"), said("a", "1", traceparent=trace), said("a", "1"))
    assert (running_toy.decided(), running_toy.dead()) == ([("a", "1")], [])


@BATCHES
async def test_the_same_id_with_other_content_is_set_aside_and_not_dropped(batch: int) -> None:
    running_toy = ToyInMemory(batch)
    corrected = said("a", "1", minor=120_000)
    await running_toy.say(said("a", "1"), corrected, said("a", "1"), said("b", "2"))
    await running_toy.say(said("a", "1"))
    assert running_toy.decided() == [("a", "1"), ("b", "2")]
    assert running_toy.dead() == ["same-id-other-content"]
    (row,) = running_toy.database.dead.values()
    assert KEYS.look_at(row.original, row.id) == encode(corrected)


@BATCHES
async def test_two_cases_two_kinds_and_two_sources_may_count_alike(batch: int) -> None:
    running_toy = ToyInMemory(batch)
    await running_toy.say(said("a", "1"), said("b", "1"), said("a", "1", source="bank/branch"))
    assert running_toy.decided() == [("a", "1"), ("a", "1"), ("b", "1")]
    assert running_toy.dead() == []
    ids = [row.row.id for row in running_toy.database.outbox.values()]
    assert len(set(ids)) == len(ids) == 3


@BATCHES
@pytest.mark.parametrize("beside", [(), ("c",)])
async def test_the_same_id_with_other_content_holds_the_cases_that_it_names(
    batch: int, beside: tuple[str, ...]
) -> None:
    """By key and by subject, whether it is read with the first of its id or later; and of the unknown none."""
    running_toy = ToyInMemory(batch, HOLDING)
    others = [said(case, f"of-{case}") for case in beside]
    await running_toy.say(said("a", "1"), said("b", "1"), *others, said("a", "1", minor=120_000))
    assert (running_toy.dead(), running_toy.held()) == (["same-id-other-content"], ["a"])
    await running_toy.say(said("z", "9"), *others)
    running_toy.broker.append("loans", b"b", encode(said("z", "9", minor=120_000)), 0)
    running_toy.broker.append("loans", b"nobody", encode(said("z", "9", minor=130_000)), 0)
    await running_toy.say()
    assert running_toy.held() == ["a", "b", "z", "z"]


async def test_a_case_that_is_parked_is_known_too() -> None:
    running_toy = ToyInMemory(1, HOLDING)
    await running_toy.say(said("a", "1"))
    running_toy.database.states.pop("a")
    running_toy.database.parked["a"] = Parked(NOW, "stuck", "of earlier")
    await running_toy.say(said("a", "1", minor=120_000))
    assert running_toy.held() == ["a"]


async def test_a_record_set_aside_twice_is_set_aside_once() -> None:
    running_toy = ToyInMemory(10)
    await running_toy.say(said("a", "1"), said("a", "1", minor=120_000))
    running_toy.broker.groups["toy"].committed.clear()
    running_toy.broker.rebalance(running_toy.broker.groups["toy"])
    await running_toy.say()
    assert running_toy.dead() == ["same-id-other-content"]


async def test_a_bad_record_at_the_place_of_another_is_another() -> None:
    """A topic that was made anew counts its offsets anew."""
    running_toy = ToyInMemory(10)
    for value in (b"first", b"second", b"second"):
        running_toy.broker.append("loans", b"k", value, 0)
        await running_toy.say()
        running_toy.broker.records["loans", 0].clear()
        running_toy.broker.groups["toy"].committed.clear()
        running_toy.broker.rebalance(running_toy.broker.groups["toy"])
    assert len(running_toy.dead()) == 2


def test_what_an_event_says_is_all_but_the_way_it_came() -> None:
    event = said("a", "1")
    trace = "00-" + "a" * 32 + "-" + "b" * 16 + "-01"
    assert content_of(event) == content_of(event.model_copy(update={"traceparent": trace, "causationid": "x"}))
    dollars = event.data.model_copy(update={"amount": Money(minor=500_000, currency="USD")})
    others = [
        said("a", "1", minor=1), said("a", "1", time=NOW + timedelta(seconds=1)), said("b", "1"),
        event.model_copy(update={"data": dollars}),
    ]  # fmt: skip
    assert len({content_of(other) for other in [event, *others]}) == 5
