"""Wrapped data keys as the console's own connection reads them: it makes none and deletes none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .database import Database


class DatabaseKeys:
    """The reading half of the `KeyStore` port."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]:
        rows = await self._database.rows("data_keys", kids=list(kids))
        return {row["kid"]: bytes(row["wrapped"]) for row in rows}

    async def add(self, wrapped: Mapping[str, bytes]) -> None:
        raise NotImplementedError("the console makes no keys")

    async def forget(self, kid: str) -> None:
        raise NotImplementedError("the console deletes no keys")
