"""An id is unique per source. Two systems that count 1, 2, 3 must not silence each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shared.contracts.texts import Fate, TextIntended
from shared.decision import Decision, Publish, accept, on
from shared.ids import derive
from shared.privacy.master import MasterKeys
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay, relay_outbox
from shared.runtime.steps.transact import StepContext
from tests.integration.runtime import toy
from tests.memory.runtime import (
    MemoryBroker,
    MemoryClock,
    MemoryDatabase,
    MemoryLog,
    MemoryOut,
    MemoryStore,
    Moment,
    Process,
)

from .corpus import NOW, sound_on

CASE = "case-17"


def tells_all(state: toy.Seen, input: toy.Overdue, context: toy.ToyContext) -> Decision[toy.Change]:
    fate = Fate(intent=derive(input.case), kind="reminder-firm", reason="told")
    return accept("told", "whatever happens is told", toy.Told(), effects=(Publish(TextIntended, CASE, fate),))


MACHINE = replace(
    toy.MACHINE,
    topics=("loans", "outcomes"),
    input_of=lambda event: toy.Overdue(event.type, 0),
    decider=replace(toy.DECIDER, table=(on(toy.Seen, toy.Overdue, tells_all),)),
)


async def told_of(records: Sequence[tuple[str, bytes, bytes]]) -> list[dict[str, Any]]:
    """What is published once the records of these topics were handled; nothing is parked."""
    moment, database, process = Moment(NOW), MemoryDatabase(), Process(by_hand=False)
    broker = MemoryBroker(moment, partitions=1)
    for topic, key, value in records:
        broker.append(topic, key, value, 0)
    store, relay = MemoryStore(database, process), Relay()
    store.start()
    context = StepContext(MACHINE, store, MemoryClock(moment, process), MasterKeys.of(b"k" * 32), relay)
    log = MemoryLog(broker, process, group="toy", topics=MACHINE.topics)
    while await consume_batch(log, context, Breakers(1)) + await relay_outbox(relay, store, MemoryOut(broker, process)):
        pass
    assert not database.parked
    assert not database.dead
    return [json.loads(record.value or b"") for record in broker.records["texts", 0]]


async def test_what_follows_from_two_events_of_one_id_is_published_twice() -> None:
    records = [(topic, *sound_on(topic, CASE, NOW)) for topic in ("loans", "outcomes")]
    assert [json.loads(value)["id"] for _, _, value in records] == [f"{CASE}-1"] * 2
    told = await told_of(records)
    assert len({event["id"] for event in told}) == len(told) == 2


async def test_two_sources_may_give_one_id_to_events_of_one_type_about_one_case() -> None:
    key, value = sound_on("loans", CASE, NOW)
    other = json.dumps(json.loads(value) | {"source": "another-bank"}).encode()
    told = await told_of([("loans", key, value), ("loans", key, other), ("loans", key, value)])
    assert len({event["id"] for event in told}) == len(told) == 2
