"""One look whether this database is the one that did what was done; `/ready` says where it is not."""

from __future__ import annotations

from shared.runtime.health import Health
from shared.runtime.place_watch import PlaceWatch
from shared.runtime.place_words import CAUSE_OF, sentence


async def look_at_places(watch: PlaceWatch, health: Health) -> int:
    """1 when it has to be looked again at once. Raises `Unavailable`."""
    again = await watch.look()
    held = watch.why
    for cause in set(CAUSE_OF.values()):
        if held is not None and CAUSE_OF.get(held.cause, "restored") == cause:
            health.down(cause, sentence(held))
        else:
            health.up(cause)
    return again
