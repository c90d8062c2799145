"""What every case has to be read for: asked for seldom, and for all who look at once."""

from __future__ import annotations

from .database import ViewRows
from .last_seen import Seen
from .site import Parts

FRESH_S = 20.0


async def states_of(parts: Parts) -> Seen[ViewRows] | None:
    """Rows of `state` and `cases`, some `FRESH_S` old at most where somebody keeps looking. None: being counted."""
    return await parts.last_seen.see_soon("states", lambda: parts.views.rows("states"), fresh_s=FRESH_S)


async def regions_of(parts: Parts) -> ViewRows:
    """Rows of `region` and `cases`: where there are cases that are open. Nothing while they are being counted."""
    seen = await parts.last_seen.see_soon("regions", lambda: parts.views.rows("regions"), fresh_s=FRESH_S)
    return seen.value if seen is not None else []


async def visits_for_operator(parts: Parts, limit: int) -> Seen[ViewRows] | None:
    """Visits that are held until an operator says something, at most `limit`, longest held first."""
    return await parts.last_seen.see_soon(
        ("visits-for-operator", limit), lambda: parts.views.rows("visits_for_operator", limit=limit), fresh_s=FRESH_S
    )
