"""The model as pages and commands ask it: counts, cases found, places of events, and how old all that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.decision.figures import counted

from ..store.tables import ConsoleTables, StoreRow
from .records import EventPlace, place_id

FRESH = timedelta(seconds=15)
"""Older than that pages go by what the services say themselves."""
REGIONS_MAX = 500
UNREADABLE = "the console's own tables can't be read"


@dataclass(frozen=True, slots=True)
class ModelState:
    """`as_of`: what stood in the topics then is in it. `trouble` is why it should not be gone by, or nothing."""

    generation: int
    as_of: datetime | None
    age: timedelta | None
    swept_age: timedelta | None
    trouble: str


@dataclass(frozen=True, slots=True)
class CaseCounts:
    """How many cases are in which state of texting, of a visit, at which stage, and where."""

    states: dict[str, int]
    visits: dict[str, int]
    stages: dict[str, int]
    regions: dict[str, int]

    @property
    def all(self) -> int:
        return sum(self.states.values())


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """None lets everything pass. `part` is a part of an id. `after` is the last one seen: its `since` and id. `open`
    leaves out what is closed."""

    state: str | None = None
    visit: str | None = None
    region: str | None = None
    stage: str | None = None
    part: str | None = None
    after: tuple[datetime, str] | None = None
    open: bool = False


class ReadModel:
    """Raises `Unavailable` while the console's tables can't be read."""

    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def state(self) -> ModelState:
        return state_of(await self._tables.row("live"))

    async def counts(self, generation: int) -> CaseCounts:
        rows = await self._tables.rows("counted", generation=generation)
        regions = await self._tables.rows("counted_regions", generation=generation, limit=REGIONS_MAX)
        return CaseCounts(
            _summed(rows, "state"), _summed(rows, "visit_state"), _summed(rows, "stage"),
            {row["region"]: row["cases"] for row in regions},
        )  # fmt: skip

    async def found(self, generation: int, asked: CaseFilter, limit: int) -> list[StoreRow]:
        """Longest at their stage first: `case_id`, `since`, `stage`, `step_at`."""
        since, after = asked.after or (None, None)
        return await self._tables.rows(
            "found", generation=generation, state=asked.state, visit=asked.visit, region=asked.region,
            stage=asked.stage, part=asked.part, since=since, after=after, open=asked.open, limit=limit,
        )  # fmt: skip

    async def places(self, generation: int, case: str, events: Iterable[str]) -> dict[str, EventPlace]:
        """Of those events of a case that are known, by their ids."""
        named = {place_id(event, case): event for event in events}
        rows = await self._tables.rows("places_of", generation=generation, ids=list(named)) if named else []
        return {
            named[row["id"]]: EventPlace(row["topic"], row["partition"], row["position"], row["at"]) for row in rows
        }

    async def generations(self) -> Sequence[StoreRow]:
        return await self._tables.rows("generations")


def state_of(row: StoreRow | None) -> ModelState:
    """Of the newest generation that pages may read. Pure."""
    if row is None:
        return ModelState(0, None, None, None, "it is being built")
    now, as_of, swept = row["now"], row["caught_up_at"], row["swept_at"]
    age = now - as_of if as_of is not None else None
    swept_age = now - swept if swept is not None else None
    trouble = ""
    if age is None or age > FRESH:
        trouble = f"it is {counted(row['behind'], 'event')} behind" if row["behind"] else "nobody keeps it up to date"
    return ModelState(row["generation"], as_of, age, swept_age, trouble)


def _summed(rows: Iterable[StoreRow], column: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        if row[column] is not None:
            found[row[column]] = found.get(row[column], 0) + row["cases"]
    return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))
