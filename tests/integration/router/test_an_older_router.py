"""A database that router filled before: what its documents say is in the tables once this version started on it."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from psycopg.rows import dict_row

from services.router.bootstrap import MIGRATIONS, SERVICE, STATES
from services.router.core.changes import Located, Tidied
from services.router.core.evolve import evolve
from services.router.core.state import RegionState
from shared.contracts.values import Sealed
from shared.runtime.machine import as_json
from shared.runtime.pg.migrate import migrate
from tests.unit.router.events import REGION, absent, at, hired, located, made
from tests.unit.router.given import given, later

BEFORE_TABLES = """
DROP VIEW router_published.collectors, router_published.stops;
DROP TABLE collectors, stops, positions;
DELETE FROM migrations WHERE name ~ '/(0027_days|0042_positions|0043_published_tables)[.]sql$'
"""
"""As it was when a position stood in its region's document, and views read that."""


def lived() -> RegionState:
    """A region as an older version left it: one collector was seen, another never."""
    town = given(hired("ana"), hired("rui"), absent("ana", 8), made("b1"), later(at(5, 9)))
    return evolve(town.region, Located(fact=located("ana", at(5, 8)).data))


async def upgraded(url: str, region: RegionState) -> None:
    """The tables as they were, with this region in them, and then brought up to date."""
    await migrate(url, SERVICE, MIGRATIONS)
    with psycopg.connect(url) as connection:
        connection.execute("SET search_path TO router")
        connection.execute(BEFORE_TABLES)
        connection.execute("INSERT INTO states VALUES (%s, 1, %s)", (region.region, as_json(region)))
    await migrate(url, SERVICE, MIGRATIONS)


def rows(url: str, query: str) -> list[dict[str, Any]]:
    with psycopg.connect(url, row_factory=dict_row) as connection:
        return connection.execute(query.encode()).fetchall()


async def test_positions_of_documents_are_in_the_table_after_an_upgrade(database_url: str) -> None:
    region = lived()
    await upgraded(database_url, region)
    (row,) = rows(database_url, "SELECT * FROM router.positions")
    spot = region.collectors["ana"].spot
    assert spot is not None
    assert (row["region"], row["collector"], row["at"]) == (REGION, "ana", at(5, 8))
    assert Sealed.model_validate_json(row["place"]) == spot.place
    shown = rows(database_url, "SELECT collector, position_at FROM router_published.collectors ORDER BY collector")
    assert shown == [{"collector": "ana", "position_at": at(5, 8)}, {"collector": "rui", "position_at": None}]


def test_a_document_with_a_position_is_read_and_plans_go_by_the_table() -> None:
    region = lived()
    read = STATES.validate_json(as_json(region))
    assert read == region
    town = given(hired("ana"))
    town.region = region
    assert town.looked_up(made("b2")).spots == {}


@pytest.mark.parametrize("hours", [1, 50])
def test_an_old_position_leaves_the_document_in_time(hours: int) -> None:
    left = evolve(lived(), Tidied(before=at(5, 9) + timedelta(hours=hours) - timedelta(days=2)))
    assert (json.loads(as_json(left))["collectors"]["ana"]["spot"] is None) == (hours == 50)
