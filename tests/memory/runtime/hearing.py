"""The `Ledger` port in memory: what was heard."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from shared.runtime.hearing import HeardUpTo, HearingOrders, Life, of_any

from .store import MemoryStore


class MemoryHearingStore:
    """See the `HearingStore` port."""

    def __init__(self, store: MemoryStore, life: Life = of_any) -> None:
        self._process, self._database, self._life = store.process, store.database, life

    async def ask(self, topics: Collection[str], within: timedelta) -> None:
        rows, now = self._database.heard, self._database.now()
        rows.asked = {topic: (within, rows.asked.get(topic, (within, now))[1]) for topic in sorted(topics)}

    async def clock(self) -> datetime:
        fault = self._process.enter("store.clock")
        now = self._database.now()
        await self._process.points["store.clock"]
        if fault is not None:
            raise fault.error
        return now

    async def hear(self, heard: Sequence[HeardUpTo], partitions: Mapping[str, int], at: datetime) -> HearingOrders:
        fault = self._process.enter("store.hear")
        rows = self._database.heard
        rows.know(partitions, at)
        if heard and self._life() in (None, self._database.places.life):
            rows.hear(heard)
        word = HearingOrders(dict(rows.orders), self._database.deaf())
        await self._process.points["store.hear"]
        if fault is not None:
            raise fault.error
        return word
