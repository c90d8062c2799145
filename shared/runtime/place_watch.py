"""Is this database the one that did what the group says was read? Until that is known, and while it is not, this
process does nothing: no record is read, no timer fires, no text is posted, nothing is published.

It is asked anew whenever this process becomes another owner of outbox rows, which it does whenever it may have lost the
database: what it is connected to then may be a restored one. A database in another life has other places too, although
nobody here saw it held.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from . import metrics
from .logs import logger
from .places import GroupOffsets, KeptPlaces, PlaceStore, RecoveryCause, RecoveryOwed, Skips, compare, mark_of

ANEW_LOOKS = 15
"""Every so many looks the group is asked again, although nothing seems to have happened."""


class PlaceWatch:
    """`owner` tells this process at this database from any other, also from itself before it was lost; None while it is
    nobody. `generation` grows whenever places that were read
    from the database before are not to be believed any more. `mark` is what is committed with offsets, `told` what was
    last. `life` is that of the database as it was seen last."""

    def __init__(self, service: str, store: PlaceStore, group: GroupOffsets, owner: Callable[[], int | None]) -> None:
        self.store, self.group = store, group
        self.generation = 0
        self.skips = Skips()
        self.mark = self.told = ""
        self.published = self.life = 0
        self.why: RecoveryOwed | None = None
        self._service, self._owner = service, owner
        self._believed: int | None = None
        self._looks = 0

    def held(self) -> bool:
        """Must everything wait?"""
        return self.why is not None or self._believed is None or self._believed != self._owner()

    @property
    def seen(self) -> tuple[int, str]:
        """Another one where whoever reads by these places has something to do."""
        return self.generation, self.mark

    async def look(self) -> int:
        """1 when it has to be looked again at once, else 0. Raises `Unavailable`; all stays as it is then."""
        owner = self._owner()
        if self.why is None and owner is not None and owner == self._believed:
            self._looks += 1
            if self._looks % ANEW_LOOKS:
                kept = await self.store.kept()
                await self._found(kept)
                return 0
        return await self._compare(owner)

    def doubt(self) -> None:
        """What we knew of this database is not true of it: believe nothing until it was compared."""
        self._believed = None
        self.generation += 1

    async def lose(self, detail: Mapping[str, Any]) -> None:
        """The log ends before what was read from it."""
        await self._hold("lost", detail)
        await self._found(await self.store.kept())

    async def _compare(self, owner: int | None) -> int:
        if owner != self._believed:
            self._believed = None
        group = await self.group.offsets()  # first: what is committed there later has its place here before
        kept = await self.store.kept()
        found = compare(group, kept)
        if found.behind and kept.held is None:
            await self._hold("restored", found.detail())
            kept = await self.store.kept()
        if found.adopted:
            await self.store.begin(found.adopted)
            self.generation += 1
        await self._found(kept)
        if owner is None or owner != self._owner():
            return 1
        if self._believed is None:
            self.generation += 1
            self._believed = owner
        return 0

    async def _hold(self, cause: RecoveryCause, detail: Mapping[str, Any]) -> None:
        await self.store.hold(cause, detail)
        metrics.count("held", code=cause)
        logger(self._service).error("held", reason=cause)

    async def _found(self, kept: KeptPlaces) -> None:
        if (kept.held is None) != (self.why is None) or kept.life != self.life:
            self.generation += 1
        self.published, self.life = kept.published, kept.life
        self.why, self.skips, self.mark = kept.held, Skips.from_ranges(kept.skipped), mark_of(kept.life, kept.published)
