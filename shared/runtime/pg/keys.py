"""Wrapped data keys in PostgreSQL, in the schema `privacy` that all services share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .store import PgStore

# What was forgotten stays shut, also where its row was copied back from a dump.
LOAD = (
    "SELECT kid, wrapped FROM privacy.data_keys AS k WHERE kid = ANY(%(kids)b::text[])"
    " AND NOT EXISTS (SELECT FROM privacy.forgotten AS f WHERE f.kid = k.kid)"
)
ADD = (
    "INSERT INTO privacy.data_keys (kid, wrapped)"
    " SELECT * FROM unnest(%(kids)b::text[], %(wrapped)b::bytea[]) AS n (kid, wrapped)"
    " WHERE NOT EXISTS (SELECT FROM privacy.forgotten AS f WHERE f.kid = n.kid) ON CONFLICT DO NOTHING"
)
# Rows that were copied back are deleted again, so both are done whatever is known already.
ERASE = (
    "WITH told AS (SELECT * FROM unnest(%(kids)b::text[], %(borrowers)b::text[]) AS n (kid, borrower)), remembered AS ("
    " INSERT INTO privacy.forgotten (kid, borrower) SELECT kid, borrower FROM told ON CONFLICT (kid)"
    " DO UPDATE SET borrower = excluded.borrower WHERE forgotten.borrower = '')"
    " DELETE FROM privacy.data_keys USING told WHERE data_keys.kid = told.kid"
)


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
        await self.erase({kid: ""})

    async def erase(self, borrowers: Mapping[str, str]) -> None:
        """Forget these keys for ever; each with whose it was, empty where nobody knows. Again changes nothing."""
        await self._store.fetch(ERASE, {"kids": list(borrowers), "borrowers": list(borrowers.values())})
