"""What is looked up for decisions: what their inputs may plan, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from services.router.core.fleet import whole
from services.router.core.state import initial
from services.router.shell.look_up import PlaceOpener
from services.router.shell.opened_places import GroupName, OpenedPlaces, PlaceSource
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing, MemoryKeys
from tests.memory.router import READS
from tests.memory.runtime import MemoryClock, Moment, Process
from tests.memory.runtime.tables import Tables

from .events import MONDAY, REGION, absent, asked, at, complained, departed, hired, located, made, on_shift
from .given import Scenario, given, later


class Elsewhere:
    """A unit of which only the time taken elsewhere is asked, and where collectors were last."""

    def __init__(self, *rows: dict[str, Any], tables: Tables | None = None) -> None:
        self.rows = rows
        self.tables: Any = tables or Tables()
        self.asked: list[str] = []

    async def select(self, query: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        self.asked.append(query)
        if query == "last_positions":
            return READS[query](self.tables, params)
        assert query in ("busy_elsewhere", "working_elsewhere")
        return [row for row in self.rows if row["collector"] in params["collectors"]]


NO_UNIT: Any = Elsewhere()
MOMENT = Moment(MONDAY)
CLOCK = MemoryClock(MOMENT, Process("looking"))


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing(MemoryKeys(), b"m" * 32)


async def sealed(ring: KeyRing, text: str, kid: str = "b-1") -> Sealed:
    return await ring.seal(text, kid=kid, of="e-1", field="home")


async def test_the_home_of_a_question_is_opened(ring: KeyRing) -> None:
    home = await sealed(ring, "41.15,-8.61")
    sight = await PlaceOpener(ring, CLOCK)(NO_UNIT, {REGION: initial(REGION)}, [(REGION, asked(sealed=home))])
    assert sight.place_of(home) == (41.15, -8.61)


async def test_time_taken_by_other_regions_is_seen(ring: KeyRing) -> None:
    row = {"collector": "ana", "region": REGION, "starts_at": at(5, 9), "ends_at": at(5, 12)}
    unit: Any = Elsewhere(row, row | {"starts_at": at(6, 9), "ends_at": at(6, 10)}, row | {"collector": "who"})
    region = given(hired("ana")).region
    sight = await PlaceOpener(ring, CLOCK)(unit, {REGION: region}, [(REGION, asked())])
    spans = [(whole(at(5, 9)), whole(at(5, 12))), (whole(at(6, 9)), whole(at(6, 10)))]
    assert sight.busy == {(REGION, "ana"): spans}


class Told(OpenedPlaces):
    """Opens nothing, and remembers what it was to open."""

    def __init__(self, ring: KeyRing) -> None:
        super().__init__(ring)
        self.boxes: set[str] = set()

    async def open(self, sources: Mapping[GroupName, PlaceSource]) -> None:
        self.boxes.update(box.box for source in sources.values() for box in source.boxes())


async def asked_for(ring: KeyRing, town: Scenario, *inputs: Any) -> tuple[list[str], list[str]]:
    """Boxes that would be opened, and what the tables are asked, when these are decided on together."""
    places, unit = PlaceOpener(ring, MemoryClock(Moment(town.at), Process("looking"))), Elsewhere(tables=town.tables)
    places.opened, boxes = (told := Told(ring)), told.boxes
    looking: Any = unit
    await places(looking, {REGION: town.region}, [(REGION, input) for input in inputs])
    return sorted(boxes), unit.asked


async def test_homes_and_the_doors_of_the_days_that_may_be_planned_are_opened_and_no_others(ring: KeyRing) -> None:
    town = given(hired("ana"), hired("rui"), made("b1", day=5, east=1), made("b2", day=8, east=8))
    assert await asked_for(ring, town, departed("b1")) == ([], [])
    opened, _ = await asked_for(ring, town, asked(east=2, first=at(5, 9), last=at(7, 19)))
    assert opened == ["0_0", "1000_0", "2000_0"]
    opened, _ = await asked_for(ring, town, asked(east=2, first=at(6, 9), last=at(8, 9)))
    assert opened == ["0_0", "2000_0", "8000_0"]
    opened, _ = await asked_for(ring, town, hired("leo", 5)[0], made("b3", day=8, east=6))
    assert opened == ["0_0", "5000_0", "6000_0", "8000_0"]
    for said in (absent("rui", 5), complained("b2", "ana")):
        assert (await asked_for(ring, town, said))[0] == ["0_0", "1000_0", "8000_0"]
    assert (await asked_for(ring, town, on_shift("leo", 5)))[0] == ["0_0"]


async def test_where_collectors_are_is_asked_when_today_may_be_planned_and_not_for_other_days(ring: KeyRing) -> None:
    town = given(hired("ana"), hired("rui"), made("b1", day=5, hour=14), later(at(5, 9)))
    town.when(located("ana", at(5, 9), east=7))
    for today in (asked(first=at(5, 14), last=at(7, 9)), made("b2", day=5, hour=14), absent("ana", 8)):
        boxes, queries = await asked_for(ring, town, today)
        assert ("7000_0" in boxes, "last_positions" in queries) == (True, True), type(today)
    for other in (asked(first=at(7, 9), last=at(9, 9)), made("b2", day=8), absent("leo", 8)):
        boxes, queries = await asked_for(ring, town, other)
        assert ("7000_0" in boxes, "last_positions" in queries) == (False, False), type(other)


async def test_a_position_of_an_hour_ago_is_not_even_read(ring: KeyRing) -> None:
    town = given(hired("ana"), later(at(5, 9)), located("ana", at(5, 9), east=7), later(at(5, 10)))
    boxes, queries = await asked_for(ring, town, made("b1", day=5, hour=14))
    assert ("7000_0" in boxes, "last_positions" in queries) == (False, True)
