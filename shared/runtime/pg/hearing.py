"""The `Ledger` port of what was heard, on PostgreSQL (see migration 0012)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from shared.runtime.hearing import HeardUpTo, HearingOrders, Life, of_any
from shared.runtime.ports import Writes

from .columns import columns
from .queries import load
from .store import PgStore

SQL = load("shared.runtime.pg", "hearing.sql")


class PgHearingStore:
    """See the `HearingStore` port."""

    def __init__(self, store: PgStore, life: Life = of_any) -> None:
        self._store, self._life = store, life

    async def ask(self, topics: Collection[str], within: timedelta) -> None:
        params = {"topics": sorted(topics), "within_s": within.total_seconds()}
        async with self._store.unit() as unit:
            await unit.run([(SQL[name], params) for name in ("forget_asked", "ask")])
            await unit.commit(Writes())

    async def clock(self) -> datetime:
        found: datetime = (await self._store.fetch(SQL["clock"], {}))[0]["at"]
        return found

    async def hear(self, heard: Sequence[HeardUpTo], partitions: Mapping[str, int], at: datetime) -> HearingOrders:
        known = {"topics": list(partitions), "numbers": list(partitions.values()), "at": at}
        rows = columns(heard) | {"life": self._life()} if heard else {}
        writes = [(SQL[name], rows) for name in ("lock_heard", "hear")] if heard else []
        async with self._store.unit() as unit:
            *_, orders, deaf = await unit.run(
                [
                    *((SQL[name], known) for name in ("know", "forget_partitions")),
                    *writes,
                    (SQL["orders"], {}),
                    (SQL["deaf"], {}),
                ]
            )
            await unit.commit(Writes())
        return HearingOrders(
            {(row["topic"], row["partition"]): row["up_to"] for row in orders},
            {row["topic"]: row["since"] for row in deaf},
        )
