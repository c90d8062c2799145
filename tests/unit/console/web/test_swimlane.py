"""A case's life as a picture: a step for each decision, an arrow from its cause."""

from __future__ import annotations

from datetime import UTC, datetime

from services.console.views.timeline import TimelineEntry
from services.console.web.swimlane import DOTS_MAX, LEFT, STEP, swimlane

AT = datetime(2026, 11, 2, 9, tzinfo=UTC)


def entry(number: int, service: str = "notifier", because: int | None = None, accepted: bool = True) -> TimelineEntry:
    return TimelineEntry(
        number, service, "case-1", number, AT, "doorstep.loan.overdue.v1", "e", "overdue", "is overdue", "", accepted,
        because,
    )  # fmt: skip


def test_each_decision_takes_one_step_in_its_services_lane() -> None:
    lane = swimlane([entry(1), entry(2, "scheduler"), entry(3, "router")], ["2026-11-02"] * 3)
    assert [dot.x for dot in lane.dots] == [LEFT + STEP, LEFT + 2 * STEP, LEFT + 3 * STEP]
    lanes = dict(lane.lanes)
    assert [dot.y for dot in lane.dots] == [lanes["notifier"], lanes["scheduler"], lanes["router"]]


def test_an_arrow_leads_from_the_cause_or_from_outside() -> None:
    lane = swimlane([entry(1), entry(2, "scheduler", because=1)], ["2026-11-02"] * 2)
    lanes = dict(lane.lanes)
    first, second = lane.arrows
    assert (first.y1, first.y2) == (lanes["outside"], lanes["notifier"])
    assert (second.x1, second.y1) == (LEFT + STEP, lanes["notifier"])


def test_what_has_no_effect_has_no_arrow() -> None:
    assert swimlane([entry(1, accepted=False)], ["2026-11-02"]).arrows == ()


def test_a_new_day_is_marked_and_labels_keep_apart() -> None:
    days = ["2026-11-02", "2026-11-03", "2026-11-03", "2026-11-09"]
    lane = swimlane([entry(number) for number in range(1, 5)], days)
    assert [mark.label for mark in lane.days] == ["11-02", "", "11-09"]


def test_of_a_very_long_life_the_newest_is_drawn() -> None:
    life = [entry(number) for number in range(1, DOTS_MAX + 11)]
    lane = swimlane(life, ["2026-11-02"] * len(life))
    assert (lane.left_out, len(lane.dots), lane.dots[0].number) == (10, DOTS_MAX, 11)
