"""Where events stand, for a command: as far as the read model is there and this user may read it."""

from __future__ import annotations

from collections.abc import Iterable

from shared.runtime.ports import BadWrite, Conflict, Unavailable

from ..store.tables import ConsoleTables
from ..target import Target
from .reading import ReadModel
from .records import EventPlace


async def event_places(target: Target, case: str, events: Iterable[str]) -> dict[str, EventPlace]:
    """By the event's id; nothing where no model is in reach. A command does not fail for it."""
    url = target.database_url()
    if url is None:
        return {}
    tables = ConsoleTables(url, connections=1)
    model = ReadModel(tables)
    await tables.open()
    try:
        state = await model.state()
        return await model.places(state.generation, case, events)
    except (Unavailable, Conflict, BadWrite):
        return {}
    finally:
        await tables.close()


def place_document(place: EventPlace | None) -> dict[str, object] | None:
    """For `--json`."""
    if place is None:
        return None
    return {"topic": place.topic, "partition": place.partition, "offset": place.position, "at": place.at}
