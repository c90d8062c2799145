"""The rule that a decision cites is the one that it rests on, not one that stands near it in the pack."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifier.core.cadence import Due, Exhausted, Unconfirmed, Unreachable, Unwritten, Wait, ground_of
from services.notifier.core.rules import rules_of
from services.notifier.core.state import Brake, Held, Visiting
from shared.contracts.appointments import AppointmentKept
from tests.unit.policy.packs import with_contact

from .events import NOW, RULES, appointment, ended, overdue, wants_text
from .given import Scenario, asks, delivered, given, looks, settled, until
from .test_hours import leaf
from .why_not import no_text, no_visit

DAY = timedelta(days=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))
LAST = delivered("reminder-last")


def cited(life: Scenario) -> str:
    return life.decision.rule.partition(": ")[0]


def looked_at_early(life: Scenario) -> Scenario:
    life.timers["look"] = life.at
    return life.when(looks)


def line_of(answer: Any, code: str) -> str:
    return next(str(line.rule).partition(": ")[0] for line in answer.lines if line.code == code)


def test_a_reminder_of_a_step_rests_on_the_steps_and_a_repeated_one_on_the_days_between_two() -> None:
    assert cited(given(overdue(), delivered("reminder-early"), looks).then("reminder-due")) == "cadence.steps"
    assert cited(given(overdue(70), LAST, looks).then("reminder-due")) == "cadence.repeat_days"


def test_so_does_the_wait_for_either() -> None:
    step, repeat = given(overdue(), delivered("reminder-early")), given(overdue(70), LAST)
    assert cited(looked_at_early(step).then("not-yet")) == "cadence.steps"
    assert cited(looked_at_early(repeat).then("not-yet")) == "cadence.repeat_days"


def test_who_asks_why_not_hears_of_the_same_rule() -> None:
    for life, rule in (
        (given(overdue(), delivered("reminder-early")), "cadence.steps"),
        (given(overdue(70), LAST), "cadence.repeat_days"),
    ):
        (text,) = no_text(life)
        assert line_of(text, "not-yet") == line_of(no_visit(life), "not-yet") == rule


def test_each_answer_of_the_cadence_has_its_own_ground() -> None:
    cadence = RULES.limits.cadence
    for following, ground in (
        (Due("reminder-early", 7), cadence.steps),
        (Due("reminder-last", None), cadence.repeat_days),
        (Wait(NOW), cadence.steps),
        (Wait(NOW, repeats=True), cadence.repeat_days),
        (Exhausted(), cadence.attempts_max),
        (Unreachable(), cadence.attempts_max),
        (Unconfirmed(), cadence.attempts_max),
        (Unconfirmed(failed=True), cadence.unproven_max),
    ):
        assert ground_of(following, RULES) == ground.rule
    assert ground_of(Unwritten(), RULES).startswith("house: ")


def test_that_nothing_is_proven_after_many_failures_is_said_as_that_and_rests_on_how_many_there_may_be() -> None:
    def fails(life: Scenario) -> None:
        while life.decision.reason != "unconfirmed":
            waiting = [text.kind for text in life.texts if text.waits]
            life.when(*(asks(waiting[0]), settled(waiting[0], "failed", 30008)) if waiting else (looks,))

    life = given(overdue(70), fails)
    assert cited(life) == "cadence.unproven_max"
    assert life.decision.why.startswith("so many reminders of this round failed")


def test_hours_and_caps_that_are_cited_of_a_text_are_those_for_texts() -> None:
    visits = leaf('{ channels = ["visit"], start = 08:00:00, end = 20:00:00 }')
    texts = leaf('{ channels = ["text"], start = 09:00:00, end = 19:00:00 }')
    one_visit = leaf('{ channels = ["visit"], scope = "person", contacts_max = 1, days = 30 }')
    three = leaf('{ channels = ["text"], scope = "person", contacts_max = 3, days = 7 }')
    hours = f"[{visits}, {texts}]"
    life = given(rules=rules_of(with_contact(windows=hours, caps=f"[{one_visit}, {three}]"), NOW.date()))
    assert cited(life.when(overdue(), asks("reminder-early")).then("text-allowed")) == "contact.caps[1]"
    assert cited(life.when(wants_text("notice"), asks("notice")).then("text-allowed")) == "contact.windows[1]"
    uncapped = given(rules=rules_of(with_contact(windows=hours, caps=f"[{one_visit}]"), NOW.date()))
    assert cited(uncapped.when(overdue(), asks("reminder-early")).then("text-allowed")) == "contact.windows[1]"


def test_a_text_that_waits_over_a_holiday_waits_for_the_holiday() -> None:
    christmas = datetime(2026, 12, 25, 12, 0, tzinfo=UTC)
    life = given(overdue(1), asks("reminder-early"), wants_text("notice", not_after=christmas + 5 * DAY))
    life.at = christmas
    assert cited(life.when(asks("notice")).then("outside-hours")) == "contact.blackouts[1]"


@pytest.mark.parametrize(
    ("outcome", "rule"),
    [
        ("promised", "holds.promise_days"),
        ("paid", "holds.promise_days"),
        ("plan-wanted", "holds.hardship_days"),
        ("not-home", "holds.after_visit_days"),
        ("dispute", "a disputed debt is not collected"),
        ("unsafe", ""),
    ],
)
def test_the_hold_after_a_visit_rests_on_what_says_how_long_it_lasts(outcome: str, rule: str) -> None:
    life = given(overdue(dpd=70), VISITING)
    assert cited(life.when(lambda it: ended(outcome, time=it.at)).then(f"outcome-{outcome}")) == rule


def test_so_does_the_rest_after_a_visit_of_which_nobody_said_how_it_ended() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: appointment(AppointmentKept, time=it.at))
    assert cited(life.when(looks).then("outcome-missing")) == "holds.after_visit_days"


def test_a_hold_of_before_that_gets_its_end_cites_the_leaf_and_not_only_its_source() -> None:
    life = given(overdue(70))
    life.state = Held(life.known.loan, (Brake("unreachable", None),))
    assert cited(looked_at_early(life).then("still-held")) == "holds.unreachable_days"
