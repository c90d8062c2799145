"""How many cases are where, and how old that is: by the read model; where that is away or behind, by what services say.

For that every case has to be read, so it is done seldom, and once for all who look.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.runtime.ports import Unavailable

from ..model.reading import UNREADABLE, CaseCounts, ModelState
from .database import ViewRows
from .gone import Gone
from .last_seen import Seen
from .site import Parts

FRESH_S = 20.0
MODEL_FRESH_S = 0.5
COUNTED_FRESH_S = 1.0


@dataclass(frozen=True, slots=True)
class CasesCounted:
    """`states` is None while they are being counted; `counts` is None where the read model has a `trouble`."""

    states: dict[str, int] | None
    counts: CaseCounts | None
    model: ModelState


async def model_of(parts: Parts) -> ModelState:
    """How the read model is. Where it has a `trouble` pages do without it."""

    async def read() -> ModelState:
        try:
            return await parts.model.state()
        except Unavailable:
            return ModelState(0, None, None, None, UNREADABLE)

    return (await parts.last_seen.see("model", read, fresh_s=MODEL_FRESH_S)).value


async def cases_counted(parts: Parts) -> CasesCounted:
    """By state, and where the read model can be gone by, by everything else too."""
    model = await model_of(parts)
    if not model.trouble:
        key = ("model-counts", model.generation)
        seen = await parts.last_seen.see(key, lambda: _counts(parts, model.generation), fresh_s=COUNTED_FRESH_S)
        return CasesCounted(seen.value.states, seen.value, model)
    rows = await parts.last_seen.see_soon("states", lambda: parts.views.rows("states"), fresh_s=FRESH_S)
    states = {row["state"]: row["cases"] for row in rows.value} if rows is not None else None
    return CasesCounted(states, None, model)


async def _counts(parts: Parts, generation: int) -> CaseCounts:
    try:
        return await parts.model.counts(generation)
    except Unavailable:
        raise Gone(UNREADABLE) from None


async def visits_for_operator(parts: Parts, limit: int) -> Seen[ViewRows] | None:
    """Visits that are held until an operator says something, at most `limit`, longest held first."""
    return await parts.last_seen.see_soon(
        ("visits-for-operator", limit), lambda: parts.views.rows("visits_for_operator", limit=limit), fresh_s=FRESH_S
    )
