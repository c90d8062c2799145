"""The tables of all three services after a restore, with their owner's rights: what they have and what they skip."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from shared.runtime.lost_records import LostRecords, RestoredPlaces
from shared.runtime.places import LogPlace

from .migrate import connected
from .queries import load

SQL, PLACES = load("shared.runtime.pg", "lost_records.sql"), load("shared.runtime.pg", "places.sql")


@dataclass(frozen=True, slots=True)
class RestoredService:
    """`held` since when it waits for a recovery; `last_decided` is the newest moment that it knows of."""

    places: RestoredPlaces
    held: datetime | None
    last_decided: datetime | None


class OwnerTables:
    """One transaction in the schemas of the services."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection

    async def restored(self, service: str) -> RestoredService:
        await self._enter(service)
        held = await self._rows("held")
        (last,) = await self._rows("last_decided")
        remade = held[0]["detail"].get("places", ()) if held and held[0]["cause"] == "lost" else ()
        places = RestoredPlaces(
            _places(await self._rows("consumed")), _places(await self._rows("published")),
            frozenset(each["topic"] for each in remade),
        )  # fmt: skip
        return RestoredService(places, held[0]["since"] if held else None, last["at"])

    async def hold(self, service: str) -> None:
        """Until it is released. Held already it stays as it is; held anew it is another life of this database."""
        await self._enter(service)
        await self._connection.execute(PLACES["hold"].encode(), {"cause": "restored", "detail": "{}"})

    async def keep(self, service: str, lost: LostRecords) -> None:
        """What it passes over from now on, and where it begins anew."""
        await self._enter(service)
        ranges = lost.skipped[service]
        if ranges:
            await self._run("skip", {name: [getattr(one, name) for one in ranges] for name in ranges[0]._fields})
        anew = sorted(lost.anew[service].items())
        if anew:
            columns = {
                "topic": [topic for (topic, _), _ in anew],
                "partition": [partition for (_, partition), _ in anew],
                "begins": [begins for _, begins in anew],
            }
            await self._run("begin_anew", columns)
            await self._run("publish_anew", columns)

    async def release(self, service: str) -> None:
        await self._enter(service)
        await self._run("release", {})

    async def clock(self) -> datetime:
        found: datetime = (await self._all("SELECT clock_timestamp() AS at", {}))[0]["at"]
        return found

    async def keys_there(self, kids: Sequence[str]) -> set[str]:
        """Which of these data keys the database has, or had until their person was forgotten."""
        query = (
            "SELECT kid FROM privacy.data_keys WHERE kid = ANY(%(kids)s)"
            " UNION SELECT kid FROM privacy.forgotten WHERE kid = ANY(%(kids)s)"
        )
        return {row["kid"] for row in await self._all(query, {"kids": list(kids)})}

    async def _enter(self, service: str) -> None:
        await self._connection.execute(sql.SQL("SET LOCAL search_path TO {}").format(sql.Identifier(service)))

    async def _rows(self, name: str) -> list[dict[str, Any]]:
        return await self._all(SQL[name], {})

    async def _all(self, statement: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
        cursor = self._connection.cursor(row_factory=dict_row)
        await cursor.execute(statement.encode(), params)
        return await cursor.fetchall()

    async def _run(self, name: str, params: Mapping[str, Any]) -> None:
        await self._connection.execute(SQL[name].encode(), params)


@asynccontextmanager
async def owner_tables(url: str) -> AsyncIterator[OwnerTables]:
    """Committed at the end, undone by an exception. Raises `Unavailable` and `StartRefused`."""
    async with connected(url) as connection:
        await connection.execute("SET LOCAL timezone TO 'UTC'")
        yield OwnerTables(connection)


def _places(rows: Sequence[Mapping[str, Any]]) -> dict[LogPlace, int]:
    return {(row["topic"], row["partition"]): row["next_offset"] for row in rows}
