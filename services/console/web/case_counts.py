"""How many cases are in which state. Every case is read for it, so it is asked for seldom and for all at once."""

from __future__ import annotations

from .database import ViewRows
from .last_seen import Seen
from .site import Parts

FRESH_S = 20.0


async def states_of(parts: Parts) -> Seen[ViewRows]:
    """Rows of `state` and `cases`, at most some `FRESH_S` old where somebody looks all the time."""
    return await parts.last_seen.see_soon("states", lambda: parts.views.rows("states"), fresh_s=FRESH_S)
