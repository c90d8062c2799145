"""The consumer with garbage on one topic: what it reads of that one and of the others, and what it sets aside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.contracts.codec import encode
from shared.privacy.master import MasterKeys
from shared.runtime.ports import May, Record
from shared.runtime.steps.breaker import PROBE_EVERY, Breakers
from shared.runtime.steps.consume import PROBED_S, WAIT_S, consume_batch
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext
from tests.integration.runtime.service_runner import overdue
from tests.integration.runtime.toy import MACHINE
from tests.memory.runtime import MemoryBroker, MemoryClock, MemoryDatabase, MemoryLog, MemoryStore, Moment, Process

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
GARBAGE = b"\xff" * 8
BATCH = 200


class Place:
    """One consumer of two topics in memory, each of one partition."""

    def __init__(self) -> None:
        process = Process(by_hand=False)
        self.moment = Moment(NOW)
        self.broker = MemoryBroker(self.moment, partitions=1)
        self.database = MemoryDatabase()
        store = MemoryStore(self.database, process)
        store.start()
        self.log = MemoryLog(self.broker, process, group="toy", topics=("loans", "outcomes"))
        self.desk = StepContext(MACHINE, store, MemoryClock(self.moment, process), MasterKeys.of(b"k" * 32), Relay())
        self.breakers = Breakers(BATCH)

    async def reads(self, times: int = 1) -> int:
        return sum([await consume_batch(self.log, self.desk, self.breakers) for _ in range(times)])

    def committed(self, topic: str) -> int:
        return self.log.group.committed.get((topic, 0), 0)

    def overdue(self) -> None:
        event = overdue("case-1").model_copy(update={"time": self.moment.at})
        self.broker.append("loans", b"case-1", encode(event), 0)

    def garbage(self, topic: str, number: int) -> None:
        for _ in range(number):
            self.broker.append(topic, None, GARBAGE, 0)


@pytest.fixture
def place() -> Place:
    return Place()


async def test_garbage_on_one_topic_does_not_stop_another(place: Place) -> None:
    place.garbage("outcomes", 3 * BATCH)
    await place.reads(8)
    assert set(place.breakers.opened()) == {"outcomes"}
    stopped_at = place.committed("outcomes")
    place.overdue()
    await place.reads(2)
    assert place.committed("loans") == 1
    assert len(place.database.states) == 1
    assert place.committed("outcomes") == stopped_at < 3 * BATCH


async def test_while_the_clock_is_wrong_nothing_is_read_and_afterwards_all_of_it_is(place: Place) -> None:
    """What is decided by a clock of the future binds all that comes after it; by one of the past a sound event is of
    the future."""
    place.overdue()
    place.moment.at -= timedelta(days=3)
    place.desk = replace(place.desk, clock_wrong=lambda: True)
    assert await place.reads(3) == 0
    assert (place.committed("loans"), place.database.states) == (0, {})
    place.moment.at += timedelta(days=3)
    place.desk = replace(place.desk, clock_wrong=lambda: False)
    await place.reads(2)
    assert (place.committed("loans"), len(place.database.states)) == (1, 1)
    assert place.database.dead == {}


async def test_what_was_waited_for_while_the_clock_was_set_comes_again(place: Place) -> None:
    """It was right when the poll began, and is days behind when a record has come."""
    place.overdue()
    answers = iter([False, True])
    place.desk = replace(place.desk, clock_wrong=lambda: next(answers, False))
    assert (await place.reads(), place.committed("loans")) == (0, 0)
    await place.reads()
    assert (place.committed("loans"), place.database.dead) == (1, {})


async def test_what_is_set_aside_goes_at_full_speed_and_what_is_behind_it_waits(place: Place) -> None:
    place.garbage("loans", 3 * BATCH)
    await place.reads(8)
    place.overdue()
    place.garbage("loans", BATCH)
    place.breakers.orders = {("loans", 0): 3 * BATCH + 1}
    await place.reads(8)
    assert place.committed("loans") == 3 * BATCH + 1
    assert len(place.database.dead) == 3 * BATCH
    assert len(place.database.states) == 1
    assert set(place.breakers.opened()) == {"loans"}
    for _ in range(20):
        place.moment.at += PROBE_EVERY
        await place.reads()
    assert len(place.database.dead) == 4 * BATCH


async def test_a_sound_record_behind_garbage_is_decided_on_within_minutes(place: Place) -> None:
    place.garbage("loans", 8_000)
    place.overdue()
    await place.reads(2)
    rounds = 0
    while not place.database.states:
        place.moment.at += PROBE_EVERY
        await place.reads()
        rounds += 1
        assert rounds <= 60
    assert len(place.database.dead) == 8_000


class Waits(MemoryLog):
    """How long each poll might wait."""

    def __init__(self, place: Place) -> None:
        super().__init__(place.broker, Process(by_hand=False), group="waits", topics=("loans", "outcomes"))
        self.asked: list[float] = []

    async def poll(self, records_max: int, wait_s: float, may: May | None = None) -> list[Record]:
        self.asked.append(wait_s)
        return await super().poll(records_max, wait_s, may)


async def test_a_lane_waits_for_long_but_where_others_are_to_be_tried_in_between(place: Place) -> None:
    place.log = Waits(place)
    await place.reads()
    assert place.log.asked == [WAIT_S]
    place.garbage("outcomes", 3 * BATCH)
    while not place.breakers.opened():
        await place.reads()
    place.log.asked.clear()
    await place.reads()
    assert place.log.asked[0] == PROBED_S < WAIT_S
