"""What the ports of places are asked, each once."""

from __future__ import annotations

from shared.runtime.places import GroupOffsets, PlaceMove, PlaceStore


async def places_too(store: PlaceStore, group: GroupOffsets) -> None:
    await store.kept()
    await store.begin({("texts", 0): 0})
    await store.move([PlaceMove("texts", 0, 0, 0)])
    await store.hold("lost", {})
    await group.offsets()
