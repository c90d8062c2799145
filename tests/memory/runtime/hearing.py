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
        for topic, number in partitions.items():
            for partition in range(number):
                rows.at.setdefault((topic, partition), at)
        for told in heard if self._life() in (None, self._database.places.life) else ():
            place = (told.topic, told.partition)
            if told.at is not None and told.at > rows.at[place]:
                rows.at[place] = told.at
            (rows.shut.add if told.shut else rows.shut.discard)(place)
        word = HearingOrders(dict(rows.orders), self._database.deaf())
        await self._process.points["store.hear"]
        if fault is not None:
            raise fault.error
        return word
