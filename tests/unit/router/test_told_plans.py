"""Plans of days: whole on the evening before, and after that what changes."""

from __future__ import annotations

from services.router.bootstrap import machine
from services.router.core.changes import Withdrawn
from services.router.core.day_plan import plan_of, plans_changed
from services.router.core.formats import PLAN_CHANGES
from services.router.core.lookup import RegionContext, RegionLookup
from services.router.core.state import Assigned
from shared.contracts.codec import decode, encode
from shared.contracts.routing import CrewChanged, PlanChange, PlanChanged, PlanRevised
from shared.contracts.values import Reason
from shared.decision import Publish

from .events import MONDAY, absent, at, cancelled, complained, departed, ended, hired, made, on_shift
from .given import MACHINE, PACK, given, later, rings
from .plan_reader import PlanReader

DAY, RING = "2026-12-05", "plan:2026-12-05"
TEAM, SPARE = [hired("ana"), hired("rui")], [hired("eva", 6), hired("leo", 6)]
TOLD = [*TEAM, made("b1", day=5, hour=10), made("b2", day=5, hour=14), later(at(4, 18)), rings(RING), later(at(4, 19))]


def test_before_the_evening_nothing_is_told_of_a_day() -> None:
    town = given(TEAM, made("b1", day=5), SPARE).when(absent("ana", 5))
    assert [change.booking for change in town.all_told(CrewChanged)] == ["b1"]
    assert town.published(PlanRevised) == town.published(PlanChanged) == []
    assert town.timers[RING] == at(4, 18)


def test_the_evening_s_plan_says_when_each_crew_arrives() -> None:
    town = given(*TOLD[:-2]).when(rings(RING))
    stops = town.told(PlanRevised).stops
    assert [(stop.booking, stop.arrive) for stop in stops] == [
        (name, town.visit(name, Assigned).arrive) for name in ("b1", "b2")
    ]


def test_after_that_a_new_visit_is_told_alone() -> None:
    town = given(*TOLD).when(made("b3", day=5, hour=16))
    news = town.told(PlanChanged)
    assert (news.day, [stop.booking for stop in news.stops], news.gone) == (DAY, ["b3"], ())
    assert news.reason.code == "nearest-crew"
    assert town.published(PlanRevised) == []
    assert town.published(PlanChanged)[0].subject == "porto"


def test_a_visit_that_is_off_is_gone_from_the_plan() -> None:
    town = given(*TOLD).when(cancelled("b1"))
    news = town.told(PlanChanged)
    assert (news.stops, news.gone, news.reason.code) == ((), ("b1",), "booking-cancelled")


def test_who_falls_ill_is_replaced_in_the_plan_and_other_crews_are_not_told_again() -> None:
    others = [hired("ivo", 20), hired("mia", 20), made("far", day=5, hour=10, east=20)]
    town = given(TEAM, others, made("b1", day=5, hour=10), later(at(4, 18)), rings(RING), SPARE).when(absent("ana", 5))
    news = town.told(PlanChanged)
    assert [(stop.booking, stop.crew) for stop in news.stops] == [("b1", town.visit("b1", Assigned).crew)]
    assert "ana" not in news.stops[0].crew
    assert (news.gone, news.reason.code) == ((), "collector-unavailable")


def test_a_visit_for_which_nobody_is_left_is_gone_from_the_plan() -> None:
    town = given(*TOLD).when(absent("ana", 5))
    assert (town.told(PlanChanged).stops, town.told(PlanChanged).gone) == ((), ("b1", "b2"))


def test_who_only_comes_later_is_told_with_the_new_times() -> None:
    town = given(*TOLD).when(on_shift("rui", 5, 11, 18, time=at(4, 19)))
    news = town.told(PlanChanged)
    assert [(stop.booking, stop.arrive) for stop in news.stops] == [("b1", town.visit("b1", Assigned).arrive)]


def test_a_complaint_of_the_evening_sends_another_crew_in_the_plan() -> None:
    town = given(*TOLD, SPARE).when(complained("b1", "ana"))
    assert [stop.crew for stop in town.told(PlanChanged).stops] == [town.visit("b1", Assigned).crew]


def test_what_changes_nothing_in_a_plan_is_not_told() -> None:
    town = given(*TOLD)
    for said in (absent("ana", 9), made("b9", day=9, hour=14), on_shift("rui", 5, 9, 18, time=at(4, 19))):
        assert town.when(said).published(PlanChanged) == [], said
    town.when(later(at(5, 10)), departed("b1"), ended("b1"))
    assert town.published(PlanChanged) == []


def test_a_told_day_in_which_nothing_moves_is_not_told_again() -> None:
    town = given(*TOLD)
    context = RegionContext(town.at, MACHINE.rules, RegionLookup(), region=town.region)
    start = town.visit("b1", Assigned).booking.window.start
    assert plans_changed([], [start], context, Reason(code="c", text="t")) == []
    gone = plans_changed([Withdrawn(booking="b1")], [start], context, Reason(code="c", text="t"))
    assert [each.data.gone for each in gone if isinstance(each, Publish) and isinstance(each.data, PlanChange)] == [
        ("b1",)
    ]


def test_a_day_that_was_empty_on_the_evening_before_begins_with_its_first_change() -> None:
    town, reader = given(TEAM, later(at(4, 19))), PlanReader()
    reader.hear(town.when(made("b1", day=5, hour=14)).decision.effects)
    assert [stop.booking for stop in reader.plan(DAY)] == ["b1"]


def test_what_changes_before_a_late_evening_s_plan_is_told_and_the_plan_comes_instead_of_it() -> None:
    town, reader = given(*TOLD[:-2]), PlanReader()
    for said in (cancelled("b1"), made("b3", day=5, hour=16), rings(RING), cancelled("b3")):
        reader.hear(town.when(said).decision.effects)
    assert reader.plan(DAY) == plan_of(town.region, DAY)
    assert [stop.booking for stop in reader.plan(DAY)] == ["b2"]


def test_who_is_ill_and_well_again_may_be_planned_anew() -> None:
    """A change and its contrary: what a stop said first is nowhere any more."""
    town, reader = given(*TOLD[:-2], SPARE), PlanReader()
    crews = []
    for said in (rings(RING), absent("ana", 5), absent("eva", 5), absent("ana", 5, 0, 0, time=at(4, 20))):
        reader.hear(town.when(said).decision.effects)
        assert reader.plan(DAY) == plan_of(town.region, DAY)
        crews.append(reader.plan(DAY)[0].crew)
    assert len(set(crews)) == 3


def test_a_reader_keeps_the_plan_from_what_it_is_told() -> None:
    town, reader = given(*TOLD[:-2]), PlanReader()
    late = at(4, 20)
    for said in (
        rings(RING), made("b3", day=5, hour=11.5, east=2), SPARE, on_shift("rui", 5, 10, 18, time=late),
        absent("ana", 5, 12, 24), cancelled("b3"), made("b4", day=5, hour=16), complained("b4", "eva"),
    ):  # fmt: skip
        for each in said if isinstance(said, list) else [said]:
            reader.hear(town.when(each).decision.effects)
        assert reader.plan(DAY) == plan_of(town.region, DAY)
    assert {stop.booking: stop.crew for stop in reader.plan(DAY)} == {"b1": ("ana", "rui"), "b2": ("eva", "leo")}


def test_what_is_told_of_a_plan_is_read_back_as_it_was() -> None:
    for kind in (PlanRevised, PlanChanged):
        town = given(*TOLD[:-2]).when(rings(RING))
        if kind is PlanChanged:
            town.when(made("b3", day=5, hour=16))
        event = kind(id="e-1", source="router", subject="porto", time=MONDAY, causationid="c", data=town.told(kind))
        assert decode("assignments", b"porto", encode(event), MONDAY) == event


def test_beside_the_former_version_which_knows_no_such_event_the_whole_day_is_told() -> None:
    town = given(*TOLD)
    before = machine(PACK, format=PLAN_CHANGES - 1)
    decided, _ = before.step(town.region, cancelled("b1"), town.at, frozenset(), town.looked_up(cancelled("b1")))
    (told,) = [effect for effect in decided.effects if getattr(effect, "event", None) in (PlanRevised, PlanChanged)]
    assert told.event is PlanRevised  # type: ignore[union-attr]
    assert [stop.booking for stop in told.data.stops] == ["b2"]  # type: ignore[union-attr]
