"""A record about its case can't be read: a visit with a permit goes on where that is mended in time, and else not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.formats import KEPT_VISITS, NAMES_LATER
from services.notifier.core.state import Closed, Held, Letter, Visiting, brakes_of
from services.notifier.core.why_no_visit import why_no_visit
from services.notifier.core.why_not_slot import why_not_slot
from shared.contracts.appointments import (
    Appointment,
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentKept,
    AppointmentMissed,
    AppointmentMoved,
    AppointmentNoticed,
    AppointmentOffered,
    AppointmentPermitted,
)  # fmt: skip
from shared.contracts.visits import VisitWithdrawn
from shared.decision import DecisionContext

from .events import (
    CASE,
    RULES,
    VISIT,
    appointment,
    complains,
    corrected,
    disputes,
    ended,
    held,
    letter,
    overdue,
    pays,
    question,
    replies,
    settles,
    signs_plan,
    unread,
    wants_text,
    window,
)  # fmt: skip
from .given import Scenario, asks, given, later, looks, until
from .scheduler_says import told

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))
GIVEN_UP = settles(given_up=True)


def permitted(ahead: timedelta = 6 * DAY) -> Scenario:
    life = given(overdue(dpd=70), VISITING, told(AppointmentOffered, 6 * DAY), told(AppointmentAgreed, ahead))
    life.letters = {CASE: ()}
    return life.when(told(AppointmentNoticed, ahead), told(AppointmentPermitted, ahead)).then("visit-permitted")


def withdrawn(life: Scenario) -> list[str]:
    return [visit.cause for visit in life.published(VisitWithdrawn)]


def is_kept(life: Scenario) -> bool:
    return isinstance(life.state, Held) and life.state.kept is not None


def test_a_visit_with_a_permit_is_kept_and_goes_on_as_agreed_once_the_record_was_read() -> None:
    life = permitted()
    before = life.state
    life.when(unread()).then("unread-record", Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-record"], "nothing is said to it meanwhile"
    life.when(later(hours=1), GIVEN_UP).then("letter-settled", Visiting)
    assert life.state.visit == VISIT  # type: ignore[union-attr]
    assert (life.state.stage, life.state.since) == (before.stage, before.since)  # type: ignore[union-attr]
    assert not withdrawn(life)
    assert VISIT in life.contacts


def test_what_was_given_back_and_read_lets_it_go_on_too() -> None:
    life = permitted().when(unread())
    life.read_again = frozenset()
    life.when(lambda it: settles(at=it.at)).then("letter-settled", Held)
    life.read_again = frozenset({CASE})
    life.when(looks).then("brake-over", Visiting)
    assert not withdrawn(life)


def test_it_is_withdrawn_when_another_notice_could_not_be_given() -> None:
    life = permitted()
    start = life.contacts[VISIT].at
    life.letters = {CASE: (Letter(letter(), "schema"),)}
    life.when(unread(), looks).then("unread-for-too-long", Held)
    assert life.at == start - DAY
    assert life.decision.rule.startswith("notice.lead_min")
    assert withdrawn(life) == ["unread-record"]
    assert not is_kept(life)
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-record", "visited"]
    life.when(GIVEN_UP).then("letter-settled", Held)


def test_several_records_keep_it_until_the_last_is_read() -> None:
    life = permitted().when(unread(), unread(1)).then("unread-record")
    assert is_kept(life)
    life.letters = {CASE: (Letter(letter(1), "schema"),)}
    life.when(GIVEN_UP).then("letter-settled", Held)
    life.letters = {CASE: ()}
    life.when(settles(1, given_up=True)).then("letter-settled", Visiting)


@pytest.mark.parametrize("ahead", [timedelta(minutes=30), DAY - timedelta(minutes=1), DAY])
def test_one_that_is_near_is_withdrawn_at_once_and_its_crew_called_back(ahead: timedelta) -> None:
    life = permitted(ahead).when(unread()).then("unread-record", Held)
    assert withdrawn(life) == ["unread-record"]
    assert not is_kept(life)


def untold() -> Scenario:
    """Agreed, and nobody was told yet who comes."""
    life = given(overdue(dpd=70), VISITING, told(AppointmentOffered, 6 * DAY))
    life.letters = {CASE: ()}
    return life.when(told(AppointmentAgreed, 6 * DAY)).then("visit-agreed")


def test_one_of_which_no_notice_was_asked_for_yet_is_kept_and_goes_on_as_agreed() -> None:
    life = untold()
    before = life.state
    life.when(unread()).then("unread-record", Held)
    assert is_kept(life)
    life.when(told(AppointmentAgreed, 6 * DAY)).then_nothing("visit-kept")
    life.when(later(hours=1), GIVEN_UP).then("letter-settled", Visiting)
    assert (life.state.stage, life.state.since) == ("agreed", before.since)  # type: ignore[union-attr]
    assert not withdrawn(life)


def test_one_whose_notice_is_asked_for_meanwhile_is_withdrawn_with_it() -> None:
    life = untold().when(unread())
    life.when(wants_text("notice")).then("text-requested")
    life.when(lambda it: told(AppointmentHeld, 6 * DAY)(it)).then("kept-visit-changed", Held)
    assert withdrawn(life) == ["unread-record"]
    assert not is_kept(life)


def test_one_whose_notice_is_out_and_did_not_arrive_yet_is_withdrawn_at_once() -> None:
    life = untold().when(wants_text("notice")).when(unread())
    assert withdrawn(life) == ["unread-record"]


def test_beside_a_version_that_tells_names_at_once_one_that_was_agreed_is_withdrawn_at_once() -> None:
    life = untold()
    life.rules = replace(RULES, format=NAMES_LATER - 1)
    assert withdrawn(life.when(unread())) == ["unread-record"]


@pytest.mark.parametrize("kind", [AppointmentOffered, AppointmentNoticed, AppointmentMoved])
def test_one_for_which_a_text_has_to_go_out_is_withdrawn_at_once(kind: type[Appointment]) -> None:
    life = given(overdue(dpd=70), VISITING, told(AppointmentOffered, 6 * DAY), told(kind, 6 * DAY)).when(unread())
    assert withdrawn(life) == ["unread-record"]


def test_one_whose_time_is_not_known_just_now_is_withdrawn_at_once() -> None:
    life = permitted()
    life.busy = True
    assert withdrawn(life.when(unread())) == ["unread-record"]
    life = permitted()
    life.contacts.clear()
    assert withdrawn(life.when(unread())) == ["unread-record"]


def test_beside_a_version_that_knows_no_kept_visits_it_is_withdrawn_at_once() -> None:
    life = permitted()
    life.rules = replace(RULES, format=KEPT_VISITS - 1)
    assert withdrawn(life.when(unread())) == ["unread-record"]


@pytest.mark.parametrize(
    ("said", "cause", "state"),
    [
        (lambda it: disputes(it.at), "dispute", Held),
        (lambda it: held(it.at), "hold", Held),
        (lambda it: signs_plan(it.at), "plan-signed", Held),
        (lambda it: pays(0, it.at), "paid", Closed),
        (lambda it: pays(40_000, it.at), "part-paid", Held),
        (lambda it: complains(it.at), "hold", Held),
        (lambda it: corrected(it.at), "details-corrected", Held),
        (replies("STOP"), "opted-out", Held),
        (replies("5"), "hardship", Held),
    ],
)
def test_whatever_else_ends_it_ends_it_as_ever(said: Any, cause: str, state: type[Any]) -> None:
    life = permitted().when(unread(), said)
    assert isinstance(life.state, state)
    assert withdrawn(life) == [cause]
    assert not is_kept(life)
    assert "unread-record" in [brake.cause for brake in brakes_of(life.state)]
    life.when(GIVEN_UP)
    assert not isinstance(life.state, Visiting)


@pytest.mark.parametrize(
    ("kind", "again"),
    [
        (AppointmentMoved, ["unread-record"]), (AppointmentHeld, ["unread-record"]),
        (AppointmentKept, ["unread-record"]), (AppointmentCancelled, []), (AppointmentExpired, []),
    ],
)  # fmt: skip
def test_what_changes_the_appointment_ends_it(kind: type[Appointment], again: list[str]) -> None:
    life = permitted().when(unread(), told(kind, 6 * DAY)).then("kept-visit-changed", Held)
    assert withdrawn(life) == again
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-record", "visited"]


def test_what_scheduler_says_of_it_as_it_was_agreed_changes_nothing() -> None:
    life = permitted().when(unread(), told(AppointmentPermitted, 6 * DAY)).then_nothing("visit-kept")
    assert VISIT in life.contacts
    life.when(lambda it: appointment(AppointmentHeld, time=it.at - HOUR)).then_nothing("visit-kept")
    assert is_kept(life)


@pytest.mark.parametrize("said", [told(AppointmentMissed, 6 * DAY), lambda it: ended("promised", time=it.at)])
def test_a_report_from_the_door_ends_it(said: Any) -> None:
    life = permitted().when(unread(), said)
    assert not is_kept(life)
    assert not withdrawn(life)


def test_a_report_of_what_was_settled_before_it_ends_it_and_the_record_still_holds_the_case() -> None:
    life = permitted().when(unread(), lambda it: ended("promised", time=it.at - 40 * DAY))
    life.then("outcome-promised", Held)
    assert not is_kept(life)
    assert [brake.cause for brake in brakes_of(life.state)] == ["unread-record"]


def test_words_that_nobody_understands_do_not_end_it() -> None:
    life = permitted().when(unread(), replies("hm"), later(hours=1), replies("hum"))
    assert is_kept(life)
    assert not withdrawn(life)


def test_who_asks_about_the_code_of_a_kept_visit_does_not_hear_that_there_is_none() -> None:
    life = permitted().when(unread())
    life.questions = (replace(question("notice"), posted_at=life.at),)
    life.when(replies("123456"))
    assert "code-unknown" not in [text.kind for text in life.texts]
    assert is_kept(life)


def test_no_text_goes_out_for_it_meanwhile() -> None:
    life = permitted().when(unread(), wants_text("reminder"), asks("reminder")).then("braked", Held)
    assert is_kept(life)


def test_it_is_said_why_no_other_visit_is_asked_for_and_which_slot_would_fit() -> None:
    life = permitted().when(unread())
    context = DecisionContext(life.at, RULES, life.lookup())
    (answer,) = why_no_visit(life.state, context, life.timers)
    assert not answer.happens
    (slot,) = why_not_slot(window(life.contacts[VISIT].at), life.state, context, life.timers)
    assert slot.happens, "the place that it has already is not counted against it"
