"""Limits hold to the second: what lies at the limit is still in, what lies a second beyond it is not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from services.router.core import insertion
from services.router.core.changes import Located, Tidied
from services.router.core.day_routes import day_at, day_routes, days_of
from services.router.core.evolve import evolve
from services.router.core.insertion import ints
from shared.contracts.routing import CrewUnassigned, PlanChanged, PlanRevised, SlotsQuoted
from shared.contracts.values import Needs
from shared.decision import SetTimer

from . import plain_insertion
from .events import ZONE, absent, asked, at, certified, hired, located, made, on_shift, registered
from .given import given, later, rings, stopping

SECOND = timedelta(seconds=1)
EACH = pytest.mark.parametrize("kernel", [plain_insertion, insertion], ids=["plain", "numpy"])


def one(*numbers: int) -> Any:
    return [ints([number]) for number in numbers]


WINDOW = one(100, 200, 0)
"""Opens, closes, day."""


@EACH
def test_a_gap_serves_a_window_up_to_its_closing_and_a_visit_that_ends_as_the_crew_must_leave(kernel: Any) -> None:
    def found(arr: int, due: int, stay: int = 30, gap_day: int = 0) -> int:
        gap: Any = [*WINDOW, stay, *one(arr, due, 7, gap_day)]
        return int(kernel.cheapest(*gap)[0])

    assert found(200, 230) == 0
    assert found(201, 999) == -1
    assert found(200, 229) == -1
    assert found(0, 130) == 0
    assert found(0, 129) == -1
    assert found(0, 999, gap_day=1) == -1


@EACH
def test_hands_meet_when_the_last_of_them_is_there_and_nobody_has_to_leave_before_the_end(kernel: Any) -> None:
    def team(arr: list[int], due: list[int], size: int = 2, of: int = 0) -> list[int]:
        cost = ints(range(len(arr)))
        days = ints([of] * len(arr))
        hands: Any = [*WINDOW, 30, size, ints(arr), ints(due), cost, days]
        mustered = kernel.form_crew(*hands)
        assert mustered.dtype == np.int64
        return [int(hand) for hand in mustered[0]]

    assert team([0, 200], [230, 230]) == [0, 1]
    assert team([0, 201], [999, 999]) == [-1, -1]
    assert team([0, 200], [229, 999]) == [-1, -1]
    assert team([0, 50, 150], [130, 999, 999]) == [0, 1]
    assert team([0, 50, 150], [129, 999, 999]) == [1, 2]
    assert team([0, 50, 150], [129, 999, 129], size=1) == [1]
    assert team([0], [999]) == [-1, -1]
    assert team([0, 0], [999, 999], of=1) == [-1, -1]


@EACH
def test_of_equals_the_first_is_taken(kernel: Any) -> None:
    gaps: Any = [ints([0, 0]), ints([999, 999]), ints([7, 7]), ints([0, 0])]
    gap: Any = [*WINDOW, 30, *gaps]
    assert kernel.cheapest(*gap).tolist() == [0]
    hands: Any = [ints([0, 0, 0]), ints([999] * 3), ints([7, 7, 7]), ints([0, 0, 0])]
    team: Any = [*WINDOW, 30, 2, *hands]
    assert kernel.form_crew(*team).tolist() == [[0, 1]]
    # Who can meet early and who can meet late cost the same.
    late: Any = [*WINDOW, 30, 2, ints([0, 0, 150]), ints([130, 999, 999]), ints([5, 5, 5]), ints([0, 0, 0])]
    assert kernel.form_crew(*late).tolist() == [[0, 1]]


@EACH
def test_a_timetable_is_pushed_forward_and_backward(kernel: Any) -> None:
    # Two routes: of two stops half an hour apart, and of one.
    offset = ints([0, 2, 3])
    opens, closes, stay = ints([100, 150, 50]), ints([300, 400, 90]), ints([20, 20, 10])
    earliest, latest = kernel.schedule(offset, opens, closes, stay, ints([9, 30, 9]), ints([110, 60]), ints([390, 80]))
    assert (earliest.tolist(), latest.tolist()) == ([110, 160, 60], [300, 370, 70])
    assert earliest.dtype == latest.dtype == np.int64
    tight, _ = kernel.schedule(offset, opens, closes, stay, ints([9, 0, 9]), ints([10, 10]), ints([390, 80]))
    assert tight.tolist() == [100, 150, 50]
    _, hurried = kernel.schedule(offset, opens, closes, stay, ints([9, 30, 9]), ints([10, 10]), ints([200, 55]))
    assert hurried.tolist() == [130, 180, 45]


def test_what_is_over_before_the_tidying_is_forgotten_and_nothing_else() -> None:
    town = given(hired("ana", days=range(5, 6)), hired("rui"), absent("ana", 4, 9, 10), made("b1", day=5, hour=16))
    town.region = evolve(town.region, Located(fact=located("ana", at(5, 18)).data))
    ana = evolve(town.region, Tidied(before=at(5, 18))).collectors["ana"]
    assert (len(ana.shifts), len(ana.absences)) == (1, 0)
    assert ana.spot is not None
    kept = evolve(town.region, Tidied(before=at(5, 18)))
    assert set(kept.bookings) == {"b1"}
    gone = evolve(town.region, Tidied(before=at(5, 18) + SECOND))
    assert not gone.bookings
    assert (gone.collectors["ana"].shifts, gone.collectors["ana"].spot) == ({}, None)
    assert evolve(town.region, Tidied(before=at(4, 10))).collectors["ana"].absences != ()
    assert evolve(town.region, Tidied(before=at(4, 10) + SECOND)).collectors["ana"].absences == ()


def test_a_certificate_is_kept_on_its_last_day_and_while_an_older_word_about_it_may_be_heard() -> None:
    region = given(certified("ana", "law", 0, 40), certified("ana", "psychology", 0, 5)).region
    held = [evolve(region, Tidied(before=before)).collectors["ana"].certificates for before in (
        at(30, 8), at(30, 8) + SECOND, at(40, 23), at(41, 0)
    )]  # fmt: skip
    assert [sorted(each) for each in held] == [["law", "psychology"], ["law"], ["law"], []]


def test_shifts_meet_a_span_of_time_when_they_share_some_of_it() -> None:
    ana = given(on_shift("ana", 5, 9, 12)).region.collectors["ana"]
    assert ana.planned(at(5, 12), at(5, 13)) == ana.planned(at(5, 8), at(5, 9)) == []
    assert ana.planned(at(5, 12) - SECOND, at(5, 13)) == ana.planned(at(5, 8), at(5, 9) + SECOND) != []


def test_a_shift_of_no_length_is_none() -> None:
    ana = given(on_shift("ana", 5, 9, 9)).region.collectors["ana"]
    assert ana.planned(at(5, 0), at(6, 0)) == []


def test_a_local_day_begins_at_its_midnight() -> None:
    new_york = [datetime(2026, 12, 1, 5, tzinfo=UTC), datetime(2026, 12, 1, 4, 59, 59, tzinfo=UTC)]
    assert [day.on for day in days_of(new_york, "America/New_York")] == [date(2026, 11, 30), date(2026, 12, 1)]
    assert days_of([new_york[0], new_york[0] + timedelta(hours=23, minutes=59)], "America/New_York") == (
        day_at(new_york[0], "America/New_York"),
    )
    short = day_at(datetime(2027, 3, 28, 12, tzinfo=UTC), ZONE)
    assert short.end_s - short.start_s == 23 * 3600


@pytest.mark.parametrize(
    ("ago", "used"),
    [
        (timedelta(0), True),
        (timedelta(minutes=30), True),
        (timedelta(minutes=30) + SECOND, False),
        (-SECOND, False),
    ],
)
def test_a_position_is_fresh_for_half_an_hour(ago: timedelta, used: bool) -> None:
    now = at(5, 12)
    town = given(hired("ana"), later(now), located("ana", now - ago, east=20))
    places = town.looked_up(located("ana", now))
    book = day_routes(town.region, days_of([now], ZONE), now, places)
    assert (book.start_of("ana", 0) != book.homes["ana"]) == used
    tomorrow = day_routes(town.region, days_of([now + timedelta(days=1)], ZONE), now, places)
    assert tomorrow.start_of("ana", 0) == tomorrow.homes["ana"]


def test_a_window_is_past_at_its_very_end() -> None:
    crew = [hired("ana", days=range(11)), hired("rui", days=range(11))]
    given(*crew, later(at(5, 12))).when(made("b1", day=5, hour=10)).then("unassigned-window-passed")
    town = given(*crew, later(at(5, 12) - SECOND)).when(made("b1", day=5, hour=10))
    assert town.decision.reason == "unassigned-no-free-time"  # too late to be there, which is another matter
    given(*crew, later(at(5, 11.5))).when(made("b1", day=5, hour=10)).then("crew-assigned")


def test_what_a_decision_says_adds_up() -> None:
    town = given(hired("ana", 3), hired("rui", 5))
    slot = town.when(asked(slots_max=1)).told(SlotsQuoted).slots[0]
    local = slot.window.start
    day, hour = (local - at(0, 0)).days, local.hour + local.minute / 60
    town.when(made("b1", day=day, hour=hour))
    assert town.decision.why == f"{slot.detour_s // 60} min of added travel, summed over 2 members"
    town.when(made("b2", day=day, hour=hour, needs=Needs(crew_size=3)))
    refused = town.told(CrewUnassigned).refused
    assert town.decision.why == "; ".join(reason.text for reason in refused)
    assert town.decision.reason == f"unassigned-{refused[0].code}"


def test_a_refusal_of_several_reasons_says_them_one_after_the_other() -> None:
    town = given(hired("ana"), registered("rui")).when(made("b1")).then("unassigned-no-certificate")
    assert [reason.code for reason in town.told(CrewUnassigned).refused] == ["no-certificate", "crew-too-small"]
    assert town.decision.why == "; ".join(reason.text for reason in town.told(CrewUnassigned).refused)


@pytest.mark.parametrize("scope", ["all", "region:porto", "case:case-b1"])
def test_a_switch_is_named_by_its_scope(scope: str) -> None:
    town = given(hired("ana"), hired("rui"), stopping(f"visiting:{scope}")).when(made("b1"))
    assert town.why() == {"visiting-stopped": f"visiting is stopped for {scope}"}
    town.when(asked("b1"))
    assert town.why() == {"visiting-stopped": f"visiting is stopped for {scope}"}


def test_a_plan_is_told_at_six_in_the_evening_before_and_at_once_after_that() -> None:
    town = given(hired("ana"), hired("rui")).when(made("b1", day=5))
    assert SetTimer("plan:2026-12-05", at(4, 18)) in town.decision.effects
    assert not town.all_told(PlanRevised)
    town.when(rings("plan:2026-12-05"))
    assert [stop.booking for stop in town.told(PlanRevised).stops] == ["b1"]
    town.when(made("b2", day=5, hour=15))
    assert [stop.booking for stop in town.told(PlanChanged).stops] == ["b2"]


def test_an_absence_of_the_time_asked_for_is_told_from_a_day_off() -> None:
    off = given(hired("ana", days=range(4, 5)), hired("rui")).when(made("b1", day=5))
    assert off.why()["no-shift"].startswith("1 of 2 collectors")
    ill = given(hired("ana"), hired("rui"), absent("ana", 5)).when(made("b1", day=5))
    assert ill.why()["absent"].startswith("1 of 2 collectors")


def test_a_certificate_holds_on_its_first_and_on_its_last_day() -> None:
    ana = given(certified("ana", "law", 4, 6)).region.collectors["ana"]
    days = [date(2026, 11, 30) + timedelta(days=number) for number in range(3, 8)]
    assert [ana.lacks(["law"], day) for day in days] == [["law"], [], [], [], ["law"]]
    assert ana.holds_throughout(["law"], days[1], days[3])
    assert not ana.holds_throughout(["law"], days[0], days[3])
    assert not ana.holds_throughout(["law"], days[1], days[4])


def test_slots_may_touch() -> None:
    town = given(hired("ana", 1), hired("rui", 1)).when(asked(first=at(5, 9), last=at(5, 18), slots_max=6))
    windows = town.windows()
    assert any(one.end == two.start for one, two in pairwise(windows))
    assert all(one.end <= two.start for one, two in pairwise(windows))


def test_slots_are_named_by_the_question_and_their_beginning_in_every_release() -> None:
    slots = given(hired("ana"), hired("rui")).when(asked()).told(SlotsQuoted).slots
    assert [slot.slot for slot in slots] == ["s-64126a5c83bd", "s-a883d7c51f99", "s-95878b1dd40f"]
