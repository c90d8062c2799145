"""After a brake the reminders go on where they were: what arrived is not told again for a STOP and a START."""

from __future__ import annotations

import json
from datetime import timedelta
from functools import reduce

import pytest

from services.notifier.core.changes import CHANGES, Change
from services.notifier.core.evolve import evolve
from services.notifier.core.state import Closed, Held, Texting, initial
from shared.runtime.machine import as_json

from .events import (
    CASE,
    NOW,
    breaks_plan,
    corrected,
    dispute_ends,
    disputes,
    held,
    lifted,
    overdue,
    pays,
    replies,
    settles,
    signs_plan,
    unread,
)  # fmt: skip
from .given import Input, Scenario, asks, delivered, given, later, looks, settled

DAY = timedelta(days=1)
REMINDED = ("reminder-early", "reminder-firm", "reminder-last")


def reminders(life: Scenario) -> list[tuple[str, str]]:
    return [(text.kind, text.status) for text in life.texts if text.kind in REMINDED]


def told(life: Scenario) -> int:
    """Reminders that went out, or will as soon as they may."""
    return sum(status != "withdrawn" for _, status in reminders(life))


def says(words: str) -> list[Input]:
    """A reply, two seconds after what was before it."""
    return [later(seconds=2), lambda life: replies(words, life.at)(life)]


def test_stop_and_start_again_and_again_brings_no_reminder_a_second_time() -> None:
    life = given(overdue(dpd=9), delivered("reminder-early"))
    for _ in range(6):
        life.when(*says("STOP")).then("opted-out", Held).when(*says("START")).then("opted-in", Texting)
    assert reminders(life) == [("reminder-early", "delivered")]


def test_after_stop_and_start_the_next_step_comes_on_its_day() -> None:
    life = given(overdue(dpd=9), delivered("reminder-early"), *says("STOP"), *says("START"))
    assert life.timers["look"] == (NOW + 6 * DAY).replace(hour=9)
    life.when(looks).then("reminder-due", Texting)
    assert reminders(life) == [("reminder-early", "delivered"), ("reminder-firm", "intended")]


def test_after_stop_and_start_a_repeat_keeps_its_week() -> None:
    life = given(overdue(dpd=61), delivered("reminder-last"), *says("STOP"), *says("START"))
    assert told(life) == 1
    life.when(looks)
    assert told(life) == 2
    assert life.at - NOW >= 7 * DAY


@pytest.mark.parametrize(
    ("on", "off"),
    [
        (disputes(NOW), dispute_ends(NOW + DAY)), (signs_plan(NOW), breaks_plan(NOW + DAY)),
        (held(NOW), lifted(NOW + DAY)), (unread(), settles(given_up=True)),
    ],
    ids=["dispute", "plan", "hold", "a record nobody could read"],
)  # fmt: skip
def test_whatever_the_brake_the_step_that_arrived_is_not_told_again(on: Input, off: Input) -> None:
    life = given(overdue(dpd=9), delivered("reminder-early"), on, later(days=1), off)
    assert isinstance(life.state, Texting)
    assert reminders(life) == [("reminder-early", "delivered")]


def test_a_step_that_came_while_the_brake_was_on_is_told_when_it_ends() -> None:
    life = given(overdue(dpd=9), delivered("reminder-early"), disputes(NOW), later(days=8), dispute_ends(NOW + 8 * DAY))
    assert reminders(life) == [("reminder-early", "delivered"), ("reminder-firm", "intended")]


def test_a_reminder_that_the_brake_took_back_is_told_when_it_ends() -> None:
    life = given(overdue(dpd=9), *says("STOP"), *says("START"))
    assert reminders(life) == [("reminder-early", "withdrawn"), ("reminder-early", "intended")]


def test_a_repeat_that_the_brake_took_back_is_told_when_it_ends() -> None:
    life = given(overdue(dpd=61), delivered("reminder-last"), looks)
    life.when(disputes(NOW), later(days=1), dispute_ends(NOW + DAY))
    assert [status for _, status in reminders(life)] == ["delivered", "withdrawn", "intended"]


def test_a_reminder_that_waited_while_a_reply_came_is_told_after_the_brake() -> None:
    life = given(overdue(dpd=9), *says("who is this?"), *says("STOP"), *says("START"))
    assert reminders(life) == [("reminder-early", "withdrawn"), ("reminder-early", "intended")]


def test_a_reminder_that_failed_before_the_brake_is_told_after_it() -> None:
    life = given(overdue(dpd=9), asks("reminder-early"), settled("reminder-early", "failed", 30005))
    life.when(disputes(NOW), later(days=1), dispute_ends(NOW + DAY))
    assert [status for _, status in reminders(life)] == ["failed", "intended"]


def test_a_reminder_that_the_carrier_refused_for_a_stop_is_told_after_a_start() -> None:
    life = given(overdue(dpd=9), asks("reminder-early"), settled("reminder-early", "rejected", 21610))
    life.then("opted-out", Held).when(*says("START"))
    assert [status for _, status in reminders(life)] == ["rejected", "intended"]


def test_what_was_on_the_wire_when_the_brake_came_is_not_told_again() -> None:
    life = given(overdue(dpd=9), asks("reminder-early"), *says("STOP"), settled("reminder-early"), *says("START"))
    assert reminders(life) == [("reminder-early", "accepted")]


def test_a_reminder_that_had_to_wait_stands_for_its_day_after_a_brake_too() -> None:
    life = given(overdue(dpd=14))
    life.when(later(days=1), delivered("reminder-early"), *says("STOP"), *says("START"))
    assert reminders(life) == [("reminder-early", "delivered")]
    life.when(later(days=8), disputes(life.at), dispute_ends(life.at + DAY))
    assert reminders(life) == [("reminder-early", "delivered")]


def test_who_gets_a_new_number_after_a_wrong_one_is_told_at_once() -> None:
    life = given(overdue(dpd=9), delivered("reminder-early"), *says("you have the wrong number"), later(hours=1))
    life.when(lambda life: corrected(life.at, phone_hash="b" * 64)).then("details-corrected", Texting)
    assert [status for _, status in reminders(life)] == ["delivered", "intended"]


def test_a_payment_that_is_taken_back_within_the_week_brings_no_step_a_second_time() -> None:
    life = given(overdue(dpd=9), delivered("reminder-early"), pays(0, NOW), later(minutes=1)).then("paid", Closed)
    life.when(overdue(dpd=9, time=NOW + timedelta(minutes=1))).then("overdue-again", Texting)
    assert reminders(life) == [("reminder-early", "delivered")]


def test_a_payment_that_is_taken_back_later_is_said_to_be_missing() -> None:
    life = given(overdue(dpd=16), delivered("reminder-firm"), pays(0, NOW), later(days=7, minutes=1))
    life.when(overdue(dpd=16, time=NOW + 7 * DAY)).then("overdue-again", Texting)
    assert [status for _, status in reminders(life)] == ["delivered", "intended"]


def test_a_brake_of_before_changes_said_where_it_goes_on_folds_as_it_did() -> None:
    life, written = given(), []
    for said in (overdue(dpd=9), delivered("reminder-early"), disputes(NOW)):
        before = life.decision
        life.when(said)
        written += [] if life.decision is before else [as_json(change) for change in life.decision.changes]
    kept = [json.loads(each) for each in written]
    assert [each["reached"] for each in kept if each["kind"] == "braked"] == [9]
    former = [{key: value for key, value in each.items() if key != "reached"} for each in kept]
    read: list[Change] = [CHANGES.validate_json(json.dumps(each)) for each in former]
    state = reduce(evolve, read, initial(CASE))
    assert isinstance(state, Held)
    assert state.loan.reached == -1
