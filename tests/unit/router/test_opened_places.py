"""Places are opened once, remembered in memory, and forgotten with their keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from services.router.shell.opened_places import GroupName, OpenedPlaces, PlaceSource
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.runtime.ports import Unavailable


class CountedKeys(MemoryKeys):
    """A store that counts how often it is asked, and may be away."""

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0
        self.away = False

    async def load(self, kids: Sequence[str]) -> Mapping[str, bytes]:
        if self.away:
            raise Unavailable("away")
        self.loads += 1
        return await super().load(kids)


@dataclass
class Town:
    """A key ring, what is opened with it, and their clock."""

    now: float = 0.0
    keys: CountedKeys = field(default_factory=CountedKeys)
    ring: KeyRing = field(init=False)
    opened: OpenedPlaces = field(init=False)

    def __post_init__(self) -> None:
        self.ring = KeyRing(self.keys, b"m" * 32, lambda: self.now)
        self.opened = OpenedPlaces(self.ring, now_s=lambda: self.now)

    async def sealed(self, text: str = "41.15,-8.61", kid: str = "b-1") -> Sealed:
        return await self.ring.seal(text, kid=kid, of="e-1", field="home")

    async def open(self, **groups: Sequence[Sealed]) -> dict[str, tuple[float, float]]:
        """The places after these groups were asked for."""
        sources: dict[GroupName, PlaceSource] = {(name,): source(boxes) for name, boxes in groups.items()}
        await self.opened.open(sources)
        return dict(self.opened.places)


def source(boxes: Sequence[Sealed]) -> PlaceSource:
    return PlaceSource({box.box: box for box in boxes}, lambda box: (box,))


@pytest.mark.parametrize("text", ["", "here", "41.15", "41,15,-8,61", "91,0", "0,181", "nan,0"])
async def test_what_is_no_place_is_left_out(text: str) -> None:
    town = Town()
    assert await town.open(day=[await town.sealed(text)]) == {}


async def test_a_box_that_was_moved_to_another_event_does_not_open() -> None:
    town = Town()
    moved = (await town.sealed()).model_copy(update={"of": "e-2"})
    assert await town.open(day=[moved]) == {}


async def test_a_key_forgotten_here_takes_what_was_opened_with_it_at_once() -> None:
    town = Town()
    home, other = await town.sealed(), await town.sealed("1,2", "b-2")
    assert set(await town.open(day=[home, other])) == {home.box, other.box}
    await town.ring.forget("b-1")
    assert set(await town.open(day=[home, other])) == {other.box}


async def test_a_key_forgotten_elsewhere_opens_nothing_a_minute_later_however_often_it_was_asked_for() -> None:
    town = Town()
    home = await town.sealed()
    for second in range(0, 60, 5):
        town.now = second
        assert await town.open(day=[home])
        town.keys.erase("b-1")
    town.now = 61.0
    assert await town.open(day=[home]) == {}


async def test_what_the_search_made_of_a_place_is_forgotten_with_it() -> None:
    town = Town()
    home = await town.sealed()
    await town.open(day=[home])
    town.opened.kept["routes", "day"] = "made of it"
    town.keys.erase("b-1")
    town.now = 61.0
    await town.open(day=[home])
    assert town.opened.kept == {}


async def test_what_nobody_asked_for_in_a_minute_is_not_remembered_nor_what_was_made_of_it() -> None:
    town = Town()
    one, two = await town.sealed("1,0"), await town.sealed("2,0")
    await town.open(one=[one])
    town.opened.kept["routes", "one"] = town.opened.kept["staff", "one"] = "made of it"
    town.now = 59.0
    assert set(await town.open(two=[two])) == {one.box, two.box}
    town.now = 61.0
    assert set(await town.open(two=[two])) == {two.box}
    assert town.opened.kept == {}


async def test_a_box_in_two_groups_stays_while_one_of_them_has_it() -> None:
    town = Town()
    home, other = await town.sealed(), await town.sealed("1,2")
    await town.open(one=[home], two=[home, other])
    assert set(await town.open(one=[other], two=[home, other])) == {home.box, other.box}
    assert set(await town.open(one=[other], two=[other])) == {other.box}


async def test_no_more_is_remembered_than_allowed_but_for_what_is_asked_for_now() -> None:
    town = Town()
    town.opened.places_max = 2
    boxes = [await town.sealed(f"{number},0") for number in range(4)]
    for number, box in enumerate(boxes):
        assert box.box in await town.open(**{f"g{number}": [box]})
    assert set(town.opened.places) == {boxes[2].box, boxes[3].box}
    assert len(await town.open(all=boxes)) == 4


async def test_keys_are_asked_for_together_twice_a_minute_though_their_boxes_came_one_by_one() -> None:
    town = Town()
    boxes: list[Sealed] = []
    for second in range(600):
        town.now = float(second)
        if second % 10 == 0:
            boxes.append(await town.sealed(f"{second / 10},0", f"b-{second}"))
        before = town.keys.loads
        assert len(await town.open(day=boxes)) == len(boxes)
        town.keys.loads = before if second % 10 == 0 else town.keys.loads
    assert town.keys.loads <= 60 * 2 + 25


async def test_while_the_store_is_away_nothing_is_taken_for_gone() -> None:
    town = Town()
    home = await town.sealed()
    town.keys.away = True
    town.ring._cache.clear()
    with pytest.raises(Unavailable):
        await town.open(day=[home])
    with pytest.raises(Unavailable):
        await town.open(day=[home])
    town.keys.away = False
    assert await town.open(day=[home])


async def test_a_place_that_can_be_read_again_is_not_left_to_what_was_made_without_it() -> None:
    town = Town()
    home = await town.sealed()
    row: Any = town.keys._rows.pop("b-1")
    town.ring._cache.clear()
    assert await town.open(day=[home]) == {}
    town.opened.kept["routes", "day"] = "made without it"
    town.keys.put({"b-1": row})
    town.now = 61.0
    assert await town.open(day=[home])
    assert town.opened.kept == {}
