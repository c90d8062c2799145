"""The `PlaceStore` port on PostgreSQL (see migration 0033)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from shared.runtime.places import KeptPlaces, LogPlace, PlaceMove, RecoveryCause, RecoveryOwed, SkippedRange

from .columns import by_place, columns
from .store import PgStore
from .transaction import SQL


class PgPlaces:
    """See the `PlaceStore` port."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    async def kept(self) -> KeptPlaces:
        (row,) = await self._store.fetch(SQL["kept"], {})
        held = row["held"]
        return KeptPlaces(
            {(topic, partition): at for topic, partition, at in row["places"]},
            row["life"] or 1,
            row["published"],
            None
            if held is None
            else RecoveryOwed(held["cause"], datetime.fromisoformat(held["since"]), held["detail"]),
            bool(row["predates"]),
            tuple(SkippedRange(*skipped) for skipped in row["skipped"]),
        )

    async def move(self, moves: Sequence[PlaceMove]) -> None:
        if moves:
            await self._store.fetch(SQL["move_places"], columns(moves))

    async def begin(self, places: Mapping[LogPlace, int]) -> None:
        if places:
            await self._store.fetch(SQL["begin_places"], by_place(places))

    async def hold(self, cause: RecoveryCause, detail: Mapping[str, Any]) -> None:
        await self._store.fetch(SQL["hold"], {"cause": cause, "detail": json.dumps(detail)})
