"""Positions through the consumer: rows in the transaction of their batch, and nothing else. PostgreSQL and its twin."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
import structlog
from psycopg.rows import tuple_row

from services.router.bootstrap import MIGRATIONS, QUERIES, SERVICE, machine
from services.router.shell.look_up import PlaceOpener
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.policy.pack import load_pack
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.master import MasterKeys
from shared.runtime import metrics
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Parking, Writes
from shared.runtime.steps.breaker import Breakers
from shared.runtime.steps.consume import consume_batch
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import StepContext
from tests.memory.router import APPLIES, READS
from tests.memory.runtime import MemoryBroker, MemoryClock, MemoryDatabase, MemoryLog, MemoryStore, Moment, Process
from tests.unit.router.events import REGION, at, gone, hired, located

NOW = at(5, 9)
SOME = 60


class Place:
    """One router that reads a topic in memory; its tables are real ones where `url` names some."""

    def __init__(self, url: str | None) -> None:
        process = Process(by_hand=False)
        self.url, self.memory = url, MemoryDatabase()
        self.broker = MemoryBroker(Moment(NOW), partitions=1)
        self.store: Any = (
            MemoryStore(self.memory, process, reads=READS, applies=APPLIES)
            if url is None
            else PgStore(url, SERVICE, QUERIES)
        )
        self.log = MemoryLog(self.broker, process, group="router", topics=("fleet",))
        clock, keys = MemoryClock(Moment(NOW), process), MasterKeys.of(b"k" * 32)
        places = PlaceOpener(KeyRing(MemoryKeys(), keys.wrap), clock)
        self.desk = StepContext(machine(load_pack("default"), places), self.store, clock, keys, Relay())
        self.breakers = Breakers(1000)

    def said(self, *events: Event) -> None:
        for event in events:
            self.broker.append(event.topic, event.subject.encode(), encode(event), 0)

    async def reads(self) -> int:
        return await consume_batch(self.log, self.desk, self.breakers)

    async def last(self) -> dict[str, datetime]:
        async with self.store.unit() as unit:
            asked = {"regions": [REGION], "since": NOW - timedelta(days=9)}
            return {row["collector"]: row["at"] for row in await unit.select("last_positions", asked)}

    async def rows(self) -> dict[str, int]:
        """How many rows lie in the tables of the runtime."""
        if self.url is None:
            found = self.memory
            history = sum(map(len, found.history.values()))
            return {"inbox": len(found.inbox), "states": len(found.states), "history": history,
                    "dead_letters": len(found.dead), "parked_events": sum(map(len, found.queued.values()))}  # fmt: skip
        tables = ("inbox", "states", "history", "dead_letters", "parked_events")
        async with await psycopg.AsyncConnection.connect(self.url, row_factory=tuple_row) as connection:
            cursors = [await connection.execute(f"SELECT count(*) FROM router.{each}".encode()) for each in tables]
            return {name: (await cursor.fetchall())[0][0] for name, cursor in zip(tables, cursors, strict=True)}


@pytest.fixture(params=["postgres", "memory"])
async def place(request: pytest.FixtureRequest) -> AsyncIterator[Place]:
    url = request.getfixturevalue("database_url") if request.param == "postgres" else None
    if url is not None:
        await migrate(url, SERVICE, MIGRATIONS)
    found = Place(url)
    started = found.store.start()
    if started is not None:
        await started
    yield found
    if url is not None:
        await found.store.close()


def some(number: int = SOME) -> list[Event]:
    """Of three collectors, one a second."""
    return [located(f"c{each % 3}", NOW - timedelta(seconds=number - each)) for each in range(number)]


async def test_many_positions_leave_a_row_for_each_collector_and_nothing_else(place: Place) -> None:
    place.said(*some())
    assert await place.reads() == SOME
    assert await place.last() == {f"c{each}": NOW - timedelta(seconds=3 - each) for each in range(3)}
    assert set((await place.rows()).values()) == {0}
    assert place.log.group.committed["fleet", 0] == SOME


async def test_what_is_read_again_changes_nothing(place: Place) -> None:
    place.said(*some())
    await place.reads()
    before = await place.last()
    place.said(*some())
    await place.reads()
    assert await place.last() == before


async def test_positions_between_events_that_are_decided_on_are_kept_with_them(place: Place) -> None:
    facts = hired("c0")
    place.said(*facts[:2], *some(), *facts[2:])
    await place.reads()
    assert len(await place.last()) == 3
    rows = await place.rows()
    assert (rows["history"], rows["inbox"]) == (len(facts), len(facts))


async def test_a_record_that_is_no_event_is_set_aside_and_stops_no_position(place: Place) -> None:
    place.said(*some(10))
    place.broker.append("fleet", REGION.encode(), b'{"specversion":"1.0","type":"doorstep.position.reported.v1"', 0)
    place.said(*some())
    await place.reads()
    assert len(await place.last()) == 3
    assert (await place.rows())["dead_letters"] == 1


async def test_a_position_of_the_future_is_not_kept_and_it_is_said(place: Place) -> None:
    ahead = located("c1", NOW + timedelta(hours=1))
    place.said(ahead, located("c2", NOW), ahead.model_copy(update={"id": "another"}))
    counted = metrics.REGISTRY.get_sample_value("doorstep_facts_total", {"reason": "position-ahead"}) or 0
    with structlog.testing.capture_logs() as lines:
        await place.reads()
    assert set(await place.last()) == {"c2"}
    now = metrics.REGISTRY.get_sample_value("doorstep_facts_total", {"reason": "position-ahead"})
    assert now == counted + 2
    (line,) = [line for line in lines if line["event"] == "facts-refused"]
    assert (line["reason"], line["count"]) == ("position-ahead", 2)


async def test_a_region_that_is_parked_or_held_by_somebody_hinders_no_position(place: Place) -> None:
    place.said(*hired("c0"))
    await place.reads()
    async with place.store.unit() as unit:
        await unit.commit(Writes(parked=[Parking(REGION, NOW, "decision-failed", "Broken")]))
    async with place.store.unit() as holding:
        await holding.open([], [REGION])
        place.said(*some())
        assert await place.reads() == SOME
    assert len(await place.last()) == 3
    assert (await place.rows())["parked_events"] == 0


async def test_who_leaves_in_the_very_batch_of_their_positions_is_nowhere(place: Place) -> None:
    place.said(*hired("c0"), *some(), gone("c0", time=NOW))
    await place.reads()
    assert set(await place.last()) == {"c1", "c2"}
