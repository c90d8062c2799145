"""A crew that will not be there in time says so: the borrower hears it before the window is over, and is asked anew."""

from __future__ import annotations

from datetime import timedelta

from services.scheduler.core.events_out import ReleaseTime
from services.scheduler.core.state import Asking, ClosedVisit, HeldVisit, Offered, Permitted
from shared.contracts.appointments import AppointmentMoved
from shared.contracts.routing import BookingCancelled, SlotsAsked
from shared.contracts.texts import TextRequested

from . import stages
from .events import HOUR, SLOTS, VISIT, arrived, chose, crewed, delayed, departed, ended, notice_delivered, quoted, slot
from .given import Scenario, given, rings, until
from .stages import END, START
from .test_beside_the_former_version import PERMITTED, beside, hears

MINUTE = timedelta(minutes=1)
ON_THE_WAY = (*stages.DEPARTED, until(START + HOUR))


def too_late(life: Scenario) -> Scenario:
    return life.when(delayed(END + MINUTE, at=life.at))


def test_who_can_not_be_there_in_time_is_called_back_and_another_time_is_looked_for() -> None:
    life = too_late(given(*ON_THE_WAY)).then("crew-too-late", Asking)
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert ReleaseTime(f"{VISIT}.1") in life.decision.effects
    assert life.told(SlotsAsked).visit == VISIT


def test_the_borrower_hears_at_once_that_nobody_comes_and_that_another_time_follows() -> None:
    text = too_late(given(*ON_THE_WAY)).told(TextRequested)
    assert (text.kind, text.wording.window, text.on_failure) == ("moved", SLOTS[0].window, "drop")


def test_it_is_told_as_moved_so_that_no_contact_is_counted_and_nobody_is_called_absent() -> None:
    life = too_late(given(*ON_THE_WAY))
    assert (life.told(AppointmentMoved).reason.code, life.told(AppointmentMoved).window) == (
        "crew-too-late", SLOTS[0].window,
    )  # fmt: skip
    assert not {"AppointmentMissed", "AppointmentKept"} & {*life.told_of()}


def test_a_crew_that_is_late_within_its_window_still_comes_and_nobody_is_texted() -> None:
    life = given(*ON_THE_WAY).when(delayed(END, at=START + HOUR)).then("crew-delayed", Permitted)
    assert life.texts() == []
    life.when(arrived(END)).when(ended("paid", END + HOUR)).then("paid", ClosedVisit)


def test_it_counts_against_the_bank_as_a_missed_window_does_so_that_the_second_is_left_to_a_person() -> None:
    life = too_late(given(*ON_THE_WAY))
    life.when(quoted([slot(12)], ask=2)).then("slots-offered", Offered)
    life.when(chose(1, offer=2, at=life.at)).when(crewed(version=2)).when(rings("notice"))
    life.when(notice_delivered(2, at=life.at))
    life.when(rings("remind")).when(rings("last-look"))
    window = life.stage(Permitted).agreement.window
    life.when(until(window.start)).when(delayed(window.end + HOUR, at=life.at, version=2))
    assert life.then("crew-too-late", HeldVisit).stage(HeldVisit).waits_for == "operator"
    assert life.texts() == ["visit-held"]


def test_who_turned_back_has_no_permit_any_more() -> None:
    life = too_late(given(*ON_THE_WAY))
    life.when(arrived(END - MINUTE)).then_nothing("permit-void")


def test_once_the_window_is_over_a_delay_changes_nothing_and_silence_is_judged_as_ever() -> None:
    life = too_late(given(*stages.DEPARTED, until(END))).then("crew-delayed", Permitted)
    life.when(rings("outcome-overdue")).then("window-missed", Asking)


def test_of_a_crew_that_is_at_the_door_a_delay_is_old_news() -> None:
    too_late(given(*stages.DEPARTED, until(START), arrived(START))).then_nothing("crew-is-there")


def test_a_delay_without_a_permit_of_another_booking_or_visit_is_nothing_and_is_not_kept_for_later() -> None:
    for life in (given(), given(*stages.OFFERED), given(*stages.AGREED), given(*ON_THE_WAY, ended("paid", START))):
        too_late(life).then_nothing("no-crew-due")
    given(*ON_THE_WAY).when(delayed(END + HOUR, at=START, version=2)).then_nothing("no-crew-due")
    given(*ON_THE_WAY).when(delayed(END + HOUR, at=START, visit="v-2")).then_nothing("no-crew-due")


def test_said_twice_it_is_acted_on_once() -> None:
    too_late(too_late(given(*ON_THE_WAY))).then_nothing("no-crew-due")


def test_beside_the_former_version_the_window_ends_as_if_nothing_had_been_said() -> None:
    life = beside(*PERMITTED, rings("remind"), rings("last-look"), until(START), departed(START))
    assert hears(life, delayed(END + HOUR, at=life.at)).then("crew-delayed", Permitted).texts() == []
