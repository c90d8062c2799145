"""Why this crew and not that collector, and why not this window: the search that decides answers."""

from __future__ import annotations

from typing import Any

import pytest

from services.router.core.lookup import RegionContext
from services.router.core.state import Assigned, Underway
from services.router.core.why_crew import CELL, in_the_middle_of_its_cell, why_not_window, why_this_crew
from shared.contracts.values import Needs
from shared.contracts.why_not import WhyNotAnswer

from .events import CERTIFICATES, absent, at, certified, departed, hired, made, on_shift, registered
from .given import MACHINE, Scenario, given

ANA, RUI, EVA, LEO = hired("ana", 1), hired("rui", 2), hired("eva", 3), hired("leo", 4)


def here(town: Scenario) -> RegionContext:
    lookup = town.looked_up(made("nothing"))
    return RegionContext(town.at, MACHINE.rules, lookup, town.stopped, region=town.region)


def crew(town: Scenario, collector: str | None = None, name: str = "b1") -> tuple[WhyNotAnswer, ...]:
    visit = town.region.bookings[name]
    assert isinstance(visit, Assigned | Underway)
    return why_this_crew(visit, collector, here(town))


def why_not(town: Scenario, collector: str) -> WhyNotAnswer:
    return crew(town, collector)[1]


def slot(town: Scenario, **booking: Any) -> WhyNotAnswer:
    (answer,) = why_not_window(*in_the_middle_of_its_cell(made("asked", **booking).data, here(town)))
    return answer


def in_the_way(answer: WhyNotAnswer) -> list[str]:
    return [line.code for line in answer.lines if not line.met]


def test_the_crew_that_goes_adds_the_least_travel() -> None:
    (answer,) = crew(given(ANA, RUI, EVA, made("b1", day=5)))
    assert (answer.about, answer.happens) == ("crew ana and rui", True)
    assert [line.code for line in answer.lines] == ["nearest", "legal", "together"]
    assert answer.lines[0].text.startswith("of all crews that may go it adds the least travel")


def test_a_crew_that_others_would_beat_now_stays_and_that_is_said() -> None:
    town = given(RUI, EVA, made("b1", day=5), ANA)
    (answer,) = crew(town)
    assert answer.happens
    assert "ana and rui would add" in answer.lines[0].text


def test_a_crew_that_would_not_be_found_anew_still_goes() -> None:
    town = given(ANA, RUI, made("b1", day=5))
    town.stopped = frozenset({"visiting:all"})
    assert crew(town)[0].lines[0].code == "nearest"
    town.at = at(5, 12.5)
    (answer,) = crew(town)
    assert answer.lines[0].code == "still-goes"


def test_a_crew_on_its_way_is_left_alone() -> None:
    (answer,) = crew(given(ANA, RUI, made("b1", day=5), departed("b1")))
    assert [line.code for line in answer.lines] == ["under-way"]


@pytest.mark.parametrize(
    ("obstacle", "eva"),
    [
        ("home-unknown", [certified("eva", each) for each in CERTIFICATES]),
        ("no-certificate", [registered("eva"), certified("eva", "law"), on_shift("eva", 5)]),
        ("no-shift", hired("eva", days=range(1, 3))),
        ("absent", [*hired("eva"), absent("eva", 5)]),
        ("too-far", hired("eva", 300)),
        ("no-free-time", [*hired("eva", days=range(1, 2)), on_shift("eva", 5, 11.98, 13)]),
    ],
)
def test_what_keeps_a_collector_away_is_told(obstacle: str, eva: list[Any]) -> None:
    answer = why_not(given(ANA, RUI, eva, made("b1", day=5, hour=10)), "eva")
    assert (answer.happens, answer.code, in_the_way(answer)) == (False, obstacle, [obstacle])


def test_a_collector_who_could_come_adds_more_travel() -> None:
    town = given(ANA, RUI, EVA, LEO, made("b1", day=5))
    answer = why_not(town, "leo")
    assert answer.code == "adds-more-travel"
    assert "they could come, with ana: that adds" in answer.text


def test_a_collector_of_another_crew_of_that_day_could_come_with_that_crew_only() -> None:
    narrow = {"day": 5, "hour": 10, "hours": 0.2}
    town = given(ANA, RUI, EVA, LEO, made("b1", **narrow), made("b2", case="case-2", **narrow))
    assert why_not(town, "leo").code == "no-free-time"
    town = given(ANA, RUI, EVA, LEO, made("b1", day=5, hour=10), made("b2", day=5, hour=10, case="case-2"))
    assert "with eva: that adds" in why_not(town, "leo").text


def test_who_goes_who_is_unknown_and_who_is_barred() -> None:
    town = given(ANA, RUI, EVA, made("b1", day=5, not_collectors=("eva",)))
    assert why_not(town, "ana").code == "goes"
    assert why_not(town, "nobody").code == "unknown"
    assert why_not(town, "eva").code == "excluded"


def test_one_who_would_go_alone_where_one_is_enough() -> None:
    town = given(ANA, RUI, made("b1", day=5, needs=Needs(crew_size=1)))
    assert "with nobody else" in why_not(town, "rui").text


def test_a_home_that_can_t_be_read_is_told() -> None:
    town = given(ANA, RUI, EVA, made("b1", day=5))
    visit = town.region.bookings["b1"]
    assert isinstance(visit, Assigned)
    town.lost = {visit.booking.home.box}
    assert why_not(town, "eva").code == "home-unreadable"


def test_a_window_that_a_crew_could_serve_names_it_and_says_how_exact_that_is() -> None:
    answer = slot(given(ANA, RUI), day=5)
    assert (answer.happens, answer.code) == (True, "crew-assigned")
    assert answer.lines[-1].code == CELL
    assert "ana and rui" in answer.text


def test_a_window_that_nobody_can_serve_says_what_kept_whom_away() -> None:
    town = given(ANA, hired("rui", days=range(1, 3)))
    answer = slot(town, day=5)
    assert (answer.happens, answer.code) == (False, "unassigned-no-shift")
    assert set(in_the_way(answer)) == {"no-shift", "crew-too-small"}
    assert in_the_way(slot(town, day=6)) == ["outside-hours"]
    town.stopped = frozenset({"visiting:all"})
    assert in_the_way(slot(town, day=5)) == ["visiting-stopped"]


def test_of_every_collector_it_is_told_what_kept_them_away() -> None:
    town = given(ANA, hired("rui", days=range(1, 3)), hired("eva", 300), [registered("leo"), on_shift("leo", 5)])
    away = [line.text for line in slot(town, day=5).lines if not line.met]
    assert sum(int(text.partition(" of 4 ")[0]) for text in away) == 4


def test_a_cell_that_is_none_is_a_home_that_can_t_be_read() -> None:
    asked = made("asked", day=5).data.model_copy(update={"cell": "000000000000000"})
    (answer,) = why_not_window(*in_the_middle_of_its_cell(asked, here(given(ANA, RUI))))
    assert in_the_way(answer) == ["home-unreadable"]


def test_the_answer_is_the_crew_that_a_booking_would_get() -> None:
    for said in ([ANA, RUI, EVA], [ANA, hired("rui", days=range(1, 3))], [ANA], [RUI, EVA, LEO, made("b0", day=5)]):
        town = given(*said)
        asked = made("b9", day=5, case="case-9")
        (answer,) = why_not_window(asked.data, RegionContext(
            town.at, MACHINE.rules, town.looked_up(asked), town.stopped, region=town.region
        ))  # fmt: skip
        town.when(asked)
        assert answer.happens == (town.decision.reason == "crew-assigned")
        assert answer.code == town.decision.reason
