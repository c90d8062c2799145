"""The rule that a decision cites is the one that it rests on, not one that stands near it in the pack."""

from __future__ import annotations

import pytest

from services.scheduler.core.state import Asking, HeldVisit
from shared.contracts.values import Slot

from . import stages
from .events import HOUR, NOW, chose, notice_delivered, quoted, slot, uncrewed, wished
from .given import Scenario, given, rings, until
from .stages import START
from .test_what_held_visits_wait_for import worn


def cited(life: Scenario) -> str:
    return life.decision.rule.partition(": ")[0]


def test_many_wishes_rest_on_how_many_there_may_be() -> None:
    life = given(*stages.DELIVERED, worn(wishes=4)).when(wished())
    assert cited(life.then("many-wishes", HeldVisit)) == "arrangement.wishes_max"


def test_that_it_was_held_for_too_long_rests_on_how_often_it_is_looked_at() -> None:
    life = given(*stages.UNASSIGNED, worn(looks=12)).when(rings("look-again"))
    assert cited(life.then("held-too-long")) == "arrangement.looks_max"


@pytest.mark.parametrize(
    ("offered", "rule"),
    [(slot(1, 9), "notice.lead_min"), (slot(6), "contact.windows[0]"), (slot(90), "")],
)
def test_that_nothing_could_be_offered_rests_on_what_bars_the_windows_and_not_on_how_often_it_is_tried(
    offered: Slot, rule: str
) -> None:
    assert cited(given(*stages.ASKING).when(quoted([offered])).then("unassigned", HeldVisit)) == rule


def test_so_it_is_when_the_router_found_nothing_and_says_nothing() -> None:
    assert cited(given(*stages.ASKING).when(quoted(())).then("unassigned", HeldVisit)) == ""


def test_a_receipt_too_late_for_a_crew_rests_on_how_late_one_can_be_told() -> None:
    late = given(*stages.AGREED, until(START - HOUR)).when(notice_delivered(at=NOW))
    assert cited(late.then("receipt-too-late", Asking)) == "arrangement.permit_ahead_min"


def test_a_window_that_is_gone_rests_on_the_notice_that_it_leaves_no_time_for() -> None:
    life = given(*stages.DELIVERED, rings("offer-expiry"), until(START - 25 * HOUR))
    assert cited(life.when(chose(1, at=NOW + 47 * HOUR)).then("slot-gone", Asking)) == "notice.lead_min"


def test_a_window_that_others_took_rests_on_what_the_router_names() -> None:
    life = given(*stages.BOOKING).when(uncrewed()).then("slot-gone", Asking)
    assert life.decision.rule == "visit.certificates"
    assert given(*stages.BOOKING).when(uncrewed(refused=False)).then("slot-gone").decision.rule == ""
