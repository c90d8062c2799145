"""The day of the visit: the reminder, what the crew reports, and what nobody reports."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.scheduler.core.events_out import ReleaseTime
from services.scheduler.core.ids import text_intent
from services.scheduler.core.state import Asking, ClosedVisit, HeldVisit, Permitted
from shared.contracts.appointments import AppointmentKept, AppointmentMissed
from shared.contracts.envelope import Event
from shared.contracts.texts import TextRequested

from . import stages
from .events import (
    DAY,
    HOUR,
    VISIT,
    arrived,
    chose,
    complained,
    crewed,
    departed,
    ended,
    notice_delivered,
    requested,
    uncrewed,
    wished,
    withdrawn,
)
from .given import given, later, rings, stopping, until
from .stages import END, START


def test_a_reminder_goes_out_the_day_before_at_four_in_the_afternoon() -> None:
    life = given(*stages.PERMITTED)
    assert life.timers["remind"] == (START - DAY).replace(hour=16)
    life.when(rings("remind")).then("reminded", Permitted)
    text = life.told(TextRequested)
    assert (text.kind, text.on_failure) == ("reminder", "drop")
    assert set(life.timers) == {"outcome-overdue", "last-look"}


REMINDED = (*stages.PERMITTED, rings("remind"))
REMINDER = text_intent(VISIT, "reminder", 1)


@pytest.mark.parametrize(
    "gives_up",
    [
        wished(),
        chose(3),
        uncrewed(),
        crewed("c-1", "c-3", number=2),
        withdrawn("paid"),
        withdrawn("dispute"),
        withdrawn("opted-out"),
        ended("paid", START - HOUR),
    ],
)
def test_a_reminder_that_waits_is_withdrawn_when_what_it_says_is_no_longer_true(gives_up: Event) -> None:
    """Asked for on Sunday afternoon it waits for Monday; on Sunday evening the borrower presses 4."""
    life = given(*REMINDED, later(hours=3)).when(gives_up)
    assert life.decision.accepted
    assert life.withdraws() == [REMINDER]
    assert REMINDER not in given(*stages.PERMITTED).when(gives_up).withdraws()


def test_a_reminder_of_a_stopped_visit_is_withdrawn_before_the_visit_is_held() -> None:
    life = given(*REMINDED, stopping()).when(rings("last-look")).then("visiting-stopped", HeldVisit)
    assert life.withdraws() == [REMINDER]
    assert life.told_of().index("TextWithdrawn") < life.told_of().index("TextRequested")


def test_a_reminder_whose_visit_has_begun_is_left_alone() -> None:
    life = given(*REMINDED, until(START)).when(wished()).then("other-time", Asking)
    assert "TextWithdrawn" not in life.told_of()
    assert "TextWithdrawn" not in given(*stages.ARRIVED).when(ended("paid", END)).told_of()


def test_nobody_is_reminded_who_was_just_told() -> None:
    day_before = START - 25 * HOUR
    life = given(*stages.AGREED, until(day_before), notice_delivered(at=day_before))
    assert set(life.timers) == {"outcome-overdue", "last-look"}


def test_a_reminder_that_is_late_is_dropped() -> None:
    given(*stages.PERMITTED).when(rings("remind", late=18 * HOUR)).then("reminder-pointless", Permitted)


def test_a_switch_that_was_thrown_after_the_permit_takes_it_back() -> None:
    for last in ("remind", "last-look"):
        life = given(*stages.PERMITTED, stopping("visiting:region:porto")).when(rings(last))
        life.then("visiting-stopped", HeldVisit)
        assert "BookingCancelled" in life.told_of()


def test_a_visit_against_which_nothing_stands_goes_on() -> None:
    life = given(*stages.PERMITTED, rings("remind")).when(rings("last-look")).then("looked-last", Permitted)
    assert set(life.timers) == {"outcome-overdue"}


@pytest.mark.parametrize("outcome", ["paid", "promised", "plan-wanted", "refused", "dispute"])
def test_somebody_who_was_met_makes_the_visit_kept(outcome: str) -> None:
    life = given(*stages.ARRIVED).when(ended(outcome, START + HOUR)).then(outcome, ClosedVisit)
    assert life.told(AppointmentKept).reason.code == outcome
    assert ReleaseTime(f"{VISIT}.1") not in life.decision.effects  # a visit that was made keeps its place
    assert life.timers == {}


@pytest.mark.parametrize("outcome", ["not-home", "address-wrong", "unsafe"])
def test_nobody_met_makes_it_missed(outcome: str) -> None:
    life = given(*stages.ARRIVED).when(ended(outcome, START + HOUR)).then(outcome, ClosedVisit)
    assert life.told(AppointmentMissed).reason.code == outcome


@pytest.mark.parametrize("at", [START - timedelta(minutes=1), END + timedelta(minutes=1)])
def test_an_arrival_outside_the_window_voids_the_permit(at: object) -> None:
    life = given(*stages.PERMITTED).when(arrived(at)).then("permit-void", Permitted)  # type: ignore[arg-type]
    life.when(ended("paid", END + HOUR)).then("permit-void", ClosedVisit)
    assert life.told(AppointmentKept).reason.code == "permit-void"


def test_an_end_without_a_reported_arrival_is_judged_by_its_own_time() -> None:
    given(*stages.PERMITTED).when(ended("paid", END)).then("paid", ClosedVisit)
    given(*stages.PERMITTED).when(ended("paid", START - HOUR)).then("permit-void", ClosedVisit)
    given(*stages.PERMITTED).when(ended("not-home", END + 5 * HOUR)).then("permit-void", ClosedVisit)


def test_a_visit_without_a_permit_is_recorded_as_such() -> None:
    held = given(*stages.AGREED, rings("notice-deadline"))
    held.when(arrived(START)).then_nothing("permit-void")
    held.when(ended("paid", START + HOUR)).then("permit-void", ClosedVisit)
    assert held.told(AppointmentKept).reason.code == "permit-void"


def test_a_crew_of_nowhere_is_not_believed() -> None:
    given(*stages.PERMITTED).when(ended("paid", START, booking="nobody.1")).then_nothing("not-our-booking")


def test_a_crew_that_arrived_and_says_no_more_has_made_a_visit_that_is_missed_a_day_later() -> None:
    life = given(*stages.ARRIVED)
    assert life.timers == {"outcome-overdue": END + DAY}
    life.when(rings("outcome-overdue")).then("no-report", ClosedVisit)
    assert life.texts() == []
    assert life.told(AppointmentMissed).reason.code == "no-report"


def test_a_report_that_may_be_unread_is_waited_for() -> None:
    life = given(*stages.DEPARTED).when(rings("outcome-overdue", late=HOUR)).then("woke-late", Permitted)
    life.when(ended("paid", START + HOUR)).then("paid", ClosedVisit)


def test_a_report_after_the_visit_was_given_up_says_how_it_ended() -> None:
    life = given(*stages.ARRIVED, rings("outcome-overdue")).when(ended("paid", START + HOUR)).then("paid", ClosedVisit)
    assert life.told_of() == ["AppointmentKept"]
    life.when(ended("refused", START + 2 * HOUR)).then_nothing("already-closed")


def test_money_paid_at_the_door_withdraws_the_visit_before_its_report_and_it_is_kept_anyway() -> None:
    life = given(*stages.ARRIVED, later(minutes=10)).when(withdrawn("paid")).then("paid", ClosedVisit)
    assert not life.texts()
    life.when(ended("paid", START + HOUR)).then("paid", ClosedVisit)
    assert life.stage(ClosedVisit).how == "kept"


def test_an_arrival_that_is_read_after_the_brake_counts_when_it_was_before() -> None:
    life = given(*stages.DEPARTED, until(START + HOUR), withdrawn("paid"))
    life.when(departed(START)).then_nothing("already-closed")
    life.when(arrived(START + timedelta(minutes=50))).then("crew-arrived", ClosedVisit)
    life.when(ended("paid", START + 2 * HOUR)).then("paid", ClosedVisit)


def test_a_crew_that_comes_after_the_brake_has_no_permit() -> None:
    life = given(*stages.PERMITTED, withdrawn("dispute"))
    life.when(ended("not-home", START + HOUR)).then("permit-void", ClosedVisit)
    assert life.told(AppointmentMissed).reason.code == "permit-void"
    life.when(ended("not-home", START + HOUR)).then_nothing("already-closed")
    never = given(*stages.AGREED, withdrawn("dispute")).when(ended("paid", START)).then("permit-void", ClosedVisit)
    assert never.told(AppointmentKept).reason.code == "permit-void"
    unbooked = given(*stages.OFFERED, withdrawn("dispute")).when(ended("paid", START)).then("permit-void", ClosedVisit)
    assert unbooked.told(AppointmentKept).window is None


def test_the_crew_at_the_door_finishes_also_when_the_borrower_opts_out_then() -> None:
    life = given(*stages.ARRIVED).when(withdrawn("opted-out")).then("opted-out", ClosedVisit)
    assert not life.texts()
    life.when(ended("refused", START + HOUR)).then("refused", ClosedVisit)


def test_collectors_of_a_complaint_are_kept_from_this_door() -> None:
    life = given(*stages.ARRIVED, ended("refused", START + HOUR), complained("c-1"))
    life.when(complained()).then_nothing("complaint-names-nobody")
    life.when(requested("v-2", by="e-2")).then("slots-asked")
    assert life.published()[0].data.not_collectors == ("c-1",)  # type: ignore[attr-defined]


def test_a_second_arrival_does_not_change_the_first() -> None:
    life = given(*stages.ARRIVED).when(arrived(END + HOUR)).then("permit-void", Permitted)
    assert life.stage(Permitted).arrived_at == START + timedelta(minutes=30)
