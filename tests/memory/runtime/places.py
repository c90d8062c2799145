"""The `PlaceStore` and `GroupOffsets` ports in memory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shared.runtime.places import (
    GroupOffset,
    KeptPlaces,
    LogPlace,
    PlaceMove,
    RecoveryCause,
    RecoveryOwed,
    life_begun,
    marked,
)

from .broker import Group
from .process import Process
from .session import MemorySession


class MemoryPlaces:
    """See the `PlaceStore` port."""

    def __init__(self, store: MemorySession) -> None:
        self._process, self._database = store.process, store.database

    async def kept(self) -> KeptPlaces:
        fault = self._process.enter("store.kept")
        rows = self._database.places
        found = KeptPlaces(
            dict(rows.at), rows.life, sum(rows.published.values()), rows.held, rows.predates, tuple(rows.skipped)
        )
        await self._process.points["store.kept"]
        if fault is not None:
            raise fault.error
        return found

    async def move(self, moves: Sequence[PlaceMove]) -> None:
        fault = self._process.enter("store.move")
        self._database.places.check(moves)
        self._database.places.move(moves)
        await self._process.points["store.move"]
        if fault is not None:
            raise fault.error

    async def begin(self, places: Mapping[LogPlace, int]) -> None:
        fault = self._process.enter("store.begin")
        rows = self._database.places
        for place, offset in places.items():
            rows.raise_to(rows.at, place, offset)
        await self._process.points["store.begin"]
        if fault is not None:
            raise fault.error

    async def hold(self, cause: RecoveryCause, detail: Mapping[str, Any]) -> None:
        fault = self._process.enter("store.hold")
        rows = self._database.places
        if rows.held is None:
            rows.held = RecoveryOwed(cause, self._database.now(), detail)
            rows.life = life_begun(rows.held.since, rows.life)
        await self._process.points["store.hold"]
        if fault is not None:
            raise fault.error


class MemoryGroupOffsets:
    """See the `GroupOffsets` port."""

    def __init__(self, group: Group, process: Process) -> None:
        self._group, self._process = group, process

    async def offsets(self) -> Mapping[LogPlace, GroupOffset]:
        fault = self._process.enter("log.offsets")
        found = {
            place: marked(offset, self._group.marks.get(place, "")) for place, offset in self._group.committed.items()
        }
        await self._process.points["log.offsets"]
        if fault is not None:
            raise fault.error
        return found
