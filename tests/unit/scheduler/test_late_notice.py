"""Who comes is told as late as is safe; until then whoever comes, nobody hears of a change."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from services.scheduler.core.ids import agreed_intent, notice_intent
from services.scheduler.core.state import STATES, Agreed, Asking, ClosedVisit, HeldVisit, Permitted
from services.scheduler.core.why_no_visit import why_no_visit
from shared.contracts.appointments import AppointmentAgreed, AppointmentHeld
from shared.contracts.texts import Meaning, TextRequested
from shared.contracts.values import Window

from . import stages
from .events import (
    DAY,
    HOUR,
    NOW,
    SLOTS,
    VISIT,
    chose,
    crewed,
    lost,
    notice_delivered,
    offer_delivered,
    quoted,
    reply,
    slot,
    uncrewed,
    wished,
    withdrawn,
)
from .given import Scenario, given, rings, stopping, until
from .test_why_not import here

START = stages.START
DUE = START - 42 * HOUR
"""Friday has an hour in which texts may go out before the deadline, and Thursday has the three that are wanting."""
ASKS_WHO = reply(Meaning(kind="who", confidence=0.99))


def test_a_crew_that_is_known_days_ahead_is_not_told_yet() -> None:
    life = given(*stages.BOOKING).when(crewed("c-7", "c-8")).then("crew-assigned", Agreed)
    assert life.decision.rule.startswith("notice.named_ahead_h: ")
    assert life.timers == {"notice": DUE}
    assert (life.texts(), life.withdraws()) == ([], [])
    agreed = life.told(AppointmentAgreed)
    assert (agreed.crew, agreed.check_code) == (("c-7", "c-8"), None)


def test_the_notice_names_who_comes_when_it_is_time() -> None:
    life = given(*stages.UNTOLD).when(rings("notice")).then("notice-given", Agreed)
    notice = life.told(TextRequested)
    assert (notice.kind, notice.intent, notice.on_failure) == ("notice", notice_intent(VISIT, 1), "hold-visit")
    assert (notice.not_before, notice.not_after) == (DUE, START - 24 * HOUR)
    assert [member.collector for member in notice.wording.crew] == ["c-1", "c-2"]
    assert life.timers == {"notice-deadline": START - 24 * HOUR + timedelta(minutes=30)}
    life.when(notice_delivered(at=DUE)).then("permit-complete", Permitted)


def test_until_then_whoever_comes_instead_is_no_news() -> None:
    life = given(*stages.UNTOLD)
    for number, crew in ((2, ("c-3", "c-4")), (3, ("c-5", "c-6")), (7, ("c-1", "c-6"))):
        life.when(crewed(*crew, number=number)).then("crew-replaced", Agreed)
        assert (life.texts(), life.withdraws(), life.told_of()) == ([], [], ["AppointmentAgreed"])
        agreed = life.told(AppointmentAgreed)
        assert (agreed.version, agreed.crew, agreed.window) == (1, crew, SLOTS[0].window)
    life.when(crewed(number=4)).then_nothing("crew-of-before")
    notice = life.when(rings("notice")).told(TextRequested)
    assert [member.collector for member in notice.wording.crew] == ["c-1", "c-6"]
    assert notice.appointment_version == 1


def test_afterwards_another_crew_needs_another_notice_at_once() -> None:
    life = given(*stages.AGREED).when(crewed("c-3", "c-4", number=2)).then("crew-changed", Agreed)
    assert (life.texts(), life.stage(Agreed).tally.version) == (["notice"], 2)
    assert set(life.timers) == {"notice-deadline"}


def test_a_crew_that_is_replaced_when_the_notice_is_due_is_told_of_at_once() -> None:
    life = given(*stages.UNTOLD, until(DUE)).when(crewed("c-3", "c-4", number=2)).then("crew-replaced", Agreed)
    assert (life.texts(), life.told(TextRequested).appointment_version) == (["notice"], 1)
    assert set(life.timers) == {"notice-deadline"}


def test_a_window_that_is_agreed_later_gets_its_notice_at_once() -> None:
    life = given(*stages.BOOKING, until(DUE)).when(crewed()).then("crew-assigned", Agreed)
    assert life.texts() == ["notice"]
    before = given(*stages.BOOKING, until(DUE - timedelta(seconds=1))).when(crewed()).then("crew-assigned", Agreed)
    assert (before.texts(), before.timers) == ([], {"notice": DUE})


@pytest.mark.parametrize("stopped", ["visiting:all", "visiting:region:porto"])
def test_nobody_is_named_while_visits_are_stopped(stopped: str) -> None:
    life = given(*stages.UNTOLD, stopping(stopped)).when(rings("notice")).then("visiting-stopped", HeldVisit)
    assert life.texts() == ["visit-held"]
    assert life.told(AppointmentHeld).reason.code == "visiting-stopped"


def test_who_wakes_when_it_is_too_late_for_a_notice_looks_for_another_time() -> None:
    late = given(*stages.UNTOLD).when(rings("notice", late=17 * HOUR)).then("notice-given", Agreed)
    assert late.texts() == ["notice"]
    life = given(*stages.UNTOLD).when(rings("notice", late=18 * HOUR)).then("no-time-for-notice", Asking)
    assert life.texts() == ["moved"]
    assert notice_intent(VISIT, 1) not in life.withdraws()


@pytest.mark.parametrize("said", [withdrawn("paid"), wished(), uncrewed(), chose(2)])
def test_what_is_given_up_before_takes_no_notice_back(said: Any) -> None:
    life = given(*stages.UNTOLD).when(said)
    assert life.decision.accepted
    assert life.withdraws() == [agreed_intent(VISIT, f"{VISIT}.1")]
    assert "notice" not in life.timers
    assert life.decision.reason != "paid" or isinstance(life.case.stage, ClosedVisit)


def test_what_is_said_of_a_notice_that_was_not_given_waits_for_it() -> None:
    given(*stages.UNTOLD).when(notice_delivered()).then("came-early", Agreed)
    given(*stages.UNTOLD).when(lost("notice")).then("came-early", Agreed)


def test_who_asks_who_comes_hears_on_which_day_that_is_told() -> None:
    life = given(*stages.UNTOLD).when(ASKS_WHO).then_nothing("told-later")
    text = life.told(TextRequested)
    assert (text.kind, text.on_failure) == ("agreed", "drop")
    assert (text.wording.window, text.wording.names_on, text.wording.crew) == (SLOTS[0].window, DUE.date(), ())
    assert text.intent != agreed_intent(VISIT, f"{VISIT}.1")
    assert given(*stages.AGREED).when(ASKS_WHO).then_nothing("who-comes").texts() == ["notice"]


def test_nobody_has_a_code_before_the_notice() -> None:
    code = given(*stages.AGREED).told(TextRequested).wording.check_code
    right = reply(Meaning(kind="who", confidence=0.99, code=code))
    assert given(*stages.UNTOLD).when(right).then_nothing("code-unknown").texts() == ["code-unknown"]
    assert given(*stages.AGREED).when(right).then_nothing("code-right").texts() == ["who-comes"]


def test_what_was_agreed_says_on_which_day_the_names_follow() -> None:
    said = given(*stages.DELIVERED).when(chose(1)).told(TextRequested)
    assert (said.kind, said.wording.names_on) == ("agreed", DUE.date())
    life = given(*stages.OFFERED, until(DUE), offer_delivered(at=DUE)).when(chose(1, at=DUE))
    assert life.told(TextRequested).wording.names_on is None


def test_what_it_waits_for_is_said_in_the_time_of_the_door() -> None:
    (answer,) = why_no_visit(here(given(*stages.UNTOLD)))
    assert answer.text == "the borrower is told who comes on Thursday 2026-11-05 16:00"
    assert answer.again_at == DUE
    assert {line.code: line.met for line in answer.lines} == {
        "visiting-stopped": True, "slot-chosen": True, "crew-legal": True, "notice-delivered": False,
    }  # fmt: skip


def test_a_case_that_was_stored_with_its_notice_out_goes_on_as_it_was() -> None:
    """As the version before wrote it: agreed, and no moment at which anybody would be told."""
    stored = STATES.dump_json(given(*stages.AGREED).case)
    assert b"notice_at" not in stored
    case = STATES.validate_json(stored)
    receipt = given(*stages.AGREED).stage(Agreed).receipt_by
    for said, reason in (
        (notice_delivered(at=NOW + HOUR), "permit-complete"),
        (crewed("c-3", "c-4", number=2), "crew-changed"),
        (rings("notice-deadline"), "notice-not-delivered"),
    ):
        Scenario(case=case, timers={"notice-deadline": receipt}).when(said).then(reason)


def test_a_case_that_was_stored_before_its_crew_was_known_gets_its_notice() -> None:
    stored = STATES.validate_json(STATES.dump_json(given(*stages.BOOKING).case))
    life = Scenario(case=stored, timers=given(*stages.BOOKING).timers)
    life.when(crewed()).then("crew-assigned", Agreed)
    assert STATES.validate_json(STATES.dump_json(life.case)) == life.case
    life.when(rings("notice")).then("notice-given", Agreed)


WINDOWS: list[tuple[Window, datetime]] = [
    # Hours are nine to seven; Sundays, and Christmas (a Friday), have none.
    (slot(9, 10).window, NOW.replace(day=9, hour=16)),  # Wednesday at ten: from Monday on at four
    (slot(9, 17).window, NOW.replace(day=10, hour=10, minute=30)),  # at five: half past ten on Tuesday, 30.5 hours
    (slot(9, 15).window, NOW.replace(day=9, hour=18, minute=30)),
    (slot(8, 10).window, NOW.replace(day=7, hour=16)),  # Tuesday at ten: Sunday is closed, so Saturday at four
    (slot(7, 10).window, NOW.replace(day=7, hour=15)),  # Monday at ten
    (slot(54, 10).window, NOW.replace(month=12, day=24, hour=15)),  # Saturday the 26th at ten: over Christmas
    (slot(56, 10).window, NOW.replace(month=12, day=26, hour=15)),  # and Monday
]


@pytest.mark.parametrize(("window", "due"), WINDOWS)
def test_it_is_due_as_late_as_hours_and_holidays_let_it(window: Window, due: datetime) -> None:
    life = given(*stages.ASKING, until(window.start - 8 * DAY))
    life.when(quoted([slot((window.start - NOW).days, window.start.hour)])).when(offer_delivered(at=life.at))
    life.when(chose(1, at=life.at)).when(crewed()).then("crew-assigned", Agreed)
    assert life.timers == {"notice": due}
