"""No named query reads a table that grows whole: its plan says so, on tables as large as after years."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import psycopg
import pytest

from shared.runtime.pg.queries import load
from tests.architecture.sources import files
from tests.small_tables import SMALL

from .filled import SERVICES, filled
from .planned import WholeRead, small_indexes, whole_reads

LARGE, FILLED = 10_000_000, 48_000
TOOLS = ("sandbox", "verifier")
"""They read everything of a demo, which ends."""
SMALL_HERE = {
    **SMALL,
    "forgotten": "those who asked for it, and it is read with an index",
    "master_key": "one row",
    "accounts": "people of the bank",
    "links": "end within hours",
    "sessions": "end within a day",
    "journeys": "end within minutes",
    "sign_ins": "end within hours, and are removed by the statement that reads them",
    "model_generations": "two at most",
    "model_writer": "one row",
    "model_offsets": "a row a partition",
    "resumes_asked": "what waits to be confirmed",
    "pg_database": "PostgreSQL's own",
    "router.states": "a row a region",
    "router.timers": "some rows a region",
    "router.duties": "of visits that are open, and two days more",
}
"""Tables that do not grow with what is over, or with the number of cases."""
WHOLE = {
    "highest_format": "once, at a start beside the former version (docs/adr/0036)",
    "last_decided": "once a recovery, by its command",
    "oldest_data_key": "once, where nothing is kept of the master key yet",
    "counted": "a page's counts of everything, from an index of the read model, kept for some seconds",
    "counted_regions": "the same by region",
    "states": "the same from the services themselves, while the read model is away",
    "regions": "the same",
    "regions_known": "an operator stops or resumes a region",
    "held_causes": "a person asks what is held; counts everything that is",
    "held_cases": "a person asks what is held for one cause",
    "held_since": "the same, since when",
    "visits_for_operator": "a person asks which visits wait for them",
    "letters_begun": "a person looks for a letter by the beginning of its id",
    "letters_settled": "a person looks at the letters that were settled last",
}
"""Queries that may read a table whole, and why."""
VALUES: dict[str, dict[str, str]] = {
    "not_taken": {"lost": "1"},
    "next_entries": {"last": "500"},
    "counted_entries": {"last": "500"},
    "forget_duties": {"before": "ARRAY[now()]"},
    "skip": {"first": "ARRAY[1]"},
    "add_history": {"about": "ARRAY['case-1']"},
    "forget_decisions": {"keys": "ARRAY['(1,1)', '(2,1)']"},
    "dead_letters": {"settled": "false", "id": "''"},
    "replies_to_read": {"settled": "false", "id": "''", "case": "''"},
    "unmatched_replies": {"sid": "''"},
    "cases_found": {"find": "''", "state": "''"},
}
"""By query, where a value of the parameter's name or type would not do."""
PLACES_OF_ROUTER = {"decisions_to_keep": {"keys": "ARRAY['(1,1)', '(2,1)']"}}


def of_product() -> list[Path]:
    return [
        path for path in files()
        if path.suffix == ".sql" and path.parts[0] in ("services", "shared") and path.parent.name != "migrations"
        and path.parts[1] not in TOOLS
    ]  # fmt: skip


async def reads(url: str) -> tuple[set[WholeRead], int]:
    """All whole reads of what is not small, and how many queries were looked at."""
    found, seen = set[WholeRead](), 0
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        partial = await small_indexes(connection)
        for path in of_product():
            package = ".".join(path.parent.parts)
            for schema in SERVICES if path.parts[0] == "shared" else [path.parts[1]]:
                await connection.execute(f"SET search_path = {schema}, privacy, public".encode())
                for name, statement in load(package, path.name).items():
                    seen += 1
                    more = VALUES.get(name, {}) | (PLACES_OF_ROUTER.get(name, {}) if schema == "router" else {})
                    found |= await whole_reads(connection, name, statement, partial, more)
    return {read for read in found if not _is_small(read.table)}, seen


def _is_small(table: str) -> bool:
    return table in SMALL_HERE or table.rpartition(".")[2] in SMALL_HERE


@pytest.fixture
async def as_if_large(database_url: str) -> str:
    await filled(database_url, FILLED, as_if=LARGE)
    return database_url


async def test_no_named_query_reads_a_growing_table_whole(as_if_large: str) -> None:
    found, seen = await reads(as_if_large)
    assert seen > 300
    assert {read for read in found if read.query not in WHOLE} == set()
    assert WHOLE.keys() == {read.query for read in found}, "what reads no table whole any more needs no reason"


async def test_a_query_that_reads_everything_is_found(as_if_large: str) -> None:
    async def whole(statement: str) -> set[Any]:
        return {read.table for read in await whole_reads(connection, "tried", statement, partial, {})}

    async with await psycopg.AsyncConnection.connect(as_if_large, autocommit=True) as connection:
        partial = await small_indexes(connection)
        await connection.execute("SET search_path = notifier")
        assert await whole("DELETE FROM inbox WHERE at < now() - make_interval(days => %(days)s)") == {"notifier.inbox"}
        assert await whole("SELECT max(at) FROM history") == {"notifier.history"}
        assert await whole("SELECT count(*) FROM states WHERE aggregate > ''") == {"notifier.states"}
        assert await whole("SELECT 1 FROM texts WHERE status = 'delivered' AND region = %(region)s") == {
            "notifier.texts"
        }
        assert await whole("SELECT aggregate FROM states ORDER BY aggregate LIMIT 5") == set()
        assert await whole("SELECT 1 FROM history WHERE aggregate = %(aggregate)s") == set()


@pytest.mark.campaign
async def test_nor_with_ten_million_decisions(database_url: str) -> None:
    await filled(database_url, LARGE)
    found, _ = await reads(database_url)
    assert {read for read in found if read.query not in WHOLE} == set()
