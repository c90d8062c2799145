"""What happens to an appointment at the same time as something else: each with the outcome that docs/appointments.md
promises. What concerns two loans of one person is in `test_bookings`.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.scheduler.core.events_out import ReleaseTime
from services.scheduler.core.ids import notice_intent, offer_intent, text_intent
from services.scheduler.core.state import Agreed, Asking, Booked, ClosedVisit, HeldVisit, Offered, Permitted
from shared.contracts.appointments import AppointmentCancelled, AppointmentHeld, AppointmentMoved
from shared.contracts.routing import BookingCancelled, BookingMade, SlotsAsked
from shared.contracts.texts import TextRequested

from . import stages
from .events import (
    DAY,
    HOUR,
    NOW,
    SLOTS,
    VISIT,
    arrived,
    chose,
    crewed,
    ended,
    notice_delivered,
    offer_delivered,
    quoted,
    slot,
    uncrewed,
    wished,
    withdrawn,
)
from .given import given, later, rings, until
from .stages import END, START

SECOND = timedelta(seconds=1)
MOVED = (slot(9), slot(10))


def test_a_reminder_does_not_outlive_a_move() -> None:
    life = given(*stages.PERMITTED, rings("remind"), later(hours=3)).when(wished()).then("other-time", Asking)
    assert text_intent(VISIT, "reminder", 1) in life.withdraws()
    assert set(life.timers) == {"quote-overdue"}
    before = given(*stages.PERMITTED).when(wished()).then("other-time", Asking)
    assert set(before.timers) == {"quote-overdue"}


def test_of_two_answers_to_one_offer_the_later_one_is_a_change_of_mind() -> None:
    life = given(*stages.DELIVERED, chose(1, at=NOW + HOUR)).when(chose(2, at=NOW + 2 * HOUR))
    life.then("changed-mind", Asking)
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert life.told(SlotsAsked).around == SLOTS[1].window.start
    assert "BookingMade" not in life.told_of()


def test_the_same_answer_twice_books_once() -> None:
    life = given(*stages.DELIVERED, chose(1, at=NOW + HOUR))
    life.when(chose(1, at=NOW + HOUR + SECOND)).then_nothing("already-agreed")


@pytest.mark.parametrize("older", [chose(2, at=NOW + HOUR), wished(received=NOW + HOUR)])
@pytest.mark.parametrize("then", [(), (crewed(),), (crewed(), notice_delivered())])
def test_an_older_answer_that_is_read_after_a_newer_one_undoes_nothing(older: object, then: tuple[object, ...]) -> None:
    life = given(*stages.DELIVERED, chose(1, at=NOW + 2 * HOUR), *then)  # type: ignore[arg-type]
    life.when(older).then_nothing("overtaken")  # type: ignore[arg-type]


def test_an_older_yes_that_is_read_after_a_wish_for_another_time_is_no_consent() -> None:
    life = given(*stages.DELIVERED, wished(received=NOW + 2 * HOUR)).when(chose(1, at=NOW + HOUR))
    life.then_nothing("overtaken")
    assert life.when(quoted(MOVED, ask=2)).then("slots-offered", Offered)


def test_of_two_offers_that_can_be_answered_one_is_booked_and_an_unsent_one_is_taken_back() -> None:
    both = (*stages.DELIVERED, rings("offer-expiry"), quoted(MOVED, ask=2))
    life = given(*both).when(chose(1, at=NOW + 47 * HOUR)).then("slot-chosen", Booked)
    assert life.told(BookingMade).window == SLOTS[0].window
    assert life.withdraws() == [offer_intent(VISIT, 2)]
    life.when(chose(1, offer=2, at=NOW + 50 * HOUR)).then("changed-mind", Asking)
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert life.told(SlotsAsked).around == MOVED[0].window.start


def test_the_answer_to_the_newer_of_two_offers_beats_the_former_one() -> None:
    life = given(*stages.DELIVERED, rings("offer-expiry"), quoted(MOVED, ask=2), offer_delivered(2, at=NOW + 49 * HOUR))
    life.when(chose(2, offer=2, at=NOW + 50 * HOUR)).then("slot-chosen", Booked)
    life.when(chose(1, at=NOW + 47 * HOUR)).then_nothing("overtaken")


def test_an_answer_of_the_very_moment_of_expiry_counts_and_one_of_a_second_later_is_a_wish() -> None:
    expires = given(*stages.DELIVERED).stage(Offered).offers[0].expires_at
    assert expires is not None
    given(*stages.DELIVERED, rings("offer-expiry")).when(chose(1, at=expires)).then("slot-chosen", Booked)
    given(*stages.DELIVERED).when(chose(1, at=expires)).then("slot-chosen", Booked)
    late = given(*stages.DELIVERED).when(chose(1, at=expires + SECOND)).then("answered-late", Asking)
    assert late.told(SlotsAsked).around == SLOTS[0].window.start


@pytest.mark.parametrize("history", [stages.BOOKING, stages.AGREED, stages.IN_DOUBT, stages.PERMITTED, stages.DEPARTED])
def test_an_opt_out_after_the_booking_holds_the_visit_and_nothing_is_texted(history: tuple[object, ...]) -> None:
    life = given(*history).when(withdrawn("opted-out")).then("opted-out", HeldVisit)  # type: ignore[arg-type]
    assert life.told(BookingCancelled).cause == "opted-out"
    assert ReleaseTime(f"{VISIT}.1") in life.decision.effects
    assert life.told(AppointmentHeld).reason.code == "opted-out"
    assert life.texts() == []
    assert set(life.timers) == {"look-again"}


def test_an_opt_out_takes_back_a_notice_that_waits() -> None:
    life = given(*stages.AGREED).when(withdrawn("opted-out"))
    assert notice_intent(VISIT, 1) in life.withdraws()


def test_a_payment_while_the_crew_is_on_its_way_calls_it_back_and_the_borrower_hears_so() -> None:
    life = given(*stages.DEPARTED).when(withdrawn("paid")).then("paid", ClosedVisit)
    assert life.told(AppointmentCancelled).reason.code == "paid"
    assert life.told(BookingCancelled).cause == "paid"
    assert life.texts() == ["visit-cancelled"]
    # One that did not hear it and stands at the door has no permit any more.
    life.when(arrived(START + HOUR)).when(ended("paid", END)).then("permit-void", ClosedVisit)


def test_a_payment_while_the_crew_is_at_the_door_lets_it_finish() -> None:
    life = given(*stages.ARRIVED).when(withdrawn("paid")).then("paid", ClosedVisit)
    assert life.texts() == []
    life.when(ended("paid", START + HOUR)).then("paid", ClosedVisit)
    assert life.stage(ClosedVisit).how == "kept"


MORNING = START - 2 * HOUR


def test_another_crew_on_the_same_morning_is_too_late_for_a_notice_so_another_time_is_looked_for() -> None:
    life = given(*stages.PERMITTED, rings("remind"), until(MORNING)).when(crewed("c-1", "c-3", number=2))
    life.then("no-time-for-notice", Asking)
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert life.told(AppointmentMoved).keeps_window is None
    assert life.told(SlotsAsked).around == START
    assert life.texts() == ["moved"]


def test_no_crew_any_more_on_the_same_morning_holds_the_visit_for_a_day_and_the_borrower_hears_so() -> None:
    life = given(*stages.PERMITTED, rings("remind"), until(MORNING)).when(uncrewed()).then("unassigned", HeldVisit)
    assert life.texts() == ["visit-held"]
    assert life.told(TextRequested).wording.window == SLOTS[0].window
    assert life.timers == {"look-again": MORNING + DAY}
    life.when(rings("look-again")).then("looked-again", Asking)


def test_a_borrower_who_moves_twice_has_one_appointment_and_one_notice_that_counts() -> None:
    life = given(*stages.PERMITTED)
    for version, days in ((2, 9), (3, 11)):
        asks = version
        life.when(wished(offer=asks - 1)).then("other-time", Asking)
        assert life.told(BookingCancelled).booking == f"{VISIT}.{version - 1}"
        life.when(quoted([slot(days)], ask=asks)).when(offer_delivered(asks)).when(chose(1, offer=asks))
        assert life.told(BookingMade).booking == f"{VISIT}.{version}"
        life.when(crewed(version=version)).then("crew-assigned", Agreed)
        life.when(notice_delivered(version - 1)).then_nothing("notice-of-another-version")
        life.when(rings("notice")).then("notice-given", Agreed)
        life.when(notice_delivered(version)).then("permit-complete", Permitted)
    assert life.stage(Permitted).agreement.window.told() == slot(11).window
    assert life.timers["remind"].date() == (slot(11).window.start - DAY).date()
    life.when(ended("paid", START + HOUR, version=1)).then("permit-void", ClosedVisit)


def test_a_borrower_who_moves_again_and_again_is_left_to_a_person_and_hears_that_nobody_comes() -> None:
    life = given(*stages.PERMITTED)
    for ask in range(2, 6):
        life.when(wished(offer=ask - 1)).when(quoted([slot(7 + ask)], ask=ask)).when(chose(1, offer=ask))
    life.then("slot-chosen", Booked)
    life.when(wished(offer=5)).then("many-wishes", HeldVisit)
    assert life.texts() == ["visit-held"]
    assert life.stage(HeldVisit).waits_for == "operator"
