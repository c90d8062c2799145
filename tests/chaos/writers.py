"""Which version decided what: each process signs its connections, and the database copies that to its decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import psycopg
from psycopg import sql

from deploy.local.program import Program

from .campaign_system import SERVICES


@dataclass(frozen=True, slots=True)
class Window:
    """Of the world's time."""

    begins: datetime
    ends: datetime


@dataclass(frozen=True, slots=True)
class ReadBack:
    """Decisions of the former version `on` what this one had decided on before, and of them `directly` after it."""

    on: int
    directly: int


def signed(program: Program, version: Literal["former", "this"]) -> Program:
    url = f"{program.env['DATABASE_URL']}&options=-c%20chaos.version%3D{version}"
    return replace(program, env={**program.env, "DATABASE_URL": url})


async def watch_writers(url: str) -> None:
    """From now on; what was decided before counts as the former's."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for service in SERVICES:
            history = sql.Identifier(service, "history")
            await connection.execute(
                sql.SQL("ALTER TABLE {} ADD COLUMN decided_by text DEFAULT 'former'").format(history)
            )
            await connection.execute(
                sql.SQL("ALTER TABLE {} ALTER decided_by SET DEFAULT current_setting('chaos.version')").format(history)
            )


async def both_versions(url: str, first: datetime, last: datetime) -> tuple[dict[str, tuple[int, int, int]], int]:
    """Decisions by service before, between and after the two moments; how many cases and regions both decided on."""
    counts, both = {}, 0
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for service in SERVICES:
            rows = await connection.execute(
                sql.SQL(
                    "SELECT count(*) FILTER (WHERE at < %(first)s), count(*) FILTER (WHERE at BETWEEN %(first)s AND "
                    "%(last)s), count(*) FILTER (WHERE at > %(last)s), (SELECT count(*) FROM (SELECT FROM {history} "
                    "GROUP BY aggregate HAVING count(DISTINCT decided_by) = 2) AS long) FROM {history}"
                ).format(history=sql.Identifier(service, "history")),
                {"first": first, "last": last},
            )
            before, between, after, of_both = await rows.fetchone() or (0, 0, 0, 0)
            counts[service], both = (before, between, after), both + of_both
    return counts, both


async def read_back(url: str, windows: Mapping[str, Window]) -> dict[str, ReadBack]:
    """What the former version of each service decided in its window on what this one had written."""
    found = {}
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for service, window in windows.items():
            rows = await connection.execute(
                sql.SQL(
                    "SELECT count(*), count(*) FILTER (WHERE last_by = 'this') FROM (SELECT at, decided_by, "
                    "lag(decided_by) OVER cases AS last_by, bool_or(decided_by = 'this') OVER cases AS known "
                    "FROM {history} WINDOW cases AS (PARTITION BY aggregate ORDER BY version)) AS decided "
                    "WHERE decided_by = 'former' AND known AND at BETWEEN %(begins)s AND %(ends)s"
                ).format(history=sql.Identifier(service, "history")),
                {"begins": window.begins, "ends": window.ends},
            )
            on, directly = await rows.fetchone() or (0, 0)
            found[service] = ReadBack(on, directly)
    return found
