"""Events about an appointment carry what is true then, and no more; what was taken is given back."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.scheduler.core.events_out import ReleaseTime
from services.scheduler.core.state import Asking, Booked, ClosedVisit, InDoubt, Offered, Permitted
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMissed,
    AppointmentOffered,
    AppointmentPermitted,
)
from shared.contracts.routing import BookingCancelled, SlotsAsked
from shared.decision import CancelTimer, SetTimer

from . import stages
from .events import (
    DAY,
    HOUR,
    NOW,
    SLOTS,
    VISIT,
    chose,
    crewed,
    departed,
    ended,
    lost,
    notice_delivered,
    offer_delivered,
    over_cap,
    quoted,
    sealed,
    uncrewed,
    wished,
    withdrawn,
)
from .given import given, rings, until
from .stages import END, START

CASES: list[tuple[list[Any], Any, Any]] = [
    ([*stages.ASKING], quoted(), AppointmentOffered),
    ([*stages.BOOKING], crewed(), AppointmentAgreed),
    ([*stages.AGREED], notice_delivered(at=NOW + HOUR), AppointmentPermitted),
    ([*stages.AGREED], uncrewed(), AppointmentHeld),
    ([*stages.PERMITTED], withdrawn("paid"), AppointmentCancelled),
    ([*stages.ARRIVED], ended("paid", START + HOUR), AppointmentKept),
    ([*stages.ARRIVED], ended("not-home", START + HOUR), AppointmentMissed),
]


@pytest.mark.parametrize(("history", "said", "event"), CASES)
def test_slots_are_told_with_an_offer_and_the_place_with_a_permit_alone(history: Any, said: Any, event: Any) -> None:
    data = given(*history).when(said).told(event)
    assert (data.visit, data.region) == (VISIT, "porto")
    assert data.slots == (SLOTS if event is AppointmentOffered else ())
    permitted = event is AppointmentPermitted
    assert bool(data.permit) == permitted
    assert (data.address, data.home) == ((sealed("address"), sealed("home")) if permitted else (None, None))


@pytest.mark.parametrize("history", [stages.BOOKING, stages.AGREED, stages.IN_DOUBT, stages.PERMITTED, stages.DEPARTED])
@pytest.mark.parametrize("cause", ["paid", "dispute", "hold", "opted-out"])
def test_a_brake_gives_back_what_was_taken_in_every_stage(history: Any, cause: str) -> None:
    life = given(*history).when(withdrawn(cause))
    assert life.told(BookingCancelled).cause == cause
    assert ReleaseTime(f"{VISIT}.1") in life.decision.effects


def test_a_visit_that_was_made_gives_nothing_back() -> None:
    for outcome in ("paid", "not-home"):
        life = given(*stages.ARRIVED).when(ended(outcome, START + HOUR))
        assert life.told_of() == ["AppointmentKept" if outcome == "paid" else "AppointmentMissed"]
    unread = given(*stages.ARRIVED).when(rings("outcome-overdue")).then("no-report", ClosedVisit)
    assert unread.told_of() == ["AppointmentMissed"]


def test_a_report_without_a_permit_gives_the_booking_back() -> None:
    life = given(*stages.AGREED, rings("notice-deadline")).when(ended("paid", START))
    assert life.told_of() == ["AppointmentKept"]  # given back when it was moved
    doubted = given(*stages.PERMITTED, crewed("c-3", "c-4", number=2)).when(withdrawn("paid"))
    assert doubted.told(BookingCancelled).booking == f"{VISIT}.1"


def test_a_receipt_that_came_too_late_has_another_time_looked_for_around_the_one_agreed() -> None:
    late = given(*stages.AGREED, until(START - HOUR)).when(notice_delivered(at=NOW)).then("receipt-too-late", Asking)
    assert late.told(SlotsAsked).around == START
    close = START - 24 * HOUR + timedelta(seconds=1)
    tight = given(*stages.AGREED, until(close)).when(notice_delivered(at=close)).then("notice-too-late", Asking)
    assert tight.told(SlotsAsked).around == START


def test_a_wish_without_a_time_is_looked_for_beyond_what_was_offered() -> None:
    life = given(*stages.DELIVERED).when(wished()).then("other-time", Asking)
    assert life.told(SlotsAsked).around == SLOTS[-1].window.end + timedelta(days=1)


def test_a_timer_that_stays_is_not_set_again() -> None:
    life = given(*stages.PERMITTED).when(departed(START))
    assert not [effect for effect in life.decision.effects if isinstance(effect, SetTimer | CancelTimer)]


def test_a_crew_without_a_permit_has_none_though_the_brake_came_after_it() -> None:
    life = given(*stages.AGREED, until(START + 2 * HOUR), withdrawn("paid"))
    life.when(ended("paid", START + HOUR)).then("permit-void", ClosedVisit)


def test_a_lost_notice_is_held_by_the_rule_that_refused_it() -> None:
    life = given(*stages.AGREED).when(lost("notice")).then("notice-failed")
    assert life.decision.rule == life.told(AppointmentHeld).reason.rule == "notice.lead"


def test_the_last_look_is_an_hour_before_the_window_and_a_report_is_due_a_day_behind_it() -> None:
    timers = given(*stages.PERMITTED).timers
    assert (timers["last-look"], timers["outcome-overdue"]) == (START - HOUR, END + 24 * HOUR)


def test_an_offer_in_doubt_or_not_is_remembered_as_long_as_it_may_be_answered() -> None:
    offers = given(*stages.OFFERED).stage(Offered).offers
    assert [offer.intent for offer in given(*stages.IN_DOUBT).stage(InDoubt).offers] == [offers[0].intent]
    assert [offer.intent for offer in given(*stages.PERMITTED).stage(Permitted).offers] == [offers[0].intent]


def test_an_offer_that_was_never_sent_is_not_taken_back() -> None:
    assert given(*stages.OFFERED).when(over_cap(until=NOW + 6 * DAY)).told_of() == ["SlotsAsked"]


def test_an_answer_ends_the_count_of_offers_without_one() -> None:
    silent = given(*stages.DELIVERED, rings("offer-expiry"))
    assert silent.stage(Asking).tally.unanswered == 1
    again = [quoted(ask=2), offer_delivered(2, at=silent.at)]
    late = silent.at + HOUR
    assert given(*stages.DELIVERED, rings("offer-expiry"), *again, wished(offer=2)).stage(Asking).tally.unanswered == 0
    chosen = given(*stages.DELIVERED, rings("offer-expiry"), *again, chose(3, offer=2, at=late))
    assert chosen.stage(Booked).tally.unanswered == 0


def test_a_visit_that_is_over_remembers_its_crew_and_how_it_really_ended() -> None:
    life = given(*stages.ARRIVED, rings("outcome-overdue"))
    closed = life.stage(ClosedVisit)
    assert (closed.crew, closed.how, closed.cause) == (("c-1", "c-2"), "missed", "no-report")
    life.when(ended("paid", START + HOUR))
    assert life.told(AppointmentKept).crew == ("c-1", "c-2")
    closed = life.stage(ClosedVisit)
    assert (closed.how, closed.cause, closed.at) == ("kept", "paid", life.at)
