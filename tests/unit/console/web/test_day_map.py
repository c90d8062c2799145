"""The day on the map: visits in their cells, routes in the order of arrival, collectors with what is known of them."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import h3
import pytest

from services.console.web.day_map import beside, cells, day_map, newest_ranking
from services.console.web.headers import POLICY, SafeHeaders
from services.console.web.map_document import map_document
from services.console.web.street_points import neighbours, street_points

from .test_appointment_days import row as window

CELL, OTHER = "873922018ffffff", "87392201effffff"
NOW = datetime(2027, 4, 22, 9, tzinfo=UTC)
SHIFT = {"start": "2027-04-22T08:00:00Z", "end": "2027-04-22T16:00:00Z"}


def visit(case: str, hour: int, cell: str | None = CELL, **other: Any) -> dict[str, Any]:
    return window("2027-04-22", hour, case) | {"cell": cell} | other


def collector(name: str, **other: Any) -> dict[str, Any]:
    return {
        "collector": name, "region": "gaia", "registered": True, "position_at": None, "shifts": [SHIFT],
        "absences": None,
    } | other  # fmt: skip


def test_visits_of_one_cell_stand_beside_each_other_and_none_leaves_it() -> None:
    view = day_map([visit(f"c-{number:02}", 8) for number in range(40)], [], [], NOW)
    places = {each.at for each in view.visits}
    assert len(places) == 40
    assert {h3.latlng_to_cell(lat, lon, 7) for lat, lon in places} == {CELL}
    assert view.visits[0].at == beside(CELL, 0)


@pytest.mark.parametrize("cell", [None, "", "nix", "0"])
def test_a_visit_without_a_cell_is_counted_and_not_drawn(cell: str | None) -> None:
    view = day_map([visit("c-1", 8, cell)], [], [], NOW)
    assert (view.visits, view.nowhere) == ((), 1)


def test_a_crew_goes_from_door_to_door_in_the_order_in_which_it_plans_to_be_there() -> None:
    rows = [visit("c-1", 8), visit("c-2", 8, OTHER), visit("c-3", 12, state="cancelled"), visit("c-4", 12, crew=None)]
    start = rows[0]["window_start"]
    stops = [
        {"case_id": "c-1", "window_start": start, "crew": ["g-2", "g-1"], "arrive": start + timedelta(hours=1)},
        {"case_id": "c-2", "window_start": start, "crew": ["g-1", "g-2"], "arrive": start},
    ]
    (route,) = day_map(rows, stops, [], NOW).routes
    assert (route.crew, route.cases) == (("g-1", "g-2"), ("c-2", "c-1"))
    assert route.points == (beside(OTHER, 0), beside(CELL, 0))


def test_what_happened_at_the_door_is_what_the_map_shows() -> None:
    """A borrower who refused once stood there in green, as kept."""
    rows = [
        visit("c-1", 8, state="kept", reason="refused", ended_at=NOW),
        visit("c-2", 12, state="kept", reason="promised", ended_at=NOW),
    ]
    view = day_map(rows, [], [], NOW)
    shown = map_document(view)["visits"]
    assert [(each["said"][2], each["tone"]) for each in shown] == [("refused", "bad"), ("promised", "good")]
    assert [route.cases for route in view.routes] == [("c-1", "c-2")], "the crew was at both doors"


def test_collectors_are_where_their_visits_say_and_on_duty_as_their_shifts_say() -> None:
    rows = [
        visit("c-1", 8, crew=["g-1"], departed_at=NOW), visit("c-2", 8, crew=["g-2"], departed_at=NOW, arrived_at=NOW),
        visit("c-3", 12, crew=["g-3"]),
    ]  # fmt: skip
    ill = [{"start": "2027-04-22T00:00:00Z", "end": "2027-04-23T00:00:00Z"}]
    who = [
        collector("g-1"), collector("g-2"), collector("g-3", position_at=NOW), collector("g-4", absences=ill),
        collector("g-5", shifts=None), collector("g-6", registered=False),
    ]  # fmt: skip
    found = day_map(rows, [], who, NOW).collectors
    assert [(each.collector, each.duty, each.case, each.visits) for each in found] == [
        ("g-2", "at the door", "c-2", 1), ("g-1", "on the way", "c-1", 1), ("g-3", "on shift", "", 1),
        ("g-4", "away", "", 0), ("g-5", "off shift", "", 0), ("g-6", "not registered", "", 0),
    ]  # fmt: skip
    assert found[2].told == NOW


def test_what_the_script_is_told_is_text_and_holds_nothing_else_of_a_case() -> None:
    hostile = "<img onerror=x>\u202e"
    document = map_document(day_map([visit("c-1", 8, region=hostile, crew=[hostile])], [], [], NOW))
    told = json.dumps(document, ensure_ascii=False)
    assert "\u202e" not in told
    assert document["visits"][0]["said"][:3] == ["c-1", "09:00–11:00 Europe/Lisbon", "permitted"]
    assert set(document["visits"][0]) == {"case", "at", "tone", "region", "said"}
    assert len(document["cells"]) == 1
    assert cells([]) == []


def test_the_streets_are_points_of_porto() -> None:
    flat = json.loads(street_points())["points"]
    assert len(flat) == 10_000
    assert all(41 < lat < 41.3 for lat in flat[::2])
    assert all(-8.8 < lon < -8.5 for lon in flat[1::2])


def test_images_come_from_the_server_of_tiles_that_is_set_and_from_nowhere_else() -> None:
    async def app(*_: Any) -> None:
        """Answers nothing."""

    with_tiles = SafeHeaders(app, images="https://tiles.example")._always["content-security-policy"]
    assert "img-src 'self' data: https://tiles.example;" in with_tiles
    assert SafeHeaders(app)._always["content-security-policy"] == POLICY


def test_of_the_crews_that_were_weighed_the_newest_choice_counts_and_says_what_others_cost_more() -> None:
    def weighed(at: datetime, number: int, place: int, cost_min: int) -> dict[str, Any]:
        return {
            "at": at,
            "crew_number": number,
            "place": place,
            "crew": ["g-1"],
            "cost_min": cost_min,
            "already_out": True,
        }

    rows = [weighed(NOW, 2, 1, 10), weighed(NOW, 2, 2, 25), weighed(NOW - timedelta(days=1), 1, 1, 5)]
    assert [(row["place"], row["more"]) for row in newest_ranking(rows)] == [(1, 0), (2, 15)]
    assert newest_ranking([]) == []


def test_streets_are_lines_between_points_beside_each_other_and_none_goes_past_a_third() -> None:
    told = json.loads(street_points())
    assert max(told["lines"]) < len(told["points"]) / 2
    row = [(41.15, -8.60 + place / 1000) for place in range(4)]
    far = (41.16, -8.60)
    assert neighbours([*row, far]) == [(0, 1), (1, 2), (2, 3)]
    assert neighbours([]) == []
