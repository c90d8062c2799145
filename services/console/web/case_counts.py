"""How many cases are where, and how old that is: by the read model; where that is away or behind, by what services say.

For that every case has to be read, so it is done seldom, and once for all who look.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from shared.runtime.ports import Unavailable

from ..model.reading import UNREADABLE, CaseCounts, CaseFilter, ModelState
from ..views.held_causes import held_causes_dated
from .database import ViewRows
from .gone import Gone
from .last_seen import Seen
from .site import Parts

FRESH_S = 20.0
MODEL_FRESH_S = 0.5
COUNTED_FRESH_S = 1.0
OLD = timedelta(seconds=5)
"""Where nobody looked for so long, whoever looks first waits until it is counted."""
HELD_MAX = 1_000


@dataclass(frozen=True, slots=True)
class CasesCounted:
    """`states` is None while they are being counted; `counts` is None where the read model does not say it.

    `as_of`: what stood in the topics then is counted.
    """

    states: dict[str, int] | None
    counts: CaseCounts | None
    model: ModelState
    as_of: datetime | None = None


async def model_of(parts: Parts) -> ModelState:
    """How the read model is. Where it has a `trouble` pages do without it."""

    async def read() -> ModelState:
        try:
            return await parts.model.state()
        except Unavailable:
            return ModelState(0, None, None, None, UNREADABLE)

    return (await parts.last_seen.see("model", read, fresh_s=MODEL_FRESH_S)).value


async def cases_counted(parts: Parts) -> CasesCounted:
    """By state, and where the read model can be gone by, by everything else too.

    Who looks while others do never waits for it.
    """
    model = await model_of(parts)
    if not model.trouble:
        key, read = ("model-counts", model.generation), partial(_counts, parts, model)
        try:
            seen = await parts.last_seen.see_soon(key, read, fresh_s=COUNTED_FRESH_S)
            if seen is None or datetime.now(UTC) - seen.at > OLD:
                seen = await parts.last_seen.see(key, read, fresh_s=OLD.total_seconds())
        except Gone:
            return CasesCounted(None, None, replace(model, trouble=UNREADABLE))
        return replace(seen.value, model=model)
    rows = await parts.last_seen.see_soon("states", lambda: parts.views.rows("states"), fresh_s=FRESH_S)
    states = {row["state"]: row["cases"] for row in rows.value} if rows is not None else None
    return CasesCounted(states, None, model, rows.at if rows is not None else None)


async def _counts(parts: Parts, model: ModelState) -> CasesCounted:
    at = datetime.now(UTC)
    try:
        counts = await parts.model.counts(model.generation)
    except Unavailable:
        raise Gone(UNREADABLE) from None
    return CasesCounted(counts.states, counts, model, at - model.age if model.age is not None else None)


async def regions_of(parts: Parts) -> dict[str, int]:
    """Where there are cases, and how many: by the read model; where that is away, the open ones by what services say.
    Nothing while they are being counted."""
    counted = await cases_counted(parts)
    if counted.counts is not None:
        return counted.counts.regions
    seen = await parts.last_seen.see_soon("regions", lambda: parts.views.rows("regions"), fresh_s=FRESH_S)
    return {row["region"]: row["cases"] for row in seen.value} if seen is not None else {}


async def visits_for_operator(parts: Parts, limit: int) -> Seen[ViewRows] | None:
    """Visits that are held until an operator says something, at most `limit`, longest held first. None: being read."""
    model = await model_of(parts)
    if not model.trouble:
        held = await parts.last_seen.see("visits-held", lambda: _held(parts, model.generation), fresh_s=COUNTED_FRESH_S)
        if len(held.value) <= HELD_MAX:
            key, cases = ("visits-for-operator-of", limit), held.value
            read = partial(parts.views.rows, "visits_for_operator_of", cases=cases, limit=limit)
            return await parts.last_seen.see(key, read, fresh_s=COUNTED_FRESH_S)
    return await parts.last_seen.see_soon(
        ("visits-for-operator", limit), lambda: parts.views.rows("visits_for_operator", limit=limit), fresh_s=FRESH_S
    )


async def held_causes(parts: Parts) -> ViewRows:
    """What holds cases, how many and since when. Nothing while they are counted for the first time."""

    async def read() -> ViewRows:
        async with parts.views.reading() as database:
            return await held_causes_dated(database)

    seen = await parts.last_seen.see_soon("held-causes-dated", read, fresh_s=FRESH_S)
    return seen.value if seen is not None else []


async def _held(parts: Parts, generation: int) -> list[str]:
    """Cases whose visit is held, whatever it waits for; one more than `HELD_MAX` at most."""
    try:
        found = await parts.model.found(generation, CaseFilter(visit="held"), HELD_MAX + 1)
    except Unavailable:
        raise Gone(UNREADABLE) from None
    return [row["case_id"] for row in found]
