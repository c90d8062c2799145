"""PlaceOpener are opened for decisions, remembered in memory, and forgotten with their keys."""

from __future__ import annotations

from typing import Any

import pytest

from services.router.core.fleet import whole
from services.router.core.state import initial
from services.router.shell.look_up import PlaceOpener
from shared.contracts.values import Sealed
from shared.privacy.keys import KeyRing, MemoryKeys

from .events import REGION, asked, at, departed, hired, located, made
from .given import Scenario, given


class Elsewhere:
    """A unit of which only the time taken elsewhere is asked."""

    def __init__(self, *rows: dict[str, Any]) -> None:
        self.rows = rows

    async def select(self, query: str, params: dict[str, Any]) -> list[dict[str, Any]]:
        assert query == "busy_elsewhere"
        return [row for row in self.rows if row["collector"] in params["collectors"]]


NO_UNIT: Any = Elsewhere()


@pytest.fixture
def ring() -> KeyRing:
    return KeyRing(MemoryKeys(), b"m" * 32)


async def sealed(ring: KeyRing, text: str, kid: str = "b-1") -> Sealed:
    return await ring.seal(text, kid=kid, of="e-1", field="home")


async def test_the_home_of_a_question_is_opened(ring: KeyRing) -> None:
    home = await sealed(ring, "41.15,-8.61")
    sight = await PlaceOpener(ring)(NO_UNIT, {REGION: initial(REGION)}, [(REGION, asked(sealed=home))])
    assert sight.place_of(home) == (41.15, -8.61)


async def test_time_taken_by_other_regions_is_seen(ring: KeyRing) -> None:
    row = {"collector": "ana", "region": REGION, "starts_at": at(5, 9), "ends_at": at(5, 12)}
    unit: Any = Elsewhere(row, row | {"starts_at": at(6, 9), "ends_at": at(6, 10)}, row | {"collector": "who"})
    region = given(hired("ana")).region
    sight = await PlaceOpener(ring)(unit, {REGION: region}, [(REGION, asked())])
    spans = [(whole(at(5, 9)), whole(at(5, 12))), (whole(at(6, 9)), whole(at(6, 10)))]
    assert sight.busy == {(REGION, "ana"): spans}


@pytest.mark.parametrize("text", ["", "here", "41.15", "41,15,-8,61", "91,0", "0,181", "nan,0"])
async def test_what_is_no_place_is_left_out(ring: KeyRing, text: str) -> None:
    home = await sealed(ring, text)
    assert await PlaceOpener(ring).open({home.box: home}) == {}


async def test_a_box_that_was_moved_to_another_event_does_not_open(ring: KeyRing) -> None:
    home = (await sealed(ring, "41.15,-8.61")).model_copy(update={"of": "e-2"})
    assert await PlaceOpener(ring).open({home.box: home}) == {}


async def test_a_forgotten_key_takes_what_was_opened_with_it(ring: KeyRing) -> None:
    places, home = PlaceOpener(ring), await sealed(ring, "41.15,-8.61")
    assert await places.open({home.box: home})
    await ring.forget("b-1")
    assert await places.open({home.box: home}) == {}


async def test_no_more_places_are_remembered_than_allowed(ring: KeyRing) -> None:
    places = PlaceOpener(ring, places_max=2)
    boxes = [await sealed(ring, f"{number},0") for number in range(4)]
    for home in boxes:
        assert await places.open({home.box: home})
    assert len(places._opened) == 2


async def test_what_nobody_asked_for_in_a_minute_is_not_remembered(ring: KeyRing) -> None:
    now = [0.0]
    places = PlaceOpener(ring, now_s=lambda: now[0])
    one, two = await sealed(ring, "1,0"), await sealed(ring, "2,0")
    await places.open({one.box: one})
    now[0] = 59.0
    await places.open({two.box: two})
    assert set(places._opened) == {one.box, two.box}
    now[0] = 61.0
    await places.open({})
    assert set(places._opened) == {two.box}


async def test_everything_a_region_holds_is_opened_when_it_is_planned_and_only_then(ring: KeyRing) -> None:
    places = PlaceOpener(ring)
    region = given(hired("ana"), hired("rui"), located("ana", Scenario().at), made("b1")).region
    asked_of: list[str] = []

    async def remember(boxes: dict[str, Sealed]) -> dict[str, Any]:
        asked_of.extend(sorted(boxes))
        return {}

    places.open = remember  # type: ignore[assignment, method-assign]
    await places(NO_UNIT, {REGION: region}, [(REGION, located("ana", Scenario().at, east=3)), (REGION, departed("b1"))])
    assert asked_of == []
    await places(NO_UNIT, {REGION: region}, [(REGION, asked(east=2)), (REGION, located("ana", Scenario().at, east=3))])
    assert asked_of == ["0_0", "1000_0", "2000_0", "3000_0"]
    hears: list[tuple[str, Any]] = [(REGION, hired("leo", 5)[0]), (REGION, made("b2", east=6))]
    await places(NO_UNIT, {REGION: region}, hears)
    assert {"5000_0", "6000_0"} <= set(asked_of)
