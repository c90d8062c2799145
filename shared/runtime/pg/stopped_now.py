"""What operators stopped, for whoever asks how we are."""

from __future__ import annotations

from .store import PgStore
from .transaction import SQL

SCOPES_MAX = 20


async def stopped_now(store: PgStore) -> dict[str, list[str]]:
    """Of `sending` and `visiting`: for which scopes each is stopped, `SCOPES_MAX` at most. Raises `Unavailable`."""
    rows = await store.fetch(SQL["stopped_now"], {"limit": SCOPES_MAX})
    return {what: [row["scope"] for row in rows if row["what"] == what] for what in {row["what"] for row in rows}}
