"""A window in which nobody came is the bank's fault: it is void, apologised for, and made good by another offer."""

from __future__ import annotations

from typing import Any

import pytest

from services.scheduler.core.events_out import ReleaseTime
from services.scheduler.core.state import Agreed, Asking, ClosedVisit, HeldVisit, Offered, Permitted
from shared.contracts.appointments import AppointmentMoved
from shared.contracts.routing import BookingCancelled, SlotsAsked
from shared.contracts.texts import TextRequested

from . import stages
from .events import DAY, HOUR, SLOTS, VISIT, arrived, chose, crewed, departed, ended, notice_delivered, quoted, slot
from .given import Scenario, given, rings, until
from .stages import END, START

UNSEEN = (*stages.PERMITTED, rings("remind"), rings("last-look"))


@pytest.mark.parametrize("history", [UNSEEN, stages.DEPARTED])
def test_a_window_in_which_nobody_arrived_is_void_and_another_is_looked_for(history: tuple[Any, ...]) -> None:
    life = given(*history)
    assert life.timers == {"outcome-overdue": END + DAY}
    life.when(rings("outcome-overdue")).then("window-missed", Asking)
    assert life.decision.rule.startswith("arrangement.outcome_within_h: ")
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert ReleaseTime(f"{VISIT}.1") in life.decision.effects
    asked = life.told(SlotsAsked)
    assert life.at + 2 * DAY <= asked.earliest <= life.at + 3 * DAY


def test_it_is_told_as_moved_so_that_no_contact_is_counted_and_nobody_is_called_absent() -> None:
    life = given(*UNSEEN).when(rings("outcome-overdue"))
    moved = life.told(AppointmentMoved)
    assert (moved.reason.code, moved.window, moved.keeps_window) == ("window-missed", SLOTS[0].window, None)
    assert not {"AppointmentMissed", "AppointmentKept"} & {*life.told_of()}


def test_the_borrower_hears_an_apology() -> None:
    text = given(*UNSEEN).when(rings("outcome-overdue")).told(TextRequested)
    assert (text.kind, text.wording.window, text.on_failure) == ("missed", SLOTS[0].window, "drop")


def agreed_anew(life: Scenario) -> Scenario:
    again = slot(12)
    life.when(quoted([again], ask=2)).then("slots-offered", Offered)
    life.when(chose(1, offer=2, at=life.at)).when(crewed(version=2)).then("crew-assigned", Agreed)
    life.when(rings("notice")).when(notice_delivered(2, at=life.at)).then("permit-complete", Permitted)
    return life


def test_the_case_goes_on_to_another_visit_which_needs_a_notice_of_its_own() -> None:
    life = given(*UNSEEN, rings("outcome-overdue"))
    agreed_anew(life).when(notice_delivered(1)).then_nothing("notice-of-another-version")


def test_a_second_window_missed_is_left_to_a_person_and_apologised_for_too() -> None:
    life = agreed_anew(given(*UNSEEN, rings("outcome-overdue")))
    life.when(rings("remind")).when(rings("last-look")).when(rings("outcome-overdue")).then("window-missed", HeldVisit)
    assert life.stage(HeldVisit).waits_for == "operator"
    assert life.texts() == ["missed"]


def test_what_we_moved_before_does_not_count_as_missed() -> None:
    life = given(*stages.AGREED, rings("notice-deadline"))
    life = agreed_anew(life).when(rings("remind")).when(rings("last-look"))
    life.when(rings("outcome-overdue")).then("window-missed", Asking)


def test_a_report_that_may_be_unread_is_waited_for_before_anybody_says_sorry() -> None:
    life = given(*UNSEEN).when(rings("outcome-overdue", late=HOUR)).then("woke-late", Permitted)
    assert life.texts() == []
    life.when(ended("paid", START + HOUR)).then("paid", ClosedVisit)


def test_a_crew_of_a_missed_window_has_no_permit_any_more() -> None:
    life = given(*UNSEEN, rings("outcome-overdue"))
    life.when(departed(END + 2 * DAY)).then_nothing("permit-void")
    life.when(arrived(END + 2 * DAY)).then_nothing("permit-void")


def test_an_arrival_that_is_read_in_time_is_no_missed_window() -> None:
    life = given(*UNSEEN, until(END + HOUR), arrived(START + HOUR))
    life.when(rings("outcome-overdue")).then("no-report", ClosedVisit)
