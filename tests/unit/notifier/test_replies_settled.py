"""A person has read a reply: what it means is acted on, and the case waits for it no more."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.inputs import INPUTS, ReplySettled
from services.notifier.core.state import Closed, Held, Texting, Visiting, brakes_of
from shared.contracts.texts import ReplyUnderstood
from shared.contracts.visits import VisitWithdrawn

from .events import NOW, PHONE_HASH, corrected, intent, overdue, pays, replies, sealed
from .given import Scenario, asks, delivered, given, later, until

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
WAITS = (*TEXTED, replies("the dog bites"), later(hours=1), replies("the cat purrs"))


def reads(meaning: Any, which: int = -1, after: timedelta = 2 * DAY) -> Any:
    """An operator settles one of the kept replies, two days later for instance."""

    def settle(life: Scenario) -> ReplySettled:
        life.at += after
        row = life.kept[which]
        life.settled.add(row.sid)
        return ReplySettled(row.id, meaning, "op-7", row.received_at, life.at)

    return settle


def test_nothing_in_it_ends_the_waiting_and_nothing_else() -> None:
    life = given(*WAITS).then("unread-reply", Held).when(reads("nothing")).then("reply-settled", Texting)
    assert len(life.published(ReplyUnderstood)) == 2


@pytest.mark.parametrize(
    ("meaning", "reason", "cause"),
    [
        ("opt-out", "opted-out", "opted-out"),
        ("wrong-number", "wrong-number", "wrong-number"),
        ("hardship", "hardship", "hardship"),
        ("dispute", "dispute", "dispute"),
        ("promise", "promise", "promise"),
        ("paid", "paid-claimed", "paid-claimed"),
    ],
)
def test_what_it_means_is_acted_on_as_if_the_borrower_had_said_so(meaning: str, reason: str, cause: str) -> None:
    life = given(*WAITS).when(reads(meaning)).then(reason, Held)
    assert life.decision.why.endswith(f"the operator op-7 read it: {meaning}")
    assert [brake.cause for brake in brakes_of(life.state)] == [cause]
    told = life.published(ReplyUnderstood)[-1]
    assert [(one.kind, one.confidence) for one in told.meanings] == [(meaning, 1.0)]
    assert (told.received_at, told.words) == (NOW + HOUR, sealed("words"))


def test_an_opt_out_that_a_person_read_days_later_is_acted_on_and_not_confirmed() -> None:
    life = given(*WAITS).when(reads("opt-out"))
    assert life.suppressed == {"": True}
    assert life.text("opt-out-confirmed").answers == NOW + HOUR
    life.when(asks("opt-out-confirmed")).then("too-late")
    assert life.decision.rule.startswith("opt_out.confirmation_within_min: ")


def test_an_opt_out_that_a_person_read_within_minutes_is_confirmed() -> None:
    life = given(*WAITS).when(reads("opt-out", after=4 * MINUTE), asks("opt-out-confirmed")).then("text-allowed")
    assert life.claims[-1].post_before == NOW + HOUR + 5 * MINUTE


def test_what_a_person_read_days_later_is_answered_from_then_on() -> None:
    life = given(*WAITS).when(reads("hardship"))
    assert life.text("hardship").answers == life.at


def test_another_time_reaches_the_visit_that_is_open() -> None:
    life = given(overdue(dpd=70), until(lambda one: isinstance(one.state, Visiting)), replies("the dog bites"))
    life.when(reads("other-time")).then("answered-other-time", Visiting)
    assert life.published(ReplyUnderstood)[-1].visit == life.state.visit  # type: ignore[union-attr]
    assert not life.published(VisitWithdrawn)


def test_what_was_said_since_stands() -> None:
    life = given(*WAITS, later(hours=1), replies("START")).when(reads("opt-out")).then("reply-settled", Texting)
    assert life.suppressed == {"": False}


def test_a_number_that_was_corrected_since_is_not_dropped() -> None:
    life = given(*WAITS, lambda one: corrected(one.at + HOUR, phone_hash="b" * 64)).when(reads("wrong-number"))
    life.then("reply-settled", Texting)
    assert PHONE_HASH not in life.suppressed


def test_a_reply_that_is_not_kept_any_more_only_ends_the_waiting() -> None:
    life = given(*WAITS).when(lambda one: ReplySettled(intent(7), "paid", "op-7", NOW + HOUR, one.at))
    life.then("reply-settled", Texting)


def test_of_a_closed_case_it_is_remembered_and_of_an_unknown_one_refused() -> None:
    life = given(*TEXTED, replies("the dog bites"), pays(0)).when(reads("dispute")).then("dispute", Closed)
    assert [brake.cause for brake in brakes_of(life.state)] == ["dispute"]
    given(ReplySettled(intent(7), "paid", "op-7", NOW, NOW)).then_nothing("unknown-case")


def test_what_the_console_writes_is_read() -> None:
    doc = """{"kind": "reply-settled", "reply": "%s", "meaning": "paid", "by": "op-7",
              "received_at": "2026-11-24T12:00:00.000Z", "at": "2026-11-26T12:00:00.000Z"}"""
    assert INPUTS.validate_json(doc % intent(7)) == ReplySettled(intent(7), "paid", "op-7", NOW, NOW + 2 * DAY)
