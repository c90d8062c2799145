"""Why there is no visit and why not this window, at every stage: as the permit and the offer ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.scheduler.core.lookup import AppointmentContext, TakenTime, VisitLookup
from services.scheduler.core.permit import check
from services.scheduler.core.slots import usable
from services.scheduler.core.state import Agreed, InDoubt, Permitted
from services.scheduler.core.visit_values import ArrivalWindow, OfferedSlot, kept
from services.scheduler.core.why_no_visit import receipt_now, why_no_visit
from services.scheduler.core.why_not_slot import why_not_slot
from shared.contracts.values import Window
from shared.contracts.why_not import WhyNotAnswer

from . import stages
from .events import BORROWER, DAY, HOUR, NOW, SLOTS, window
from .given import Scenario, given, until

START = SLOTS[0].window.start


def here(life: Scenario) -> AppointmentContext:
    return AppointmentContext(life.at, life.rules, life.lookup, life.stopped, appointment=life.case)


def no_visit(life: Scenario) -> WhyNotAnswer:
    (answer,) = why_no_visit(here(life))
    return answer


def no_slot(life: Scenario, asked: Window) -> WhyNotAnswer:
    (answer,) = why_not_slot(asked, here(life))
    return answer


def in_the_way(answer: WhyNotAnswer) -> list[str]:
    return [line.code for line in answer.lines if not line.met]


@pytest.mark.parametrize(
    ("stage", "waits_for"),
    [
        (stages.ASKING, ["slots-quoted"]),
        (stages.OFFERED, ["slot-chosen"]),
        (stages.BOOKING, ["crew-legal"]),
        (stages.UNTOLD, ["notice-delivered"]),
        (stages.AGREED, ["notice-delivered"]),
        (stages.IN_DOUBT, ["notice-delivered"]),
        (stages.PERMITTED, ["window-ahead"]),
        (stages.DEPARTED, ["crew-arrived"]),
        (stages.ARRIVED, []),
        (stages.EXPIRED, ["visit-over"]),
        (stages.UNASSIGNED, ["held"]),
        ((), ["no-visit-asked"]),
    ],
)
def test_every_stage_says_what_it_waits_for(stage: tuple[Any, ...], waits_for: list[str]) -> None:
    life = given(*stage)
    answer = no_visit(life)
    assert in_the_way(answer) == waits_for
    assert answer.happens == (not waits_for)
    assert answer.again_at == (min(life.timers.values()) if life.timers else None)


@pytest.mark.parametrize("stage", [stages.ASKING, stages.AGREED, stages.PERMITTED, stages.UNASSIGNED])
def test_a_switch_is_told_beside_what_is_waited_for(stage: tuple[Any, ...]) -> None:
    life = given(*stage)
    life.stopped = frozenset({"visiting:region:porto"})
    assert "visiting-stopped" in in_the_way(no_visit(life))
    assert "visiting-stopped" in in_the_way(no_slot(life, SLOTS[0].window))


def test_what_the_permit_would_lack_is_told_before_the_receipt_comes() -> None:
    life = given(*stages.AGREED)
    life.at = START - 20 * HOUR
    assert in_the_way(no_visit(life)) == ["notice-too-late", "notice-delivered"]
    life.at = START - timedelta(minutes=5)
    assert in_the_way(no_visit(life)) == ["notice-too-late", "receipt-too-late", "notice-delivered"]


@pytest.mark.parametrize("hours", [1, 90, 97, 98, 110, 121])
@pytest.mark.parametrize("stopped", [frozenset[str](), frozenset({"visiting:all"})])
def test_the_permit_is_given_if_and_only_if_nothing_but_the_receipt_is_in_the_way(
    hours: int, stopped: frozenset[str]
) -> None:
    life = given(*stages.AGREED)
    life.at, life.stopped = NOW + hours * HOUR, stopped
    stage = life.case.stage
    assert isinstance(stage, Agreed | InDoubt)
    given_up = check(stage, receipt_now(stage, here(life)), here(life))
    lacks = set(in_the_way(no_visit(life))) - {"notice-delivered"}
    assert isinstance(given_up, tuple) == (not lacks)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (window(START), ""),
        (window(NOW - HOUR), "window-begun"),
        (window(NOW), "window-begun"),
        (window(NOW + 400 * DAY), "too-far-ahead"),
        (window(NOW + 5 * HOUR), "too-near-for-notice"),
        (window(START + 12 * HOUR), "out-of-hours"),
        (window(START + DAY), "out-of-hours"),
        (window(START).model_copy(update={"local": "2026-11-07T11:00"}), "local-time-differs"),
    ],
)
def test_a_window_is_usable_if_and_only_if_no_rule_of_an_offer_is_in_the_way(asked: Window, code: str) -> None:
    life = given(*stages.ASKING)
    answer = no_slot(life, asked)
    in_way = [each for each in in_the_way(answer) if each != "not-searched"]
    assert bool(in_way) == (not usable([OfferedSlot("s", kept(asked, ArrivalWindow), 0)], life.at, (), life.rules))
    assert code in (*in_way, "")
    assert answer.code == (in_the_way(answer) or ["slot-usable"])[0]


def test_a_window_near_another_visit_of_the_person_cites_the_rule() -> None:
    taken = VisitLookup({BORROWER: (TakenTime("case-2", START - 5 * DAY, START - 5 * DAY + HOUR),)})
    life = replace(given(*stages.ASKING), lookup=taken)
    (line,) = (line for line in no_slot(life, window(START)).lines if line.code == "person-visited")
    assert (line.met, line.rule) == (False, life.rules.visit_every_cite)


def test_a_window_outside_the_days_that_are_searched_is_said_to_be_open_to_a_wish() -> None:
    answer = no_slot(given(*stages.ASKING), window(START + 16 * DAY))
    assert in_the_way(answer) == ["not-searched"]
    assert "unless the borrower asks" in answer.text


def test_an_offered_window_says_under_which_digit_and_another_that_one_is_agreed_on() -> None:
    offered = no_slot(given(*stages.OFFERED), SLOTS[1].window)
    assert any(line.code == "slot-offered" and "digit 2" in line.text for line in offered.lines)
    agreed = no_slot(given(*stages.UNTOLD), SLOTS[1].window)
    assert in_the_way(agreed) == ["slot-chosen"]
    assert in_the_way(no_slot(given(*stages.UNTOLD), SLOTS[0].window)) == []


def test_without_an_open_visit_no_window_is_offered() -> None:
    assert no_slot(given(*stages.EXPIRED), window(START)).code == "no-visit-open"


def test_asking_changes_nothing() -> None:
    life = given(*stages.UNASSIGNED, until(NOW + DAY))
    before = life.case
    no_visit(life)
    assert life.case is before
    assert not isinstance(before.stage, Permitted)
