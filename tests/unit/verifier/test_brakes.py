"""Texts and visits after the bank said that they have to stop."""

from datetime import timedelta

import pytest

from .recorded_run import CASE, VISIT_AT, RecordedRun, day, flawless


def begun() -> RecordedRun:
    run = RecordedRun()
    run.overdue()
    run.text("t-1", "reminder-firm", day(1))
    return run


def braked(kind: str, **data: object) -> RecordedRun:
    run = begun()
    run.event(f"loan.{kind}", day(3), **data)
    return run


BRAKES = ["plan-signed", "dispute-opened", "hold-set", "closed"]


def test_nothing_but_thanks_and_a_cancellation_follows_payment_in_full() -> None:
    run = begun()
    run.paid(day(3))
    run.text("t-2", "thanks-paid", day(3, 12, 1))
    assert run.codes() == []
    run.text("t-3", "plan-offer", day(20))
    assert run.codes() == ["text-after-brake"]


def test_a_part_paid_or_a_loan_overdue_anew_may_be_reminded() -> None:
    run = begun()
    run.paid(day(3), left=100)
    run.text("t-2", "reminder-firm", day(10))
    run.paid(day(11))
    run.overdue(at=day(20))
    run.text("t-3", "reminder-firm", day(21))
    assert run.codes() == []


@pytest.mark.parametrize("brake", BRAKES)
def test_a_reminder_after_any_brake_is_found(brake: str) -> None:
    run = braked(brake, cause="some-cause")
    run.text("t-2", "reminder-firm", day(20))
    assert run.codes() == ["text-after-brake"]


@pytest.mark.parametrize("brake", ["plan-signed", "dispute-opened", "hold-set"])
def test_an_answer_may_be_given_while_a_brake_is_on(brake: str) -> None:
    run = braked(brake, cause="some-cause")
    run.text("t-2", "not-understood", day(20))
    assert run.codes() == []


@pytest.mark.parametrize(
    ("brake", "end"),
    [("plan-signed", "plan-broken"), ("dispute-opened", "dispute-closed"), ("hold-set", "hold-lifted")],
)
def test_when_the_brake_is_off_reminders_may_go_on(brake: str, end: str) -> None:
    run = braked(brake, cause="some-cause")
    run.event(f"loan.{end}", day(15), cause="ended")
    run.text("t-2", "reminder-firm", day(20))
    assert run.codes() == []


def test_a_hold_ends_by_itself_on_its_day_and_a_new_one_takes_its_place() -> None:
    run = braked("hold-set", cause="illness", until=day(10).isoformat())
    run.text("t-2", "reminder-firm", day(11))
    assert run.codes() == []
    run.event("loan.hold-set", day(4), cause="illness", until=day(30).isoformat())
    assert run.codes() == ["text-after-brake"]


def test_a_brake_of_another_case_does_not_count() -> None:
    run = begun()
    run.overdue("case-2", borrower="b-2", phone="hash-2")
    run.paid(day(2), "case-2")
    run.text("t-2", "reminder-firm", day(10), CASE)
    assert run.codes() == []


@pytest.mark.parametrize("brake", BRAKES)
def test_a_crew_that_leaves_after_a_brake_is_found(brake: str) -> None:
    run = flawless()
    run.event(f"loan.{brake}", day(29), cause="some-cause")
    assert run.codes() == ["visit-after-brake"]


def test_a_crew_that_leaves_after_payment_is_found_and_one_that_had_just_left_is_not() -> None:
    for before, expected in ((timedelta(hours=1), ["visit-after-brake"]), (timedelta(minutes=31), [])):
        run = flawless()
        run.paid(VISIT_AT - before)
        assert run.codes() == expected


def test_a_crew_that_leaves_after_stop_is_found() -> None:
    run = flawless()
    run.reply("SM-stop", "opt-out", day(28))
    run.understood("SM-stop", "opt-out", day(28))
    assert run.codes() == ["visit-after-stop"]


def test_who_paid_more_than_was_owed_is_left_alone() -> None:
    run = begun()
    run.paid(day(3), left=-15_750)
    run.text("t-2", "reminder-firm", day(20))
    assert run.codes() == ["text-after-brake"]


def test_a_payment_that_bounced_may_be_reminded_of_and_one_that_leaves_nothing_owed_may_not() -> None:
    for left, found in ((50_000, []), (0, ["text-after-brake"])):
        run = begun()
        run.paid(day(3))
        run.event("loan.payment-reversed", day(8), outstanding={"minor": left})
        run.text("t-2", "reminder-firm", day(20))
        assert run.codes() == found


def test_a_closed_loan_that_is_overdue_since_may_be_reminded() -> None:
    run = braked("closed", cause="written-off")
    run.overdue(at=day(9))
    run.text("t-2", "reminder-firm", day(20))
    assert run.codes() == []


def test_a_payment_counts_from_when_it_was_booked_and_beats_an_overdue_event_of_that_moment() -> None:
    run = begun()
    run.event("loan.payment-received", day(2), outstanding={"minor": 0}, booked_at=day(9).isoformat())
    run.overdue(at=day(9))
    run.text("t-2", "reminder-firm", day(8))
    assert run.codes() == []
    run.text("t-3", "reminder-firm", day(20))
    assert run.codes() == ["text-after-brake"]
