"""Places in memory: opened once, and forgotten with their keys.

Whoever needs places says by group which (the homes of a region, the doors of one of its days), as a mapping that is
another object when anything in it is another. So what is known already costs nothing, however much that is.

1. A box is opened when it comes, and its key asked for again before `CACHE_S` seconds are over, for a whole group at
   once: a key that was deleted anywhere opens nothing a minute later.
2. A key that this process itself deletes counts at once.
3. A group that nobody asked for in that time is forgotten, and what the search made of it.
4. A place that can't be read any more, or can be again, may stand in what the search made: all of that is forgotten.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from services.router.core.travel import Coordinates
from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable, unseal
from shared.privacy.keys import CACHE_S, KeyRing

PLACES_MAX = 50_000
RENEW_S = CACHE_S / 2
"""When a group's first key runs out, those are asked for as well that would within this time: not one after another."""
GroupName = tuple[str, ...]
Boxes = Callable[[Any], Iterable[Sealed]]


@dataclass(frozen=True, slots=True)
class PlaceSource:
    """The boxes of one group: `boxes_of` each of the `parts`. A part that is the same object holds the same boxes."""

    parts: Mapping[Any, Any]
    boxes_of: Boxes

    def boxes(self) -> Iterator[Sealed]:
        for part in self.parts.values():
            yield from self.boxes_of(part)


@dataclass(slots=True)
class _Held:
    """`number` says in how many bookings (or whatever) the box stands."""

    number: int = 0
    until_s: float = 0.0
    asked: bool = False


@dataclass(slots=True)
class _Group:
    source: PlaceSource
    asked_s: float
    until_s: float = float("inf")


@dataclass(slots=True)
class OpenedPlaces:
    """`places` by box. `kept` is what the search makes of them: by (what, *group)."""

    ring: KeyRing
    places_max: int = PLACES_MAX
    now_s: Callable[[], float] = time.monotonic
    places: dict[str, Coordinates] = field(default_factory=dict)
    kept: dict[tuple[str, ...], Any] = field(default_factory=dict)
    _held: dict[str, _Held] = field(default_factory=dict)
    _groups: dict[GroupName, _Group] = field(default_factory=dict)
    _forgotten: int = 0

    async def open(self, sources: Mapping[GroupName, PlaceSource]) -> None:
        """Afterwards every place of these groups that can be read is among the `places`. Raises `Unavailable`."""
        now_s = self.now_s()
        if self._forgotten != self.ring.forgotten:
            self._forgotten = self.ring.forgotten
            self._doubt(self._groups.values())
        wanted: dict[str, Sealed] = {}
        groups = {name: self._group(name, source, now_s) for name, source in sources.items()}
        news = {name: self._follow(groups[name], source) for name, source in sources.items()}
        for name, group in groups.items():
            if group.until_s <= now_s:
                # All that would run out soon, and then the rest is known to last.
                group.until_s, news[name] = float("inf"), list(sources[name].boxes())
            wanted |= {box.box: box for box in news[name] if self._held[box.box].until_s <= now_s + RENEW_S}
        try:
            await self._ask(wanted)
        except BaseException:
            self._doubt(groups.values())
            raise
        for name, group in groups.items():
            until_s = [held.until_s for box in news[name] if (held := self._held.get(box.box)) is not None]
            group.until_s = min((group.until_s, *until_s))
        self._forget_unasked(now_s, sources)

    def _group(self, name: GroupName, source: PlaceSource, now_s: float) -> _Group:
        group = self._groups.get(name)
        if group is None:
            # What the search made before this group was opened saw none of its places.
            self._forget_kept(name)
            group = self._groups[name] = _Group(PlaceSource({}, source.boxes_of), now_s)
        group.asked_s = now_s
        return group

    def _follow(self, group: _Group, source: PlaceSource) -> list[Sealed]:
        """What has come since the last time; what has gone is dropped."""
        before, after = group.source.parts, source.parts
        if before is after:
            return []
        others = [key for key, part in after.items() if before.get(key) is not part]
        gone = [before[key] for key in others if key in before]
        if len(before) - len(gone) != len(after) - len(others):
            gone += [part for key, part in before.items() if key not in after]
        come = [box for key in others for box in source.boxes_of(after[key])]
        for box in come:
            self._held.setdefault(box.box, _Held()).number += 1
        group.source = source
        for part in gone:
            self._drop(source.boxes_of(part))
        return come

    async def _ask(self, wanted: Mapping[str, Sealed]) -> None:
        if not wanted:
            return
        keys = await self.ring.lasting({box.kid for box in wanted.values()}, RENEW_S)
        now_s = self.now_s()
        for name, box in wanted.items():
            held = self._held.get(name)
            if held is None:
                continue
            left_s, key = keys.get(box.kid, (CACHE_S, None))
            place = self.places.get(name) if key is not None else None
            if key is not None and place is None:
                place = _place(box, key)
            if held.asked and place != self.places.get(name):
                self.kept.clear()
            held.asked, held.until_s = True, now_s + left_s
            if place is None:
                self.places.pop(name, None)
            else:
                self.places[name] = place

    def _doubt(self, groups: Iterable[_Group]) -> None:
        """All of their keys are to be asked for again."""
        for group in groups:
            group.until_s = 0.0
            for box in group.source.boxes():
                self._held[box.box].until_s = 0.0

    def _forget_unasked(self, now_s: float, sources: Mapping[GroupName, PlaceSource]) -> None:
        others = sorted(
            (name for name in self._groups if name not in sources), key=lambda each: self._groups[each].asked_s
        )
        for name in others:
            if now_s - self._groups[name].asked_s < CACHE_S and len(self._held) <= self.places_max:
                return
            self._drop(self._groups.pop(name).source.boxes())
            self._forget_kept(name)

    def _forget_kept(self, name: GroupName) -> None:
        for key in [key for key in self.kept if key[1:] == name]:
            del self.kept[key]

    def _drop(self, boxes: Iterable[Sealed]) -> None:
        for box in boxes:
            held = self._held.get(box.box)
            if held is not None:
                held.number -= 1
                if held.number <= 0:
                    del self._held[box.box]
                    self.places.pop(box.box, None)


def _place(box: Sealed, key: bytes) -> Coordinates | None:
    try:
        lat, lon = map(float, unseal(box, key=key, field=box.field).split(","))
    except (Unreadable, ValueError):
        return None
    return (lat, lon) if -90 <= lat <= 90 and -180 <= lon <= 180 else None
