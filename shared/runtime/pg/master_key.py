"""What a database keeps of its master key, in the schema `privacy` that all services share."""

from __future__ import annotations

from typing import Any, LiteralString

import psycopg
from psycopg.rows import dict_row

from shared.privacy.fit import BeingRewrapped, KeptMaster, KeyDoesNotFit, fitting
from shared.privacy.master import MasterKeys
from shared.runtime.ports import Unavailable
from shared.runtime.refusal import StartRefused

from .store import PgStore

KEPT = "SELECT check_value, purposes, next_check FROM privacy.master_key"
# Never overwritten: the first one to come to an empty database stays.
KEEP = (
    "INSERT INTO privacy.master_key (check_value, purposes) VALUES (%(check_value)b, %(purposes)s)"
    " ON CONFLICT DO NOTHING"
)
OLDEST = "SELECT kid, wrapped FROM privacy.data_keys ORDER BY made_at, kid LIMIT 1"


async def fitting_master(keys: MasterKeys, store: PgStore) -> MasterKeys:
    """As `fitting`; from then on every new connection of `store` compares it too.

    Raises `StartRefused` for a wrong key, `Unavailable` where waiting helps.
    """
    try:
        fit = await fitting(keys, PgMaster(store))
        store.master_check = fit.check_value()
        return fit
    except BeingRewrapped as unfinished:
        raise Unavailable(str(unfinished)) from None
    except KeyDoesNotFit as wrong:
        raise StartRefused(wrong.what, wrong.todo) from None


class PgMaster:
    """The `MasterStore` port. Raises `Unavailable` when the database is not there."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    async def kept(self) -> KeptMaster | None:
        rows = await self._store.fetch(KEPT, {})
        return kept_master(rows[0]) if rows else None

    async def keep(self, kept: KeptMaster) -> None:
        await self._store.fetch(KEEP, {"check_value": kept.check_value, "purposes": kept.purposes})

    async def oldest_data_key(self) -> tuple[str, bytes] | None:
        rows = await self._store.fetch(OLDEST, {})
        return (rows[0]["kid"], bytes(rows[0]["wrapped"])) if rows else None


class ConnectionMaster:
    """The reading half of the port, on a connection of somebody's own."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self._connection = connection

    async def kept(self) -> KeptMaster | None:
        row = await self._row(KEPT)
        return kept_master(row) if row is not None else None

    async def keep(self, kept: KeptMaster) -> None:
        raise NotImplementedError("who only looks keeps nothing")

    async def oldest_data_key(self) -> tuple[str, bytes] | None:
        row = await self._row(OLDEST)
        return (row["kid"], bytes(row["wrapped"])) if row is not None else None

    async def _row(self, statement: LiteralString) -> dict[str, Any] | None:
        async with self._connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(statement)
            return await cursor.fetchone()


def kept_master(row: dict[str, object]) -> KeptMaster:
    """A row of `privacy.master_key`."""
    check_value, purposes, next_check = row["check_value"], row["purposes"], row["next_check"]
    assert isinstance(check_value, bytes)
    assert isinstance(purposes, str)
    assert next_check is None or isinstance(next_check, bytes)
    return KeptMaster(check_value, purposes, next_check)
