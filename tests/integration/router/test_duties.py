"""The table `duties` on a real PostgreSQL: nobody is sent to two doors at a time, whatever the code does."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import pytest

from services.router.bootstrap import MIGRATIONS, QUERIES, SERVICE
from services.router.core.duties import Duty, DutyDropped, DutyEnded
from shared.decision import Row
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Conflict, Writes
from tests.unit.router.given import Town, later
from tests.unit.router.given import given as given_town
from tests.unit.router.world import absent, at, cancelled, departed, ended, hired, made, moved


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PgStore]:
    await migrate(database_url, SERVICE, MIGRATIONS)
    store = PgStore(database_url, SERVICE, QUERIES)
    await store.start()
    yield store
    await store.close()


async def write(store: PgStore, *rows: Row) -> None:
    async with store.unit() as unit:
        await unit.commit(Writes(rows=list(rows)))


async def read(store: PgStore) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    async with store.unit() as unit:
        rows = await unit.select("duties", {})
    return {(row["collector"], row["booking"]): (row["starts_at"], row["ends_at"]) for row in rows}


def duty(collector: str, booking: str, start: float, end: float) -> Duty:
    return Duty(collector, booking, at(5, start), at(5, end))


async def test_two_doors_at_a_time_are_refused(store: PgStore) -> None:
    await write(store, duty("ana", "b1", 9, 10))
    with pytest.raises(Conflict, match="nobody_twice"):
        await write(store, duty("ana", "b2", 9.5, 11))
    assert set(await read(store)) == {("ana", "b1")}


async def test_one_after_another_and_somebody_else_are_fine(store: PgStore) -> None:
    await write(store, duty("ana", "b1", 9, 10), duty("ana", "b2", 10, 11), duty("rui", "b1", 9, 10))
    assert len(await read(store)) == 3


async def test_a_route_may_be_timed_anew_in_one_transaction(store: PgStore) -> None:
    await write(store, duty("ana", "b1", 9, 10), duty("ana", "b2", 10, 11))
    await write(store, duty("ana", "b2", 9, 10), duty("ana", "b1", 10, 11))
    assert (await read(store))["ana", "b1"] == (at(5, 10), at(5, 11))


async def test_of_two_words_about_a_duty_in_one_batch_the_last_counts(store: PgStore) -> None:
    await write(store, duty("ana", "b1", 9, 10), duty("ana", "b1", 11, 12))
    assert await read(store) == {("ana", "b1"): (at(5, 11), at(5, 12))}


async def test_who_is_dropped_is_free(store: PgStore) -> None:
    await write(store, duty("ana", "b1", 9, 10), duty("rui", "b1", 9, 10))
    await write(store, DutyDropped("b1"), duty("ana", "b2", 9, 10))
    assert set(await read(store)) == {("ana", "b2")}


@pytest.mark.parametrize(("ended_at", "free_from"), [(9.5, 9.5), (8, 9), (11, 10)])
async def test_time_not_needed_is_free_again(store: PgStore, ended_at: float, free_from: float) -> None:
    await write(store, duty("ana", "b1", 9, 10))
    await write(store, DutyEnded("b1", at(5, ended_at)))
    await write(store, DutyEnded("b1", at(5, ended_at)), duty("ana", "b2", free_from, 12))
    assert (await read(store))["ana", "b2"] == (at(5, free_from), at(5, 12))


async def test_a_day_in_town_is_the_same_in_the_table(store: PgStore) -> None:
    team = [hired("ana"), hired("rui"), hired("eva", 3), hired("leo", 4)]
    story: list[Any] = [
        made("b1", hour=10), made("b2", hour=10, east=2), made("b3", hour=13, east=-3), moved("b2", hour=15),
        absent("ana", 5, 12, 24), cancelled("b3"), made("b4", hour=12), later(at(5, 10)), departed("b1"),
        later(at(5, 10.2)), ended("b1"), made("b5", hour=11, east=4),
    ]  # fmt: skip
    town: Town = given_town(*team)
    for said in story:
        town.when(said)
        await write(store, *(effect for effect in town.decision.effects if isinstance(effect, Row)))
        assert await read(store) == town.duties
    assert len(town.duties) > 4
