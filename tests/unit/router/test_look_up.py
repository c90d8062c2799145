"""PlaceOpener are opened for decisions, remembered in memory, and forgotten with their keys."""

from __future__ import annotations

from typing import Any

import pytest

from services.router.core.fleet import whole
from services.router.core.state import initial
from services.router.shell.look_up import PlaceOpener
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing, MemoryKeys
from tests.memory.router import READS
from tests.memory.runtime import MemoryClock, Moment, Process
from tests.memory.runtime.tables import Tables

from .events import MONDAY, REGION, absent, asked, at, departed, hired, located, made
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
        assert query == "busy_elsewhere"
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


@pytest.mark.parametrize("text", ["", "here", "41.15", "41,15,-8,61", "91,0", "0,181", "nan,0"])
async def test_what_is_no_place_is_left_out(ring: KeyRing, text: str) -> None:
    home = await sealed(ring, text)
    assert await PlaceOpener(ring, CLOCK).open({home.box: home}) == {}


async def test_a_box_that_was_moved_to_another_event_does_not_open(ring: KeyRing) -> None:
    home = (await sealed(ring, "41.15,-8.61")).model_copy(update={"of": "e-2"})
    assert await PlaceOpener(ring, CLOCK).open({home.box: home}) == {}


async def test_a_forgotten_key_takes_what_was_opened_with_it(ring: KeyRing) -> None:
    places, home = PlaceOpener(ring, CLOCK), await sealed(ring, "41.15,-8.61")
    assert await places.open({home.box: home})
    await ring.forget("b-1")
    assert await places.open({home.box: home}) == {}


async def test_no_more_places_are_remembered_than_allowed(ring: KeyRing) -> None:
    places = PlaceOpener(ring, CLOCK, places_max=2)
    boxes = [await sealed(ring, f"{number},0") for number in range(4)]
    for home in boxes:
        assert await places.open({home.box: home})
    assert len(places._opened) == 2


async def test_what_nobody_asked_for_in_a_minute_is_not_remembered(ring: KeyRing) -> None:
    now = [0.0]
    places = PlaceOpener(ring, CLOCK, now_s=lambda: now[0])
    one, two = await sealed(ring, "1,0"), await sealed(ring, "2,0")
    await places.open({one.box: one})
    now[0] = 59.0
    await places.open({two.box: two})
    assert set(places._opened) == {one.box, two.box}
    now[0] = 61.0
    await places.open({})
    assert set(places._opened) == {two.box}


async def asked_for(ring: KeyRing, town: Scenario, *inputs: Any) -> tuple[list[str], list[str]]:
    """Boxes that would be opened, and what the tables are asked, when these are decided on together."""
    places, unit = PlaceOpener(ring, MemoryClock(Moment(town.at), Process("looking"))), Elsewhere(tables=town.tables)
    boxes: list[str] = []

    async def remember(found: dict[str, Sealed]) -> dict[str, Any]:
        boxes.extend(sorted(found))
        return {}

    places.open = remember  # type: ignore[assignment, method-assign]
    looking: Any = unit
    await places(looking, {REGION: town.region}, [(REGION, input) for input in inputs])
    return boxes, unit.asked


async def test_everything_a_region_holds_is_opened_when_it_is_planned_and_only_then(ring: KeyRing) -> None:
    town = given(hired("ana"), hired("rui"), made("b1"))
    assert await asked_for(ring, town, departed("b1")) == ([], [])
    assert (await asked_for(ring, town, asked(east=2)))[0] == ["0_0", "1000_0", "2000_0"]
    opened, _ = await asked_for(ring, town, hired("leo", 5)[0], made("b2", east=6))
    assert {"5000_0", "6000_0"} <= set(opened)


async def test_where_collectors_are_is_asked_when_today_may_be_planned_and_not_for_other_days(ring: KeyRing) -> None:
    town = given(hired("ana"), later(at(5, 9)), located("ana", at(5, 9), east=7))
    for today in (asked(first=at(5, 14), last=at(7, 9)), made("b1", day=5, hour=14), absent("ana", 8)):
        boxes, queries = await asked_for(ring, town, today)
        assert ("7000_0" in boxes, "last_positions" in queries) == (True, True), type(today)
    for other in (asked(first=at(7, 9), last=at(9, 9)), made("b1", day=8)):
        boxes, queries = await asked_for(ring, town, other)
        assert ("7000_0" in boxes, "last_positions" in queries) == (False, False), type(other)


async def test_a_position_of_an_hour_ago_is_not_even_read(ring: KeyRing) -> None:
    town = given(hired("ana"), later(at(5, 9)), located("ana", at(5, 9), east=7), later(at(5, 10)))
    boxes, queries = await asked_for(ring, town, made("b1", day=5, hour=14))
    assert ("7000_0" in boxes, "last_positions" in queries) == (False, True)
