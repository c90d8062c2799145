"""An id is unique per source. Two systems that count 1, 2, 3 must not silence each other."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.contracts.texts import Fate, TextIntended
from shared.decision import Context, Decision, Publish, accept
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


def tells_all(state: Any, said: Any, at: datetime, context: Context) -> Decision:
    fate = Fate(intent=derive(said.type), kind="reminder-firm", reason="told")
    return accept("told", "whatever happens is told", effects=(Publish(TextIntended, CASE, fate),))


async def test_what_follows_from_two_events_of_one_id_is_published_twice() -> None:
    moment, database, process = Moment(NOW), MemoryDatabase(), Process(by_hand=False)
    broker = MemoryBroker(moment, partitions=1)
    for topic in ("loans", "outcomes"):
        key, value = sound_on(topic, CASE, NOW)
        broker.append(topic, key, value, 0)
    machine = replace(toy.MACHINE, decide=tells_all, topics=("loans", "outcomes"))
    store, relay = MemoryStore(database, process), Relay()
    store.start()
    desk = StepContext(machine, store, MemoryClock(moment, process), MasterKeys.of(b"k" * 32), relay)
    log = MemoryLog(broker, process, group="toy", topics=machine.topics)
    while await consume_batch(log, desk, Breakers(1)) + await relay_outbox(relay, store, MemoryOut(broker, process)):
        pass
    said = [json.loads(record.value or b"") for record in broker.records["loans", 0] + broker.records["outcomes", 0]]
    assert [event["id"] for event in said] == [f"{CASE}-1"] * 2
    told = [json.loads(record.value or b"") for record in broker.records["texts", 0]]
    assert len({event["id"] for event in told}) == len(told) == 2
    assert not database.parked
