"""What the services' databases say: is anything left to do, and when is the next timer due? One round trip a look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from shared.runtime.pg.queries import load

SERVICES = ("notifier", "scheduler", "router")
# How often notifier looks for a text in doubt before it leaves it to an operator.
LOOKS_MAX = 12
QUERIES = load("services.sandbox.conductor", "quiet.sql")


@dataclass(frozen=True, slots=True)
class Backlog:
    """`waiting` names what is not done, as `service.what`; empty when all is."""

    waiting: dict[str, int]
    next_due: datetime | None


class Databases:
    def __init__(self, url: str) -> None:
        self._url = url
        self._connection: psycopg.AsyncConnection[dict[str, Any]] | None = None

    async def look(self, now: datetime) -> Backlog:
        """A database that is away, or a schema that is not there yet, is something that is not done."""
        try:
            if self._connection is None or self._connection.closed:
                self._connection = await psycopg.AsyncConnection.connect(
                    self._url, autocommit=True, row_factory=dict_row, prepare_threshold=1, application_name="sandbox"
                )
            cursor = await self._connection.execute(_ALL, {"now": now, "looks_max": LOOKS_MAX})
            rows = await cursor.fetchall()
        except psycopg.Error as error:
            return Backlog({f"database.{type(error).__name__}": 1}, None)
        return backlog(rows)

    async def close(self) -> None:
        if self._connection is not None:
            await self._connection.close()


def backlog(rows: list[dict[str, Any]]) -> Backlog:
    """Of one row per service. Every count in it is something to wait for."""
    waiting = {
        f"{row['service']}.{what}": count
        for row in rows
        for what, count in row.items()
        if what not in ("service", "next_due") and count
    }
    due = [row["next_due"] for row in rows if row["next_due"] is not None]
    return Backlog(waiting, min(due, default=None))


def _of(service: str) -> sql.Composed:
    published = sql.Identifier(f"{service}_published")
    return sql.SQL(QUERIES["service"]).format(name=sql.Literal(service), published=published)


_ALL = sql.SQL(" UNION ALL ").join([*map(_of, SERVICES), sql.SQL(QUERIES["texts"])])
