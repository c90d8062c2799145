"""How many steps of a service it takes until a stop is known there, counted and not timed.

How long a step takes is the machine's; the page that throws a switch says after how many seconds all services knew.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest

from shared.contracts.codec import encode
from shared.contracts.switches import SwitchStopped, Throw
from shared.privacy.master import MasterKeys
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext
from tests.conformance.given import look
from tests.integration.runtime.service_runner import overdue
from tests.integration.runtime.toy import MACHINE
from tests.memory.runtime import MemoryBroker, MemoryClock, MemoryDatabase, MemoryLog, MemoryStore, Moment, Process

NOW = datetime(2026, 10, 5, 9, tzinfo=UTC)
BATCH = 20
TOPICS = ("loans", "switches")


class StoppedToy:
    """One process of the toy, which reads loans and switches a batch at a time."""

    def __init__(self) -> None:
        process = Process(by_hand=False)
        moment = Moment(NOW)
        self.broker = MemoryBroker(moment, partitions=1)
        self.store = MemoryStore(MemoryDatabase(), process)
        self.store.start()
        self._log = MemoryLog(self.broker, process, group="toy", topics=TOPICS)
        self.operations = asyncio.Event()
        self._desk = StepContext(
            MACHINE, self.store, MemoryClock(moment, process), MasterKeys.of(b"k" * 32), Relay(),
            asked=self.operations.set,
        )  # fmt: skip
        self._breakers = Breakers(BATCH)

    def stop(self) -> None:
        thrown = SwitchStopped(
            id="s-1", source="console", subject="all", time=NOW, data=Throw(what="sending", cause="storm")
        )
        self.broker.append("switches", b"all", encode(thrown), 0)

    async def step(self) -> None:
        await consume_batch(self._log, self._desk, self._breakers)

    async def steps_until_known(self, most: int) -> int:
        for step in range(1, most + 1):
            await self.step()
            if (await look(self.store)).stopped == {"sending:all"}:
                return step
        raise AssertionError(f"not known after {most} steps")


@pytest.fixture
def toy() -> StoppedToy:
    return StoppedToy()


async def test_a_stop_is_known_when_the_step_that_reads_it_is_done(toy: StoppedToy) -> None:
    toy.stop()
    assert await toy.steps_until_known(1) == 1


async def test_who_carries_out_what_operators_ask_is_called_at_once_and_for_nothing_else(toy: StoppedToy) -> None:
    event = overdue("case-1").model_copy(update={"time": NOW})
    toy.broker.append("loans", b"case-1", encode(event), 0)
    await toy.step()
    assert not toy.operations.is_set()
    toy.stop()
    await toy.steps_until_known(1)
    assert toy.operations.is_set()


async def test_a_flood_of_events_puts_a_stop_off_by_a_step_at_most(toy: StoppedToy) -> None:
    for number in range(20 * BATCH):
        event = overdue(f"case-{number}").model_copy(update={"time": NOW})
        toy.broker.append("loans", event.subject.encode(), encode(event), 0)
    toy.stop()
    assert await toy.steps_until_known(len(TOPICS)) <= len(TOPICS)
