"""Stories of cases, as notifier lives them. The clocks go back in the night to 25 October."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.notifier.core.inputs import HoldEnded, TextSettled
from services.notifier.core.state import Held, Visiting
from services.notifier.core.table_writes import VISITS, Suppress
from shared.contracts.appointments import AppointmentAgreed, AppointmentMissed, AppointmentOffered, AppointmentPermitted
from tests.properties.notifier.case_shell import NotifierCaseShell
from tests.unit.notifier import events

from .story_recorder import NotifierStory

MONDAY = datetime(2026, 10, 19, 8, 15, tzinfo=UTC)
DPD = (events.NOW.date() - MONDAY.date()).days
OTHER_PHONE = "b" * 64


def a_case(dpd: int = 1, minor: int = 50_000, start: datetime = MONDAY) -> NotifierStory:
    case = NotifierStory(NotifierCaseShell(start))
    case.hear(events.overdue(DPD + dpd, minor, start - timedelta(minutes=5)))
    return case


def visited() -> NotifierStory:
    """Three texts were delivered and not answered, and a visit is asked for."""
    case = a_case(70, start=MONDAY - timedelta(days=14))
    while not isinstance(case.shell.state, Visiting):
        case.text() if any(text.waits for text in case.shell.texts) else case.rings("look")
    return case


def paid_after_the_first_text() -> NotifierStory:
    case = a_case()
    case.text()
    case.later(hours=5)
    case.hear(events.pays(0, case.at))
    case.text()
    case.hear(events.pays(0, case.at))
    return case


def stop() -> NotifierStory:
    case = a_case(16)
    case.text()
    case.later(days=1)
    case.replies("STOP")
    case.text()
    case.hear(events.wants_text("notice", 1, case.at, case.at + timedelta(days=2)))
    case.rings("text:")
    case.rings("look")
    return case


def stop_and_start_again() -> NotifierStory:
    case = a_case(16)
    case.text()
    case.replies("please stop texting me")
    case.text()
    case.later(days=20)
    case.replies("START")
    case.text()
    return case


def wrong_number() -> NotifierStory:
    case = a_case()
    case.text()
    case.replies("you have the wrong number")
    case.later(days=2)
    case.hear(events.corrected(case.at, phone_hash=OTHER_PHONE))
    case.text()
    return case


def hardship() -> NotifierStory:
    case = a_case(31)
    case.text()
    case.later(minutes=30)
    case.replies("5")
    case.text()
    case.hear(events.overdue(DPD + 31, time=case.at))
    for _ in range(5):
        case.rings("look")
    return case


def visits_refused_when_one_was_agreed() -> NotifierStory:
    case = visited()
    case.hear(events.appointment(AppointmentOffered, case.at))
    case.later(hours=2)
    case.hear(events.appointment(AppointmentAgreed, case.at, case.at + timedelta(days=2)))
    case.later(hours=1)
    case.replies("do not come to my house")
    for _ in range(5):
        case.rings("look")
    case.replies("START")
    return case


def visits_refused_before_the_loan_was_overdue() -> NotifierStory:
    """Of another loan of theirs."""
    case = NotifierStory(NotifierCaseShell(MONDAY - timedelta(days=14)))
    case.hear(events.corrected(case.at - timedelta(hours=1)))
    case.replies("do not come to my house")
    case.later(days=1)
    case.hear(HoldEnded("visits-refused", "ops-7", case.at))
    case.replies("never come to my house. STOP")
    case.later(days=1)
    case.replies("START")
    case.hear(events.overdue(DPD + 70, time=case.at))
    case.rings("look")
    return case


def visits_refused_of_another_loan() -> NotifierStory:
    case = NotifierStory(NotifierCaseShell(MONDAY - timedelta(days=14)))
    case.knows(Suppress("b1", VISITS, "visits-refused", True, case.at - timedelta(days=90)))
    case.hear(events.overdue(DPD + 70, time=case.at - timedelta(minutes=5)))
    while not isinstance(case.shell.state, Held):
        case.text() if any(text.waits for text in case.shell.texts) else case.rings("look")
    case.rings("look")
    case.later(days=1)
    case.hear(HoldEnded("visits-refused", "ops-7", case.at))
    case.rings("look")
    return case


def stop_and_start_when_a_visit_was_agreed() -> NotifierStory:
    case = visited()
    case.hear(events.appointment(AppointmentOffered, case.at))
    case.later(hours=2)
    case.hear(events.appointment(AppointmentAgreed, case.at, case.at + timedelta(days=2)))
    case.later(hours=1)
    case.replies("STOP")
    case.rings("look")
    case.later(days=3)
    case.replies("START")
    return case


def a_dispute_and_its_end() -> NotifierStory:
    case = a_case(16)
    case.text()
    case.replies("i do not owe you anything")
    case.later(days=9)
    case.hear(events.dispute_ends(case.at - timedelta(days=12)))
    case.hear(events.dispute_ends(case.at))
    case.rings("look")
    case.text()
    return case


def a_plan_signed_and_broken() -> NotifierStory:
    case = a_case(16)
    case.hear(events.signs_plan(case.at))
    case.later(days=40)
    case.hear(events.breaks_plan(case.at))
    case.text()
    return case


def a_part_payment_earns_quiet() -> NotifierStory:
    case = a_case(31)
    case.text()
    case.hear(events.pays(20_000, case.at))
    case.rings("look")
    case.rings("look")
    case.rings("look")
    case.text()
    return case


def no_answer_until_a_visit_is_requested() -> NotifierStory:
    return visited()


def a_visit_withdrawn_because_the_loan_is_paid() -> NotifierStory:
    case = visited()
    case.hear(events.appointment(AppointmentOffered, case.at, None))
    case.hear(events.wants_text("offer", 1, case.at, case.at + timedelta(days=2)))
    case.hear(events.pays(0, case.at))
    case.text()
    return case


def nobody_was_home() -> NotifierStory:
    case = visited()
    start = case.at + timedelta(days=5)
    case.hear(events.appointment(AppointmentPermitted, case.at, start))
    case.shell.at = start + timedelta(hours=1)
    case.hear(events.ended("not-home", case.at), events.appointment(AppointmentMissed, case.at, start))
    case.rings("look")
    return case


def sending_switched_off() -> NotifierStory:
    case = a_case(16)
    case.shell.stopped.add("sending:all")
    case.rings("text:")
    case.rings("text:")
    case.shell.stopped.clear()
    case.text()
    return case


def nobody_knows_whether_a_text_arrived() -> NotifierStory:
    case = a_case(16)
    case.rings("text:")
    intent = next(iter(case.shell.in_hand))
    case.shell.post(intent)
    case.hear(TextSettled(intent, "uncertain", None, None, case.at))
    case.later(minutes=20)
    case.reported(intent, "delivered")
    case.reported(intent, "sent")
    return case


def paid_before_it_was_said_to_be_overdue() -> NotifierStory:
    case = NotifierStory(NotifierCaseShell(MONDAY))
    case.hear(events.pays(0, MONDAY))
    case.later(hours=1)
    case.hear(events.overdue(DPD + 1, time=MONDAY - timedelta(hours=2)))
    case.later(days=30)
    case.hear(events.overdue(DPD + 1, time=case.at))
    return case
