"""The table `duties`: nobody is sent to two doors at a time, whatever the code does. PostgreSQL and its stand-in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Any

import psycopg
import pytest

from services.router.bootstrap import MIGRATIONS, QUERIES, SERVICE
from services.router.core.events_out import DutiesForgotten, Duty, DutyDropped, DutyEnded
from shared.decision import Row
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Conflict, Writes
from tests.memory.router import APPLIES, READS
from tests.memory.runtime.commit import apply_rows
from tests.memory.runtime.tables import Tables
from tests.unit.router.events import REGION, absent, at, cancelled, departed, ended, hired, made
from tests.unit.router.given import Scenario, later
from tests.unit.router.given import given as given_town

NAMES = ["ana", "eva", "leo", "rui"]


class OnPostgres:
    def __init__(self, store: PgStore) -> None:
        self.store = store

    async def write(self, *rows: Row) -> None:
        """One transaction: all of it or nothing."""
        async with self.store.unit() as unit:
            await unit.commit(Writes(rows=list(rows)))

    async def select(self, query: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        async with self.store.unit() as unit:
            return await unit.select(query, params)


class InMemory:
    def __init__(self) -> None:
        self.tables: Any = Tables()

    async def write(self, *rows: Row) -> None:
        """One transaction: all of it or nothing."""
        try:
            apply_rows(self.tables, APPLIES, Writes(rows=list(rows)))
        except Conflict:
            self.tables.undo()
            raise

    async def select(self, query: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        return READS[query](self.tables, params)


Table = OnPostgres | InMemory


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


async def seen_by(table: Table, region: str) -> dict[tuple[str, str], tuple[datetime, datetime]]:
    """What `region` sees of its collectors' time: what it does not have itself."""
    params = {"collectors": NAMES, "regions": [region] * len(NAMES)}
    rows = await table.select("busy_elsewhere", params)
    who = [(row["region"], row["collector"]) for row in await table.select("working_elsewhere", params)]
    assert sorted(who) == sorted({(region, row["collector"]) for row in rows}), (
        "who works elsewhere has time taken there"
    )
    return {(row["collector"], row["booking"]): (row["starts_at"], row["ends_at"]) for row in rows}


def duty(collector: str, booking: str, start: float, end: float, region: str = REGION) -> Duty:
    return Duty(collector, booking, region, at(5, start), at(5, end))


async def test_two_doors_at_a_time_are_refused(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10))
    with pytest.raises(Conflict, match="nobody_twice"):
        await table.write(duty("rui", "b2", 9.5, 11), duty("ana", "b2", 9.5, 11))
    assert set(await seen_by(table, "braga")) == {("ana", "b1")}


async def test_one_after_another_and_somebody_else_are_fine(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10), duty("ana", "b2", 10, 11), duty("rui", "b1", 9, 10))
    assert len(await seen_by(table, "braga")) == 3


async def test_a_route_may_be_timed_anew_in_one_transaction(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10), duty("ana", "b2", 10, 11))
    await table.write(duty("ana", "b2", 9, 10), duty("ana", "b1", 10, 11))
    assert (await seen_by(table, "braga"))["ana", "b1"] == (at(5, 10), at(5, 11))


async def test_of_two_words_about_a_duty_in_one_batch_the_last_counts(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10), duty("ana", "b1", 11, 12))
    assert await seen_by(table, "braga") == {("ana", "b1"): (at(5, 11), at(5, 12))}


async def test_who_is_dropped_is_free(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10), duty("rui", "b1", 9, 10))
    await table.write(DutyDropped("b1"), duty("ana", "b2", 9, 10))
    assert set(await seen_by(table, "braga")) == {("ana", "b2")}


@pytest.mark.parametrize(("ended_at", "free_from"), [(9.5, 9.5), (8, 9), (11, 10)])
async def test_time_not_needed_is_free_again(table: Table, ended_at: float, free_from: float) -> None:
    await table.write(duty("ana", "b1", 9, 10))
    await table.write(DutyEnded("b1", at(5, ended_at)))
    await table.write(DutyEnded("b1", at(5, ended_at)), duty("ana", "b2", free_from, 12))
    assert (await seen_by(table, "braga"))["ana", "b2"] == (at(5, free_from), at(5, 12))


async def test_a_region_sees_the_time_that_others_have_and_not_its_own(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10), duty("ana", "b2", 11, 12, "braga"))
    assert set(await seen_by(table, REGION)) == {("ana", "b2")}
    assert set(await seen_by(table, "braga")) == {("ana", "b1")}


async def test_what_is_long_over_is_forgotten(table: Table) -> None:
    await table.write(duty("ana", "b1", 9, 10), duty("ana", "b2", 14, 15), duty("rui", "b3", 14, 15))
    await table.write(DutyEnded("b3", at(5, 8)), DutiesForgotten(at(5, 12)), DutiesForgotten(at(5, 11)))
    assert set(await seen_by(table, "braga")) == {("ana", "b2")}


async def test_a_day_in_town_is_the_same_in_the_table(table: Table) -> None:
    team = [hired("ana"), hired("rui"), hired("eva", 3), hired("leo", 4)]
    story: list[Any] = [
        made("b1", hour=10), made("b2", hour=10, east=2), made("b3", hour=13, east=-3), cancelled("b2"),
        made("b6", hour=15, east=2),
        absent("ana", 5, 12, 24), cancelled("b3"), made("b4", hour=12), later(at(5, 10)), departed("b1"),
        later(at(5, 10.2)), ended("b1"), made("b5", hour=11, east=4),
    ]  # fmt: skip
    town: Scenario = given_town(*team)
    for said in story:
        town.when(said)
        await table.write(*(effect for effect in town.decision.effects if isinstance(effect, Row)))
        assert await seen_by(table, "braga") == town.duties
    assert len(town.duties) > 4


async def test_a_duty_that_says_the_same_is_not_written_again(database_url: str) -> None:
    await migrate(database_url, SERVICE, MIGRATIONS)
    store = PgStore(database_url, SERVICE, QUERIES)
    await store.start()
    table, stays = OnPostgres(store), duty("ana", "b1", 10, 11)
    try:
        await table.write(stays, duty("ana", "b2", 12, 13))
        before = _written(database_url)
        await table.write(stays, duty("ana", "b2", 14, 15))
        after = _written(database_url)
    finally:
        await store.close()
    assert (before["b1"] == after["b1"], before["b2"] == after["b2"]) == (True, False)


def _written(url: str) -> dict[str, tuple[str, str]]:
    """By booking: where its row lies, and by whom it was written or locked last."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT booking, ctid::text, xmin || ' ' || xmax FROM router.duties").fetchall()
    return {booking: (place, who) for booking, place, who in found}
