"""Who works in two regions is asked now and then, and when they are on duty elsewhere each time."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from services.router.core.fleet import whole
from services.router.core.state import RegionState
from services.router.shell.busy_elsewhere import BusyElsewhere
from tests.memory.router import READS, Held
from tests.memory.runtime.tables import Tables

from .events import REGION, at, hired, made
from .given import given


@dataclass
class Looking:
    """A unit over the table `duties` in memory, which remembers whom it was asked about."""

    tables: Tables = field(default_factory=Tables)
    asked: list[tuple[str, list[str]]] = field(default_factory=list)
    now: float = 0.0
    busy: BusyElsewhere = field(init=False)

    def __post_init__(self) -> None:
        self.busy = BusyElsewhere(lambda: self.now)

    async def select(self, query: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        self.asked.append((query, sorted(params["collectors"])))
        tables: Any = self.tables
        return READS[query](tables, params)

    def duty(self, who: str, day: int, region: str = "lisbon") -> None:
        self.tables["duties"][who, f"b-{day}"] = Held(region, at(day, 9), at(day, 10))

    async def of(self, region: RegionState, *heard: object) -> dict[str, list[tuple[int, int]]]:
        """By collector, when the region is decided about; what was asked for it is in `asked`."""
        self.asked.clear()
        unit: Any = self
        found = await self.busy(unit, {REGION: region}, {REGION: heard})
        return {who: spans for (_, who), spans in found.items()}


def nine(day: int) -> tuple[int, int]:
    return whole(at(day, 9)), whole(at(day, 10))


TEAM = given(hired("ana"), hired("rui")).region


async def test_of_those_who_work_in_one_region_nothing_is_asked_again() -> None:
    looking = Looking()
    assert await looking.of(TEAM) == {}
    assert looking.asked == [("working_elsewhere", ["ana", "rui"])]
    assert await looking.of(TEAM) == {}
    assert looking.asked == []


async def test_whoever_works_in_two_is_asked_about_each_time() -> None:
    looking = Looking()
    looking.duty("ana", 5)
    assert await looking.of(TEAM) == {"ana": [nine(5)]}
    looking.duty("ana", 6)
    assert await looking.of(TEAM) == {"ana": [nine(5), nine(6)]}
    assert looking.asked == [("busy_elsewhere", ["ana"])]
    for key in [*looking.tables["duties"]]:
        looking.tables["duties"].pop(key)
    assert await looking.of(TEAM) == {}


async def test_duties_in_the_region_itself_are_none_elsewhere() -> None:
    looking = Looking()
    looking.duty("ana", 5, REGION)
    assert await looking.of(TEAM) == {}


async def test_whoever_begins_to_work_elsewhere_is_seen_a_minute_later() -> None:
    looking = Looking()
    await looking.of(TEAM)
    looking.duty("rui", 5)
    looking.now = 59.0
    assert await looking.of(TEAM) == {}
    looking.now = 60.0
    assert await looking.of(TEAM) == {"rui": [nine(5)]}


async def test_what_was_refused_and_comes_again_is_decided_with_everybody_asked_about() -> None:
    looking, said = Looking(), made("b1")
    assert await looking.of(TEAM, said) == {}
    looking.duty("rui", 5)
    assert await looking.of(TEAM, made("b2")) == {}
    assert await looking.of(TEAM, said) == {}
    assert await looking.of(TEAM, said) == {"rui": [nine(5)]}


async def test_of_a_newcomer_it_is_asked_at_once() -> None:
    looking = Looking()
    await looking.of(TEAM)
    looking.duty("leo", 5)
    more = given(hired("ana"), hired("rui"), hired("leo")).region
    assert await looking.of(more) == {"leo": [nine(5)]}
    assert looking.asked == [("working_elsewhere", ["leo"]), ("busy_elsewhere", ["leo"])]
