"""What the services' own tables say, read as they lie there when all is at rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

SERVICES = ("notifier", "scheduler", "router")


@dataclass(frozen=True, slots=True)
class Versions:
    """Of one aggregate: entries of its history, the first and last version among them, and its state's version."""

    entries: int
    first: int
    last: int
    state: int


@dataclass(frozen=True, slots=True)
class TextRow:
    """`owner` numbers the process that posted it."""

    case: str
    kind: str
    status: str
    sid: str | None
    owner: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceTables:
    """One service's tables. `heard` counts decisions by (what was said, what caused it); `left` is what lies undone."""

    versions: dict[str, Versions] = field(default_factory=dict)
    heard: dict[tuple[str, str], int] = field(default_factory=dict)
    left: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tables:
    """Books by service; `texts` are notifier's, by intent; `held` are the cases that wait, with the causes; `positions`
    are router's, by region and collector."""

    books: Mapping[str, ServiceTables]
    texts: Mapping[str, TextRow] = field(default_factory=dict)
    held: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    positions: Mapping[tuple[str, str], datetime] = field(default_factory=dict)


async def read_tables(url: str, ended: datetime) -> Tables:
    """Raises `psycopg.Error`, also when a service has no tables."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True, row_factory=dict_row) as connection:
        books = {service: await _book(connection, service, ended) for service in SERVICES}
        await _enter(connection, "notifier")
        texts = {row["intent"]: _text(row) for row in await _rows(connection, "texts", ended)}
        held = {row["case"]: tuple(row["causes"]) for row in await _rows(connection, "held", ended)}
        await _enter(connection, "router")
        rows = await _rows(connection, "positions", ended)
        positions = {(row["region"], row["collector"]): row["at"] for row in rows}
    return Tables(books, texts, held, positions)


async def _book(connection: psycopg.AsyncConnection[dict[str, Any]], service: str, ended: datetime) -> ServiceTables:
    await _enter(connection, service)
    versions = await _rows(connection, "versions", ended)
    heard = await _rows(connection, "heard", ended)
    (left,) = await _rows(connection, "left", ended)
    return ServiceTables(
        {row["aggregate"]: Versions(row["entries"], row["first"], row["last"], row["version"]) for row in versions},
        {(row["said"], row["cause"]): row["times"] for row in heard},
        {name: int(count) for name, count in left.items()},
    )


async def _enter(connection: psycopg.AsyncConnection[dict[str, Any]], service: str) -> None:
    await connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(service)))


async def _rows(
    connection: psycopg.AsyncConnection[dict[str, Any]], name: str, ended: datetime
) -> list[dict[str, Any]]:
    return await (await connection.execute(_QUERIES[name], {"ended": ended})).fetchall()


def _text(row: Mapping[str, Any]) -> TextRow:
    return TextRow(row["case_id"], row["kind"], row["status"], row["sid"], row["owner"])


def _queries() -> dict[str, LiteralString]:
    """Statements by the name in the comment above each."""
    parts = Path(__file__).with_name("tables.sql").read_text(encoding="utf-8").split("-- ")[1:]
    return {part.partition(":")[0]: part.partition("\n")[2] for part in parts}


_QUERIES = _queries()
