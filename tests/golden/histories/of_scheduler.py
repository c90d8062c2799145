"""Stories of visits, as scheduler arranges them. The clocks go back in the night to 25 October."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shared.contracts.appointments import AppointmentAgreed, AppointmentPermitted
from shared.contracts.routing import BookingMade, SlotsAsked
from shared.contracts.texts import Meaning, NamedTime, TextDelivered, TextFailed, TextRequested, TextUncertain
from tests.properties.scheduler.case_shell import SchedulerCaseShell, slot_on
from tests.unit.scheduler import events

from .story_recorder import SchedulerStory

MONDAY = datetime(2026, 10, 19, 9, tzinfo=UTC)
SATURDAY, TUESDAY, WEDNESDAY = date(2026, 10, 24), date(2026, 10, 27), date(2026, 10, 28)
SLOTS = (slot_on(SATURDAY, 10), slot_on(TUESDAY, 10), slot_on(WEDNESDAY, 16))
HOUR = timedelta(hours=1)


def asked() -> SchedulerStory:
    visit = SchedulerStory(SchedulerCaseShell(MONDAY))
    visit.hear(events.requested())
    return visit


def delivered(visit: SchedulerStory, kind: str, number: int = 1) -> None:
    visit.hear(events.text(TextDelivered, kind, number, at=visit.at))


def offered() -> SchedulerStory:
    visit = asked()
    visit.later(minutes=1)
    visit.hear(events.quoted(SLOTS))
    visit.later(minutes=1)
    delivered(visit, "offer")
    return visit


def booked() -> SchedulerStory:
    """The borrower takes the second window: Tuesday at ten, two days after the clocks went back."""
    visit = offered()
    visit.later(hours=3)
    visit.hear(events.chose(2, at=visit.at))
    visit.asked_of(BookingMade)
    return visit


def crewed() -> SchedulerStory:
    visit = booked()
    visit.later(minutes=1)
    visit.hear(events.crewed("ana", "rui"))
    visit.asked_of(AppointmentAgreed)
    return visit


def agreed() -> SchedulerStory:
    """Who comes is told on Saturday, because Sunday has no hours for it."""
    visit = crewed()
    visit.rings("notice")
    assert visit.asked_of(TextRequested).kind == "notice"
    return visit


def permitted() -> SchedulerStory:
    visit = agreed()
    visit.later(minutes=2)
    delivered(visit, "notice")
    return visit


def a_visit_agreed_and_done() -> SchedulerStory:
    visit = permitted()
    visit.rings("remind")
    visit.rings("last-look")
    start = SLOTS[1].window.start
    visit.shell.at = start + HOUR / 4
    visit.hear(events.departed(start - HOUR / 2), events.arrived(visit.at))
    visit.later(hours=1)
    visit.hear(events.ended("promised", visit.at))
    return visit


def other_time_asked() -> SchedulerStory:
    visit = offered()
    visit.later(hours=2)
    visit.hear(events.wished(slot_on(date(2026, 10, 30), 14).window.start))
    visit.hear(events.quoted([slot_on(date(2026, 10, 30), 14)], ask=2))
    delivered(visit, "offer", 2)
    visit.hear(events.chose(1, offer=2, at=visit.at))
    return visit


def a_closed_time_is_wished_for_and_it_is_said_why_not() -> SchedulerStory:
    """Eleven at night, on no day; and then a Sunday, near which nothing is free."""
    visit = offered()
    visit.later(hours=2)
    visit.hear(
        events.reply(Meaning(kind="other-time", confidence=0.85, named=NamedTime(hours=("23:00-23:00",))), at=visit.at)
    )
    visit.hear(events.quoted([slot_on(date(2026, 10, 30), 14)], ask=2))
    delivered(visit, "offer", 2)
    visit.later(hours=1)
    sunday = Meaning(
        kind="other-time", confidence=0.85, at=datetime(2026, 11, 1, tzinfo=UTC), named=NamedTime(day=date(2026, 11, 1))
    )
    visit.hear(events.reply(sunday, offer=2, at=visit.at))
    visit.hear(events.quoted((), ask=3))
    visit.hear(events.quoted([slot_on(date(2026, 11, 6), 10)], ask=4))
    delivered(visit, "offer", 3)
    visit.hear(events.chose(1, offer=3, at=visit.at))
    return visit


def notice_not_delivered_and_held() -> SchedulerStory:
    """No receipt by the deadline: moved once, and then again no receipt."""
    visit = agreed()
    visit.rings("notice-deadline")
    visit.hear(events.quoted([slot_on(date(2026, 10, 31), 10)], ask=2))
    delivered(visit, "offer", 2)
    visit.hear(events.chose(1, offer=2, at=visit.at))
    booking = visit.asked_of(BookingMade).booking
    visit.hear(events.crewed("ana", "rui", booking=booking))
    visit.rings("notice")
    visit.rings("notice-deadline")
    visit.rings("look-again")
    return visit


def a_notice_that_failed() -> SchedulerStory:
    visit = agreed()
    visit.hear(events.text(TextFailed, "notice", 1, at=visit.at, reason="undelivered"))
    visit.rings("look-again")
    return visit


def a_notice_in_doubt_that_had_arrived() -> SchedulerStory:
    visit = agreed()
    visit.hear(events.text(TextUncertain, "notice", 1, at=visit.at, reason="nobody-knows"))
    visit.later(hours=5)
    delivered(visit, "notice")
    return visit


def another_crew_before_the_notice() -> SchedulerStory:
    """Of whom the borrower never heard, though they asked."""
    visit = crewed()
    visit.later(hours=1)
    visit.hear(events.reply(Meaning(kind="who", confidence=0.9), at=visit.at))
    visit.later(days=2)
    visit.hear(events.crewed("eva", "leo", number=2))
    visit.rings("notice")
    visit.later(minutes=1)
    delivered(visit, "notice")
    return visit


def crew_fell_ill() -> SchedulerStory:
    visit = permitted()
    visit.later(hours=1)
    visit.hear(events.crewed("eva", "leo", number=2))
    visit.later(minutes=1)
    delivered(visit, "notice", 2)
    return visit


def crew_fell_ill_and_nobody_else_can_go() -> SchedulerStory:
    visit = permitted()
    visit.later(hours=1)
    visit.hear(events.uncrewed())
    visit.rings("look-again")
    return visit


def late_reply_racing_a_deadline() -> SchedulerStory:
    """The answer was received in time and is read after the timer: it counts."""
    visit = offered()
    received = visit.at + timedelta(hours=47, minutes=59)
    visit.rings("offer-expiry", late=timedelta(minutes=1))
    visit.hear(events.quoted([slot_on(date(2026, 10, 30), 10), slot_on(date(2026, 10, 31), 10)], ask=2))
    visit.hear(events.chose(2, at=received))
    return visit


def a_reply_after_the_deadline_is_taken_as_a_wish() -> SchedulerStory:
    visit = offered()
    visit.later(hours=48, minutes=1)
    visit.hear(events.chose(3, at=visit.at))
    return visit


def two_offers_without_an_answer() -> SchedulerStory:
    visit = offered()
    visit.rings("offer-expiry")
    visit.hear(events.quoted([slot_on(date(2026, 10, 30), 10)], ask=2))
    delivered(visit, "offer", 2)
    visit.rings("offer-expiry")
    return visit


def switch_thrown_after_the_permit() -> SchedulerStory:
    visit = permitted()
    visit.shell.stopped.add("visiting:region:porto")
    visit.rings("remind")
    visit.rings("look-again")
    visit.shell.stopped.clear()
    visit.rings("look-again")
    visit.asked_of(SlotsAsked)
    return visit


def opted_out_when_a_time_was_agreed() -> SchedulerStory:
    visit = agreed()
    visit.hear(events.withdrawn("opted-out"))
    visit.hear(events.text(TextDelivered, "notice", 1, at=visit.at))
    visit.rings("look-again")
    return visit


def opted_out_and_in_again_when_a_time_was_agreed() -> SchedulerStory:
    visit = agreed()
    visit.hear(events.withdrawn("opted-out", no_more_texts=True))
    visit.rings("look-again")
    visit.later(hours=1)
    visit.hear(events.withdrawn("opted-in"))
    visit.hear(events.requested("v-2", by="e-2"))
    return visit


def paid_while_the_crew_is_on_its_way() -> SchedulerStory:
    visit = permitted()
    start = SLOTS[1].window.start
    visit.shell.at = start - HOUR / 2
    visit.hear(events.departed(visit.at), events.withdrawn("paid"))
    visit.later(hours=1)
    visit.hear(events.ended("paid", visit.at))
    assert visit.shell.replay.reasons >= {"paid"}
    return visit


def a_right_and_a_wrong_code_are_asked_about() -> SchedulerStory:
    visit = permitted()
    right = visit.asked_of(AppointmentPermitted).check_code
    visit.later(hours=1)
    for code in (right, "000000"):
        visit.hear(events.reply(Meaning(kind="who", confidence=0.9, code=code), at=visit.at))
    return visit


def a_window_that_the_bank_missed() -> SchedulerStory:
    visit = permitted()
    visit.rings("remind")
    visit.rings("last-look")
    visit.rings("outcome-overdue")
    visit.hear(events.quoted([slot_on(date(2026, 11, 2), 10)], ask=2))
    return visit


def a_crew_that_says_it_is_too_late() -> SchedulerStory:
    visit = permitted()
    visit.rings("remind")
    visit.rings("last-look")
    window = SLOTS[1].window
    visit.shell.at = window.start
    visit.hear(events.departed(visit.at), events.delayed(window.end, at=visit.at))
    visit.later(hours=1)
    visit.hear(events.delayed(window.end + HOUR / 3, at=visit.at))
    return visit


def who_comes_is_asked_and_told() -> SchedulerStory:
    visit = agreed()
    visit.hear(events.reply(Meaning(kind="who", confidence=0.9), at=visit.at))
    assert visit.asked_of(TextRequested).kind == "notice"
    return visit
