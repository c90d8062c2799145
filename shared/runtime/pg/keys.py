"""Wrapped data keys in PostgreSQL, in the schema `privacy` that all services share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .store import PgStore

LOAD = "SELECT kid, wrapped FROM privacy.data_keys WHERE kid = ANY(%(kids)b::text[])"
ADD = (
    "INSERT INTO privacy.data_keys (kid, wrapped)"
    " SELECT * FROM unnest(%(kids)b::text[], %(wrapped)b::bytea[]) ON CONFLICT DO NOTHING"
)
FORGET = "DELETE FROM privacy.data_keys WHERE kid = %(kid)s"


class PgKeys:
    """The `KeyStore` port. A key that somebody else made first stays."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]:
        rows = await self._store.fetch(LOAD, {"kids": list(kids)})
        return {row["kid"]: bytes(row["wrapped"]) for row in rows}

    async def add(self, wrapped: Mapping[str, bytes]) -> None:
        await self._store.fetch(ADD, {"kids": list(wrapped), "wrapped": list(wrapped.values())})

    async def forget(self, kid: str) -> None:
        await self._store.fetch(FORGET, {"kid": kid})
