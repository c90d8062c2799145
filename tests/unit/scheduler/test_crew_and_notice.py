"""Crew, notice, permit. No receipt, no permit; no permit, no visit."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.scheduler.core.events_out import ReleaseTime
from services.scheduler.core.ids import agreed_intent, notice_intent
from services.scheduler.core.state import Agreed, Asking, Booked, HeldVisit, InDoubt, Offered, Permitted
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentHeld,
    AppointmentMoved,
    AppointmentNoticed,
    AppointmentPermitted,
)
from shared.contracts.routing import BookingCancelled, BookingMade
from shared.contracts.texts import TextRefused, TextRequested
from shared.decision import SetTimer, TimerDue
from shared.decision.replaced import replace

from . import stages
from .events import (
    DAY,
    HOUR,
    HOW,
    NOW,
    SLOTS,
    VISIT,
    crewed,
    lost,
    notice_delivered,
    quoted,
    sealed,
    text,
    uncrewed,
    wished,
)
from .given import given, rings, stopping, until


def test_a_crew_makes_an_appointment_and_is_given_notice_of() -> None:
    near = until(SLOTS[0].window.start - 40 * HOUR)
    life = given(*stages.BOOKING, near).when(crewed("c-7", "c-8")).then("crew-assigned", Agreed)
    notice, agreed = life.told(TextRequested), life.told(AppointmentAgreed)
    assert (notice.kind, notice.intent, notice.on_failure) == ("notice", notice_intent(VISIT, 1), "hold-visit")
    assert notice.not_after == SLOTS[0].window.start - 24 * HOUR
    assert notice.wording.window == SLOTS[0].window
    assert agreed.crew == ("c-7", "c-8")
    assert agreed.check_code == notice.wording.check_code
    assert agreed.address is None
    assert agreed.home is None


def test_a_receipt_in_time_completes_the_permit() -> None:
    life = (
        given(*stages.AGREED).when(notice_delivered(at=NOW + HOUR, by="e-receipt")).then("permit-complete", Permitted)
    )
    assert life.told(AppointmentNoticed).permit == ()
    permit = life.told(AppointmentPermitted)
    assert {line.rule: line.satisfied_by for line in permit.permit} == {
        "visit-requested": "e-gate",
        "slot-chosen": "e-reply",
        "crew-legal": "e-crew",
        "notice-delivered": "e-receipt",
        "no-brake": "e-gate",
        "contact-hours": "e-reply",
        "not-stopped": "e-receipt",
    }
    assert (permit.address, permit.home) == (sealed("address"), sealed("home"))
    assert set(life.timers) == {"remind", "last-look", "outcome-overdue"}


def test_a_receipt_exactly_a_day_ahead_is_early_enough_and_a_second_later_is_not() -> None:
    deadline = SLOTS[0].window.start - 24 * HOUR
    given(*stages.AGREED, until(deadline)).when(notice_delivered(at=deadline)).then("permit-complete", Permitted)
    late = deadline + timedelta(seconds=1)
    life = given(*stages.AGREED, until(late)).when(notice_delivered(at=late)).then("notice-too-late", Asking)
    assert life.decision.rule.startswith("notice.lead_min: house default")
    assert life.told(AppointmentMoved).reason.code == "notice-too-late"
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert ReleaseTime(f"{VISIT}.1") in life.decision.effects


def test_a_receipt_from_before_the_deadline_beats_the_timer_by_a_grace() -> None:
    deadline = SLOTS[0].window.start - 24 * HOUR
    life = given(*stages.AGREED)
    assert life.timers["notice-deadline"] == deadline + timedelta(minutes=30)
    life.at = deadline + timedelta(minutes=20)
    life.when(notice_delivered(at=deadline - HOUR)).then("permit-complete", Permitted)


def test_the_deadline_moves_the_visit_once_and_then_holds_it() -> None:
    life = given(*stages.AGREED).when(rings("notice-deadline")).then("notice-not-delivered", Asking)
    assert life.withdraws() == [notice_intent(VISIT, 1), agreed_intent(VISIT, f"{VISIT}.1")]
    worn = given(*stages.AGREED)
    worn.case = replace(worn.case, stage=replace(worn.stage(Agreed), tally=replace(worn.stage(Agreed).tally, moves=1)))
    worn.when(rings("notice-deadline")).then("notice-not-delivered", HeldVisit)
    assert "AppointmentHeld" in worn.told_of()
    worn.when(rings("look-again")).then("still-held", HeldVisit)


def test_a_deadline_that_wakes_late_looks_for_an_unread_receipt_first() -> None:
    life = given(*stages.AGREED).when(rings("notice-deadline", late=2 * HOUR)).then("woke-late", Agreed)
    life.when(notice_delivered(at=SLOTS[0].window.start - 30 * HOUR)).then("permit-complete", Permitted)
    never = given(*stages.AGREED).when(rings("notice-deadline", late=23 * HOUR))
    never.then("notice-not-delivered", Asking)


def test_a_receipt_too_late_to_send_a_crew_gives_no_permit() -> None:
    life = given(*stages.AGREED, until(SLOTS[0].window.start - HOUR))
    life.when(notice_delivered()).then("receipt-too-late", Asking)


@pytest.mark.parametrize("how", ["failed", "refused"])
def test_a_lost_notice_holds_the_visit(how: str) -> None:
    life = given(*stages.AGREED).when(lost("notice", how=HOW[how])).then(f"notice-{how}", HeldVisit)
    assert life.told(BookingCancelled).cause == f"notice-{how}"
    life.when(notice_delivered()).then_nothing("not-awaited")
    life.when(rings("look-again")).then("looked-again", Asking)


def test_a_notice_in_doubt_holds_the_visit_and_keeps_the_booking_until_the_deadline() -> None:
    life = given(*stages.AGREED).when(lost("notice", how=HOW["in-doubt"])).then("notice-in-doubt", InDoubt)
    assert life.told_of() == ["AppointmentHeld"]
    assert life.told(AppointmentHeld).reason.code == "notice-in-doubt"
    life.when(lost("notice", how=HOW["in-doubt"])).then_nothing("known-in-doubt")
    life.when(rings("notice-deadline")).then("notice-not-delivered", Asking)


def test_a_notice_in_doubt_whose_receipt_comes_in_time_is_no_doubt() -> None:
    given(*stages.IN_DOUBT).when(notice_delivered()).then("permit-complete", Permitted)
    given(*stages.IN_DOUBT).when(lost("notice")).then("notice-failed", HeldVisit)
    given(*stages.PERMITTED).when(lost("notice", how=HOW["in-doubt"])).then_nothing("not-awaited")


def test_another_crew_needs_another_notice_and_voids_the_permit() -> None:
    life = given(*stages.PERMITTED).when(crewed("c-1", "c-3", number=2)).then("crew-changed", Agreed)
    moved, notice = life.told(AppointmentMoved), life.told(TextRequested)
    assert (moved.version, moved.crew, moved.window) == (2, ("c-1", "c-3"), SLOTS[0].window)
    assert moved.keeps_window is True
    assert (notice.intent, notice.appointment_version) == (notice_intent(VISIT, 2), 2)
    life.when(notice_delivered(1)).then_nothing("notice-of-another-version")
    life.when(notice_delivered(2)).then("permit-complete", Permitted)
    assert life.told(AppointmentPermitted).version == 2


def test_another_crew_before_the_receipt_takes_the_first_notice_back() -> None:
    life = given(*stages.AGREED).when(crewed("c-1", "c-3", number=2)).then("crew-changed", Agreed)
    assert life.withdraws() == [notice_intent(VISIT, 1), agreed_intent(VISIT, f"{VISIT}.1")]
    given(*stages.IN_DOUBT).when(crewed("c-1", "c-3", number=2)).then("crew-changed", Agreed)


def test_another_crew_less_than_a_day_ahead_moves_the_visit_and_says_so() -> None:
    life = given(*stages.PERMITTED, until(SLOTS[0].window.start - 20 * HOUR))
    life.when(crewed("c-1", "c-3", number=2)).then("no-time-for-notice", Asking)
    assert life.texts() == ["moved"]
    assert life.told(AppointmentMoved).reason.code == "no-time-for-notice"
    assert not life.told(AppointmentMoved).keeps_window


def test_the_crew_of_before_and_crews_of_other_bookings_change_nothing() -> None:
    given(*stages.AGREED).when(crewed()).then_nothing("crew-of-before")
    given(*stages.ASKING).when(crewed(booking="another.1")).then_nothing("not-our-booking")
    given(*stages.AGREED, rings("notice-deadline")).when(crewed()).then_nothing("booking-given-up")
    given(*stages.ARRIVED).when(crewed("c-8", "c-9", number=2)).then_nothing("crew-is-there")


def test_a_crew_of_the_wrong_size_gets_no_permit() -> None:
    life = given(*stages.BOOKING, crewed("c-1"), rings("notice"))
    life.when(notice_delivered()).then("crew-size", HeldVisit)
    assert life.decision.rule.startswith("visit.crew_size")
    given(*stages.BOOKING, crewed("c-1", "c-1"), rings("notice")).when(notice_delivered()).then("crew-size", HeldVisit)


def test_no_permit_while_an_operator_stops_visits() -> None:
    life = given(*stages.AGREED, stopping()).when(notice_delivered()).then("visiting-stopped", HeldVisit)
    assert life.told(BookingCancelled).cause == "visiting-stopped"


def test_no_crew_holds_the_visit_with_reasons_and_tells_the_borrower() -> None:
    for history in (stages.AGREED, stages.PERMITTED):
        life = given(*history).when(uncrewed()).then("unassigned", HeldVisit)
        assert life.told(AppointmentHeld).reason.text == "certificate: nobody is certified then"
        assert life.told(BookingCancelled).booking == f"{VISIT}.1"
        assert life.texts() == ["visit-held"]
    given(*stages.AGREED).when(uncrewed(refused=False)).then("unassigned", HeldVisit)
    given(*stages.ARRIVED).when(uncrewed()).then_nothing("crew-is-there")


def test_a_router_that_assigns_nobody_is_told_again_and_then_the_visit_is_held() -> None:
    life = given(*stages.BOOKING)
    for _ in range(3):
        life.when(rings("crew-overdue")).then("booking-repeated", Booked)
        assert life.told(BookingMade).booking == f"{VISIT}.1"
    life.when(rings("crew-overdue")).then("crew-overdue", HeldVisit)
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    life.when(crewed()).then_nothing("booking-given-up")


def test_a_notice_by_an_unknown_name_is_not_ours() -> None:
    stray = text(HOW["failed"], "notice", 1, intent=notice_intent("v-9", 1))
    given(*stages.AGREED).when(stray).then_nothing("not-our-text")


def test_timers_that_moved_or_are_not_awaited_change_nothing() -> None:
    life = given(*stages.AGREED)
    due = life.timers["notice-deadline"]
    life.when(TimerDue("notice-deadline", NOW)).then_nothing("timer-moved")
    assert life.decision.effects == (SetTimer("notice-deadline", due),)
    life.when(TimerDue("quote-overdue", NOW)).then_nothing("timer-not-awaited")
    given().when(TimerDue("look-again", NOW)).then_nothing("timer-not-awaited")


def test_the_check_code_is_new_for_each_version_and_not_guessed_from_ids() -> None:
    life = given(*stages.PERMITTED)
    first = life.told(AppointmentPermitted).check_code
    second = life.when(crewed("c-1", "c-3", number=2)).told(AppointmentMoved).check_code
    assert first != second


def test_what_became_of_a_notice_that_was_taken_back_says_nothing_of_the_offer_made_since() -> None:
    life = given(*stages.AGREED, wished(NOW + 6 * DAY), quoted(ask=2))
    life.when(lost("notice", how=TextRefused)).then_nothing("not-awaited")
    assert life.stage(Offered).offer is not None
