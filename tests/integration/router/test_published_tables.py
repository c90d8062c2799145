"""What router publishes of regions stands in tables, and says what the regions' documents say, whatever happened."""

from __future__ import annotations

from collections.abc import AsyncIterator
from random import Random

import psycopg
import pytest

from services.router.bootstrap import MIGRATIONS, QUERIES, SERVICE
from shared.decision import Row, TimerDue
from shared.runtime.machine import as_json
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Writes
from tests.unit.router.events import at, cancelled, hired, made
from tests.unit.router.given import Scenario, given, later

from .published_by_document import BY_DOCUMENT, happenings
from .test_an_older_router import upgraded

SEEDS, HAPPENINGS, OFTEN = 4, 60, 7
EMPTY = "TRUNCATE router.states, router.collectors, router.stops, router.duties, router.positions"


@pytest.fixture
async def store(database_url: str) -> AsyncIterator[PgStore]:
    await migrate(database_url, SERVICE, MIGRATIONS)
    found = PgStore(database_url, SERVICE, QUERIES)
    await found.start()
    yield found
    await found.close()


async def write(store: PgStore, town: Scenario) -> None:
    """The rows of the last decision, as they are written."""
    rows = [effect for effect in town.decision.effects if isinstance(effect, Row)]
    async with store.unit() as unit:
        await unit.commit(Writes(rows=rows))


def keep(url: str, town: Scenario) -> None:
    """The region's document as the runtime stores it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM router.states")
        connection.execute("INSERT INTO router.states VALUES (%s, 1, %s)", (town.region.region, as_json(town.region)))


def said(url: str) -> tuple[list[object], list[object]]:
    """What the documents say, and what is published."""
    with psycopg.connect(url) as connection:
        documents = [connection.execute(query).fetchall() for query in BY_DOCUMENT]
        tables = [connection.execute(query).fetchall() for query in BY_DOCUMENT.values()]
    return [row for rows in documents for row in rows], [row for rows in tables for row in rows]


async def test_the_tables_say_what_the_documents_say_whatever_happens(store: PgStore, database_url: str) -> None:
    stops = 0
    for seed in range(SEEDS):
        random, town = Random(seed), Scenario()
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute(EMPTY)
        for number, happens in enumerate(happenings(random, HAPPENINGS)):
            if number % OFTEN == 0:
                keep(database_url, town)
                documents, tables = said(database_url)
                assert tables == documents, f"seed {seed}, before {number}"
                stops += sum("booking" in str(row) for row in tables)
            before = town.decision
            town.when(happens)
            if town.decision is not before:
                await write(store, town)
            due = [kind for kind, due_at in town.timers.items() if due_at <= town.at]
            for kind in due:
                town.when(TimerDue(kind, town.at))
                await write(store, town)
    assert stops > SEEDS * OFTEN, "there was something to say"


async def test_the_tables_are_filled_from_the_documents_of_an_older_database(database_url: str) -> None:
    random, town = Random(11), Scenario()
    town.when(*happenings(random, HAPPENINGS))
    await upgraded(database_url, town.region)
    documents, tables = said(database_url)
    assert tables == documents
    assert len(tables) > len(town.region.collectors)


async def test_the_night_puts_right_what_a_former_version_decided_beside_this_one(
    store: PgStore, database_url: str
) -> None:
    town = given(hired("ana"), hired("rui"), made("b1"), made("b2", day=4))
    for effect in (made("b3", day=6), cancelled("b2")):
        town.when(effect)  # and nobody writes rows
    await write(store, given(hired("ana"), hired("rui"), made("b1")).when(made("b2", day=4)))
    keep(database_url, town)
    documents, tables = said(database_url)
    assert tables != documents
    town.when(later(at(2, 2)), TimerDue("tidy", at(2, 2)))
    await write(store, town)
    keep(database_url, town)
    documents, tables = said(database_url)
    assert tables == documents


async def test_what_says_the_same_as_before_is_not_written(store: PgStore, database_url: str) -> None:
    town = given(hired("ana"), hired("rui"), made("b1"))
    tidied = town.when(later(at(2, 2)), TimerDue("tidy", at(2, 2)))
    seen = "SELECT array_agg(xmin::text ORDER BY booking) FROM router.stops"
    marks = []
    for _ in range(2):
        await write(store, tidied)
        with psycopg.connect(database_url) as connection:
            marks.append(connection.execute(seen).fetchall())
    assert marks[0] == marks[1] != [(None,)]


async def test_nothing_that_is_published_reads_a_document(store: PgStore, database_url: str) -> None:
    with psycopg.connect(database_url) as connection:
        views = connection.execute(
            "SELECT viewname FROM pg_views WHERE schemaname = 'router_published' AND definition ~ '[.]doc\\M'"
        ).fetchall()
        assert connection.execute("SELECT 'convert_from(s.doc, ''UTF8'')' ~ '[.]doc\\M'").fetchall() == [(True,)]
    assert views == []
