"""Where in the topics the events of a case's decisions stand, as far as the read model knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from shared.runtime.ports import Unavailable

from ..model.reading import UNREADABLE
from ..model.records import EventPlace
from ..views.timeline import TimelineEntry, events_of
from .case_counts import model_of
from .site import Parts


@dataclass(frozen=True, slots=True)
class PlacesSeen:
    """By the event's id. `trouble` is why there are none that could be, or nothing."""

    places: dict[str, EventPlace]
    trouble: str


async def places_of(parts: Parts, case: str, life: Iterable[TimelineEntry]) -> PlacesSeen:
    """A place does not change, so an old model is as good as a new one."""
    model = await model_of(parts)
    if not model.generation:
        return PlacesSeen({}, model.trouble)
    try:
        return PlacesSeen(await parts.model.places(model.generation, case, events_of(life)), "")
    except Unavailable:
        return PlacesSeen({}, UNREADABLE)
