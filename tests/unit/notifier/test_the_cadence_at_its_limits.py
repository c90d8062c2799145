"""What the cadence says next, from a loan and its texts alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.notifier.core.cadence import Due, Exhausted, Unreachable, Wait, days_past_due, next_reminder
from services.notifier.core.state import CaseLoan, CaseText
from shared.decision.replaced import replace

from .events import NOW, PACK, RULES, intent, overdue
from .given import given

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def loan(dpd: int, *texts: CaseText, reached: int = -1) -> CaseLoan:
    """`dpd` days past due now, `reached` the last step told."""
    return replace(given(overdue(dpd=dpd)).known.loan, texts=texts, reached=reached)


def reminder(
    number: int, ago: timedelta, status: Any = "delivered", *, asks: bool = True, code: int | None = None
) -> CaseText:
    at = NOW - ago
    return CaseText(intent(number), "reminder-last", status, at, at, at + 14 * DAY, asks=asks, claimed_at=at, code=code)


def test_reminders_that_were_taken_back_are_no_failed_attempts() -> None:
    taken_back = tuple(reminder(number, DAY * number, "withdrawn") for number in range(1, 6))
    assert isinstance(next_reminder(loan(70, *taken_back, reached=60), NOW, RULES), Wait)


def test_three_reminders_that_failed_for_the_recipients_reasons_are_enough_and_two_are_not() -> None:
    lost = tuple(reminder(number, 8 * DAY * number, "undelivered", code=30005) for number in (1, 2, 3))
    assert next_reminder(loan(70, *lost, reached=60), NOW, RULES) == Unreachable()
    assert next_reminder(loan(70, *lost[:2], reached=60), NOW, RULES) == Due("reminder-last", None)
    one_arrived = (*lost[:2], reminder(4, 8 * DAY))
    assert next_reminder(loan(70, *one_arrived, reached=60), NOW, RULES) == Due("reminder-last", None)


def test_three_delivered_and_unanswered_exhaust_it_once_the_last_step_is_told() -> None:
    told = tuple(reminder(number, 8 * DAY * number) for number in (1, 2, 3))
    assert next_reminder(loan(70, *told, reached=60), NOW, RULES) == Exhausted()
    assert next_reminder(loan(70, *told[:2], reached=60), NOW, RULES) == Due("reminder-last", None)
    before = tuple(reminder(number, 3 * DAY + 8 * DAY * number) for number in (1, 2, 3))  # all before day 60
    assert next_reminder(loan(70, *before, reached=30), NOW, RULES) == Due("reminder-last", 60)


def test_after_the_last_step_a_reminder_nobody_remembers_keeps_nobody_waiting() -> None:
    assert next_reminder(loan(70, reached=60), NOW, RULES) == Due("reminder-last", None)


@pytest.mark.parametrize("asks", [True, False])
def test_repeats_are_a_week_apart_to_the_second_answered_or_not(asks: bool) -> None:
    last = reminder(1, 7 * DAY - SECOND, asks=asks)
    assert next_reminder(loan(70, last, reached=60), NOW, RULES) == Wait(NOW + SECOND, repeats=True)
    due = Due("reminder-last" if asks else "reminder-firm", None)
    assert next_reminder(loan(70, last, reached=60), NOW + SECOND, RULES) == due


@pytest.mark.parametrize(
    ("dpd", "due"),
    [
        (1, Due("reminder-early", 1)),
        (6, Due("reminder-early", 1)),
        (7, Due("reminder-early", 7)),
        (15, Due("reminder-firm", 15)),
        (30, Due("reminder-firm", 30)),
        (59, Due("reminder-firm", 30)),
        (60, Due("reminder-last", 60)),
        (400, Due("reminder-last", 60)),
    ],
)
def test_who_enters_late_gets_the_newest_step_reached_alone(dpd: int, due: Due) -> None:
    assert next_reminder(loan(dpd), NOW, RULES) == due


def test_a_reminder_that_went_out_on_the_day_of_a_step_stands_for_it() -> None:
    on_the_day = reminder(1, 1 * DAY)
    assert isinstance(next_reminder(loan(8, on_the_day, reached=1), NOW, RULES), Wait)
    the_day_before = reminder(1, 2 * DAY)
    assert next_reminder(loan(8, the_day_before, reached=1), NOW, RULES) == Due("reminder-early", 7)


def test_the_next_step_waits_for_the_morning_of_its_day() -> None:
    # Due on Saturday, 21 November: the seventh day past it is a Saturday too.
    assert next_reminder(loan(3, reached=1), NOW, RULES) == Wait(datetime(2026, 11, 28, 9, tzinfo=UTC))
    # A day earlier the fifteenth is a Saturday and the seventh a Friday; two days later the seventh is a Monday.
    assert next_reminder(loan(4, reached=1), NOW, RULES) == Wait(datetime(2026, 11, 27, 9, tzinfo=UTC))
    assert next_reminder(loan(2, reached=1), NOW, RULES) == Wait(datetime(2026, 11, 30, 9, tzinfo=UTC))


def test_days_past_due_are_those_of_the_borrowers_calendar_and_never_below_nought() -> None:
    kiritimati = given(overdue(dpd=1, zone="Pacific/Kiritimati")).known.loan
    assert days_past_due(kiritimati, NOW) == 2
    assert days_past_due(loan(1), NOW) == 1
    assert days_past_due(loan(1), NOW - 9 * DAY) == 0


def test_moments_are_told_in_utc() -> None:
    late = datetime(2026, 11, 24, 20, tzinfo=UTC)
    opening = PACK.calendar.next_open("text", "Asia/Kathmandu", late)
    assert opening is not None
    assert opening.utcoffset() == timedelta(0)
