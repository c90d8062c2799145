"""Limits of time hold to the second: what comes at the limit still counts, what comes a second later does not."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from services.scheduler.core.lookup import TakenTime
from services.scheduler.core.notice import can_be_noticed, deadline, lead, receipt_by, remind_at
from services.scheduler.core.slots import expiry, post_until, reachable, search, too_near, usable
from services.scheduler.core.state import Agreed, Asking, ClosedVisit, Offered, Permitted
from services.scheduler.core.visit_values import OfferedSlot, all_kept, all_told
from shared.contracts.routing import SlotsAsked
from shared.contracts.texts import TextRequested
from shared.decision.replaced import replace

from . import stages
from .events import (
    DAY,
    HOUR,
    NOW,
    RULES,
    SLOTS,
    arrived,
    chose,
    crewed,
    departed,
    ended,
    notice_delivered,
    offer_delivered,
    slot,
    window,
    withdrawn,
)
from .given import given, rings, until
from .stages import END, START

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)
WINDOW = SLOTS[0].window


@pytest.mark.parametrize("at", [START, END])
def test_the_window_includes_both_its_ends(at: datetime) -> None:
    given(*stages.DEPARTED).when(arrived(at)).then("crew-arrived", Permitted)
    given(*stages.DEPARTED, arrived(at)).when(ended("paid", END + HOUR)).then("paid", ClosedVisit)


@pytest.mark.parametrize("at", [START - SECOND, END + SECOND])
def test_a_second_outside_it_is_outside(at: datetime) -> None:
    given(*stages.DEPARTED).when(arrived(at)).then("permit-void", Permitted)


def test_an_end_alone_may_come_from_the_start_of_the_window_to_four_hours_behind_it() -> None:
    for at in (START, END + 4 * HOUR):
        given(*stages.DEPARTED).when(ended("paid", at)).then("paid", ClosedVisit)
    for at in (START - SECOND, END + 4 * HOUR + SECOND):
        given(*stages.DEPARTED).when(ended("paid", at)).then("permit-void", ClosedVisit)


def test_a_crew_that_came_as_the_brake_did_was_still_permitted() -> None:
    braked = given(*stages.DEPARTED, until(START + HOUR), withdrawn("paid"))
    at_once = given(*stages.DEPARTED, until(START + HOUR), withdrawn("paid"), arrived(START + HOUR))
    at_once.when(ended("paid", END)).then("paid", ClosedVisit)
    braked.when(
        arrived(START + HOUR + SECOND),
    ).when(ended("paid", END)).then("permit-void", ClosedVisit)


def test_the_first_departure_and_arrival_are_kept() -> None:
    life = given(*stages.ARRIVED, departed(START + HOUR), arrived(START + HOUR))
    seen = life.stage(Permitted)
    assert (seen.departed_at, seen.arrived_at) == (START, START + 30 * MINUTE)


def test_a_reminder_is_worth_sending_until_an_hour_before_the_window() -> None:
    life = given(*stages.PERMITTED)
    life.timers["remind"] = START - HOUR - SECOND
    life.when(rings("remind")).then("reminded", Permitted)
    assert life.told(TextRequested).not_after == START - HOUR
    late = given(*stages.PERMITTED)
    late.timers["remind"] = START - HOUR
    late.when(rings("remind")).then("reminder-pointless", Permitted)


def test_a_timer_is_late_after_five_minutes() -> None:
    on_time = given(*stages.ARRIVED).when(rings("outcome-overdue", late=5 * MINUTE)).then("no-report", ClosedVisit)
    assert on_time.stage(ClosedVisit).how == "missed"
    life = given(*stages.DEPARTED).when(rings("outcome-overdue", late=5 * MINUTE + SECOND)).then("woke-late", Permitted)
    assert life.timers == {"outcome-overdue": life.at + 30 * MINUTE}
    given(*stages.DELIVERED).when(rings("offer-expiry", late=5 * MINUTE)).then("no-answer", Asking)
    life = given(*stages.DELIVERED).when(rings("offer-expiry", late=5 * MINUTE + SECOND)).then("woke-late", Offered)
    assert life.timers == {"offer-expiry": life.at + 30 * MINUTE}
    given(*stages.AGREED).when(rings("notice-deadline", late=5 * MINUTE)).then("notice-not-delivered", Asking)
    life = given(*stages.AGREED).when(rings("notice-deadline", late=5 * MINUTE + SECOND)).then("woke-late", Agreed)
    assert life.timers == {"notice-deadline": life.at + 30 * MINUTE}


def test_a_receipt_is_of_use_until_two_hours_before_the_window() -> None:
    early = START - 30 * HOUR
    given(*stages.AGREED, until(START - 2 * HOUR)).when(notice_delivered(at=early)).then("permit-complete", Permitted)
    life = given(*stages.AGREED, until(START - 2 * HOUR + SECOND)).when(notice_delivered(at=early))
    life.then("receipt-too-late", Asking)


def test_an_answer_counts_until_its_offer_expires() -> None:
    expires = NOW + 48 * HOUR
    life = given(*stages.OFFERED, offer_delivered(at=NOW)).when(chose(2, at=expires)).then("slot-chosen")
    assert life.timers == {"crew-overdue": NOW + 30 * MINUTE}
    late = given(*stages.OFFERED, offer_delivered(at=NOW)).when(chose(2, at=expires + SECOND))
    late.then("answered-late", Asking)
    assert late.told(SlotsAsked).around == SLOTS[1].window.start


def test_what_is_moved_is_looked_for_around_the_time_agreed() -> None:
    life = given(*stages.AGREED).when(rings("notice-deadline")).then("notice-not-delivered", Asking)
    assert life.told(SlotsAsked).around == START
    late = given(*stages.BOOKING, until(START - 20 * HOUR)).when(crewed()).then("no-time-for-notice", Asking)
    assert late.told(SlotsAsked).around == START


def test_notice_must_be_possible_before_its_deadline_not_at_it() -> None:
    assert deadline(WINDOW, RULES) == START - DAY
    assert receipt_by(WINDOW, RULES) == START - DAY + 30 * MINUTE
    assert lead(WINDOW, START - DAY) == DAY
    assert can_be_noticed(WINDOW, START - DAY - SECOND, RULES)
    assert not can_be_noticed(WINDOW, START - DAY, RULES)


def test_nobody_is_reminded_within_twelve_hours_of_the_notice() -> None:
    due = (START - DAY).replace(hour=16)
    assert remind_at(WINDOW, due - 12 * HOUR, due - HOUR, RULES) == due
    assert remind_at(WINDOW, due - 12 * HOUR + SECOND, due - HOUR, RULES) is None
    assert remind_at(WINDOW, due - 2 * DAY, due, RULES) is None


def test_a_window_can_be_had_while_crew_and_notice_fit_in_before_the_deadline() -> None:
    # The notice may go out a quarter of an hour after the answer, and needs two hours.
    last = START - DAY - 2 * HOUR - 15 * MINUTE
    # That is before nine in the morning, so what counts is the evening before.
    assert reachable(window(START + 5 * HOUR), last + 5 * HOUR, RULES)
    assert not reachable(window(START + 5 * HOUR), last + 5 * HOUR + SECOND, RULES)
    assert not reachable(window(NOW), NOW, RULES)
    assert reachable(window(NOW + 60 * DAY - SECOND), NOW, RULES)
    assert not reachable(window(NOW + 60 * DAY), NOW, RULES)


def test_an_offer_is_posted_within_three_days_or_while_its_last_slot_can_be_noticed() -> None:
    assert post_until(all_kept((slot(5), slot(20)), OfferedSlot), NOW, RULES) == NOW + 72 * HOUR
    assert post_until(all_kept((slot(2), slot(3)), OfferedSlot), NOW, RULES) == slot(3).window.start - 26 * HOUR
    offer = given(*stages.OFFERED).stage(Offered).offer
    assert offer is not None
    assert expiry(offer, NOW, RULES) == NOW + 48 * HOUR
    near = replace(offer, slots=all_kept((slot(2), slot(3)), OfferedSlot))
    assert expiry(near, NOW, RULES) == slot(3).window.start - 26 * HOUR


def test_two_visits_of_a_person_are_thirty_days_apart() -> None:
    other = TakenTime("case-2", START, END)
    assert not too_near(window(START + 30 * DAY), [other], RULES)
    assert not too_near(window(START - 30 * DAY), [other], RULES)
    assert too_near(window(START + 30 * DAY - SECOND), [other], RULES)
    assert too_near(window(START - 30 * DAY + SECOND), [other], RULES)


def test_a_wish_is_looked_for_three_days_around_it_but_leaves_time_to_answer_and_no_more_than_a_month() -> None:
    wish = NOW + 10 * DAY
    assert search(NOW, "Europe/Lisbon", wish, RULES) == (wish - 3 * DAY, wish + 3 * DAY)
    earliest, latest = search(NOW, "Europe/Lisbon", NOW + HOUR, RULES)
    assert earliest == NOW + 15 * MINUTE + 2 * HOUR + 24 * HOUR + DAY
    assert latest == earliest + 3 * DAY
    assert search(NOW, "Europe/Lisbon", NOW + 90 * DAY, RULES) == (NOW + 27 * DAY, NOW + 30 * DAY)


def test_the_first_three_that_fit_are_offered_in_their_order() -> None:
    found = usable(all_kept([slot(1, 9), slot(8), slot(5), slot(6), slot(7), slot(9)], OfferedSlot), NOW, (), RULES)
    assert all_told(found) == (slot(8), slot(5), slot(7))
