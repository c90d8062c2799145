"""The table `positions`: the newest place of each collector, whatever comes in which order. PostgreSQL and its twin."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from services.router.bootstrap import MIGRATIONS, QUERIES, SERVICE
from services.router.core.positions import LastPosition, PositionDropped, PositionsForgotten
from shared.decision import Row
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Writes
from tests.memory.router import APPLIES, READS
from tests.memory.runtime.commit import apply_rows
from tests.memory.runtime.tables import Tables
from tests.unit.router.events import MONDAY, REGION

Found = dict[str, tuple[datetime, str]]
EVER = MONDAY - timedelta(days=400)


class OnPostgres:
    def __init__(self, store: PgStore) -> None:
        self.store = store

    async def write(self, *rows: Row) -> None:
        async with self.store.unit() as unit:
            await unit.commit(Writes(rows=list(rows)))

    async def last(self, since: datetime = EVER, regions: tuple[str, ...] = (REGION,)) -> Found:
        async with self.store.unit() as unit:
            return found(await unit.select("last_positions", {"regions": list(regions), "since": since}))


class InMemory:
    def __init__(self) -> None:
        self.tables: Any = Tables()

    async def write(self, *rows: Row) -> None:
        apply_rows(self.tables, APPLIES, Writes(rows=list(rows)))

    async def last(self, since: datetime = EVER, regions: tuple[str, ...] = (REGION,)) -> Found:
        return found(READS["last_positions"](self.tables, {"regions": list(regions), "since": since}))


Table = OnPostgres | InMemory


def found(rows: list[dict[str, Any]]) -> Found:
    return {row["collector"]: (row["at"], row["place"]) for row in rows}


def minute(number: int) -> datetime:
    return MONDAY + timedelta(minutes=number)


def put(collector: str, number: int, place: str = "x", region: str = REGION) -> LastPosition:
    return LastPosition(region, collector, minute(number), place)


def left(collector: str, number: int) -> PositionDropped:
    return PositionDropped(REGION, collector, minute(number))


@pytest.fixture(params=["postgres", "memory"])
async def table(request: pytest.FixtureRequest) -> AsyncIterator[Table]:
    if request.param == "memory":
        yield InMemory()
        return
    url = request.getfixturevalue("database_url")
    await migrate(url, SERVICE, MIGRATIONS)
    store = PgStore(url, SERVICE, QUERIES)
    await store.start()
    yield OnPostgres(store)
    await store.close()


async def test_the_newest_of_a_batch_and_of_all_batches_is_kept(table: Table) -> None:
    await table.write(put("ana", 1), put("ana", 3, "new"), put("ana", 2), put("eva", 1, "hers"))
    await table.write(put("ana", 2), put("eva", 5, "hers too"))
    assert await table.last() == {"ana": (minute(3), "new"), "eva": (minute(5), "hers too")}


async def test_of_one_moment_the_first_is_kept_in_a_batch_and_after_it(table: Table) -> None:
    await table.write(put("ana", 1, "first"), put("ana", 1, "second"))
    await table.write(put("ana", 1, "third"))
    assert await table.last() == {"ana": (minute(1), "first")}


async def test_who_left_has_no_place_and_only_a_newer_one_is_taken(table: Table) -> None:
    await table.write(put("ana", 4), put("eva", 1))
    await table.write(left("ana", 2), left("leo", 2))
    await table.write(put("ana", 3), put("ana", 4), put("leo", 2))
    assert set(await table.last()) == {"eva"}
    await table.write(put("ana", 5, "back"), put("leo", 3, "back"))
    assert set(await table.last()) == {"ana", "eva", "leo"}


async def test_what_is_older_than_asked_is_not_read_and_at_last_removed(table: Table) -> None:
    await table.write(put("ana", 1), put("eva", 2), left("leo", 1))
    assert set(await table.last(since=minute(2))) == {"eva"}
    await table.write(PositionsForgotten(minute(1)), PositionsForgotten(minute(2)))
    await table.write(put("leo", 0))
    assert set(await table.last()) == {"eva", "leo"}


async def test_regions_are_asked_apart(table: Table) -> None:
    await table.write(put("ana", 1, "here"), put("ana", 2, "there", "lisboa"))
    assert (await table.last(), await table.last(regions=("lisboa",))) == (
        {"ana": (minute(1), "here")},
        {"ana": (minute(2), "there")},
    )


async def test_two_processes_that_write_the_same_collectors_do_not_wait_for_each_other_for_ever(table: Table) -> None:
    """While a partition moves both owners may; rows in no common order would be deadlocks."""
    names, random = [f"c{number}" for number in range(40)], Random(3)

    async def writes() -> None:
        for number in range(15):
            await table.write(*(put(name, number) for name in random.sample(names, len(names))))

    await asyncio.gather(writes(), writes(), writes())
    assert await table.last() == dict.fromkeys(names, (minute(14), "x"))


async def test_rows_in_any_order_and_number_leave_the_same(table: Table) -> None:
    random = Random(7)
    told = [put(random.choice("abc"), number, str(number)) for number in range(30)]
    newest: dict[str, tuple[datetime, str]] = {row.collector: (row.at, row.place) for row in told}
    for _ in range(5):
        some = random.choices(told, k=20)
        await table.write(*some)
    await table.write(*random.sample(told, len(told)))
    assert await table.last() == newest
