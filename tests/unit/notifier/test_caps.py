"""Caps hold for texts and visits together, for every stretch of seven days, whichever case of a person is speaking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.authority import Allowed, Forbidden
from services.notifier.core.ledger import POSTED_WITHIN, Contact
from services.notifier.core.rules import rules_of
from services.notifier.core.state import Brake, Closed, Held, Texting, Visiting, brakes_of
from shared.contracts.appointments import (
    AppointmentAgreed,
    AppointmentCancelled,
    AppointmentExpired,
    AppointmentHeld,
    AppointmentMoved,
    AppointmentPermitted,
)  # fmt: skip
from shared.contracts.texts import TextRefused
from shared.contracts.visits import VisitWithdrawn
from shared.policy.pack import parse_pack
from tests.unit.policy.packs import DEFAULT, with_contact

from .events import NOW, VISIT, appointment, overdue, pays, replies, wants_text, wording
from .given import Scenario, asks, delivered, given, later, looks, until
from .test_hours import leaf, verdict

DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))
BACK = (AppointmentCancelled, AppointmentExpired, AppointmentHeld, AppointmentMoved)


def told_elsewhere(*ago: timedelta) -> Callable[[Scenario], None]:
    """Texts about another case of the same person."""

    def tell(life: Scenario) -> None:
        for number, past in enumerate(ago):
            name = f"x{len(life.contacts)}-{number}"
            life.contacts[name] = Contact(name, "another-case", "text", life.at - past, True)

    return tell


def visit_is(
    kind: Any, ahead: timedelta = 4 * DAY, reason: str = "because", keeps_window: bool | None = None
) -> Callable[[Scenario], Any]:
    return lambda life: appointment(kind, time=life.at, start=life.at + ahead, reason=reason, keeps_window=keeps_window)


# Slots of `wants_text`: in four days, in five days and an hour, in six days and two hours.
def test_an_offer_whose_visit_would_be_the_fourth_contact_is_not_sent_and_says_from_when_one_fits() -> None:
    life = given(overdue(), told_elsewhere(2 * DAY, DAY), wants_text(), asks("offer")).then("visit-over-cap", Texting)
    (fate,) = life.published(TextRefused)
    assert (fate.reason, fate.visit, fate.kind) == ("visit-over-cap", VISIT, "offer")
    assert fate.visit_over_cap is True
    assert fate.rule.startswith("contact.caps[0]")
    assert fate.until == NOW + 5 * DAY + POSTED_WITHIN + HOUR  # a week after the first of them, and the crew's way
    assert not life.claims


def test_an_offer_is_sent_when_all_its_visits_fit() -> None:
    given(overdue(), told_elsewhere(4 * DAY, 3 * DAY), wants_text(), asks("offer")).then("text-allowed")


def test_one_slot_that_does_not_fit_is_enough_and_the_last_of_them_says_from_when() -> None:
    life = given(overdue(), told_elsewhere(DAY, HOUR), wants_text(), asks("offer")).then("visit-over-cap")
    assert life.published(TextRefused)[0].until == NOW + 6 * DAY + POSTED_WITHIN + HOUR


def test_a_visit_of_the_person_that_is_near_counts_too() -> None:
    life = given(overdue())
    life.contacts["v-x"] = Contact("v-x", "another-case", "visit", NOW - 20 * DAY, True)
    life.when(wants_text(), asks("offer")).then("visit-over-cap")
    (fate,) = life.published(TextRefused)
    assert fate.rule.startswith("contact.caps[1]")  # one visit in thirty days
    assert fate.until == NOW + 10 * DAY + 3 * HOUR


def test_where_no_visit_is_allowed_at_all_none_is_offered() -> None:
    none = leaf('{ channels = ["visit"], contacts_max = 0, days = 7 }')
    found = verdict(with_contact(caps=f"[{none}]"), said=wording("offer"))
    assert found == Forbidden("visit-over-cap", "contact.caps[0]: test")
    assert isinstance(verdict(with_contact(caps="[]"), said=wording("offer")), Allowed)


def test_an_agreed_visit_is_reserved_and_texts_that_would_make_it_the_fourth_contact_wait() -> None:
    life = given(overdue(dpd=70), VISITING, visit_is(AppointmentAgreed)).then("visit-agreed", Visiting)
    assert life.contacts[VISIT].at == life.at + 4 * DAY
    life.when(told_elsewhere(3 * DAY, 2 * DAY))
    soon = life.at + 2 * DAY
    life.when(wants_text("reminder", 1, not_after=soon), asks("reminder")).then("no-time-left")
    life.when(wants_text("reminder", 2), asks("reminder")).then("cap-reached")
    assert life.timers[f"text:{life.text('reminder').intent}"] == life.at + 4 * DAY + POSTED_WITHIN


@pytest.mark.parametrize("kind", BACK)
def test_what_gives_an_appointment_up_releases_its_place(kind: Any) -> None:
    life = given(overdue(dpd=70), VISITING, visit_is(AppointmentAgreed), visit_is(kind))
    assert VISIT not in life.contacts


def test_another_crew_for_the_same_time_keeps_its_place() -> None:
    life = given(overdue(dpd=70), VISITING, visit_is(AppointmentAgreed))
    life.when(visit_is(AppointmentMoved, keeps_window=True)).then("visit-moved", Visiting)
    assert VISIT in life.contacts
    life.when(visit_is(AppointmentMoved, reason="crew-changed", keeps_window=False)).then("visit-moved", Visiting)
    assert VISIT not in life.contacts


def test_that_the_time_is_kept_was_said_in_the_reason_before() -> None:
    life = given(overdue(dpd=70), VISITING, visit_is(AppointmentAgreed))
    life.when(visit_is(AppointmentMoved, reason="crew-changed")).then("visit-moved", Visiting)
    assert VISIT in life.contacts


@pytest.mark.parametrize("kind", [AppointmentAgreed, AppointmentPermitted])
def test_a_visit_that_became_the_fourth_contact_is_withdrawn_and_its_borrower_left_in_peace(kind: Any) -> None:
    life = given(overdue(dpd=70), VISITING, told_elsewhere(2 * DAY, DAY, HOUR), visit_is(kind))
    life.then("visit-over-cap", Held)
    assert brakes_of(life.state) == (Brake("visited", life.at + 7 * DAY),)
    assert [(it.visit, it.cause) for it in life.published(VisitWithdrawn)] == [(VISIT, "over-cap")]
    assert VISIT not in life.contacts
    assert life.decision.rule.startswith("contact.caps[0]")
    life.when(visit_is(AppointmentCancelled)).then_nothing("visit-over")
    assert life.decision.why == "nothing of the visit is open here any more: the case is held: visited"


def test_what_scheduler_says_before_it_hears_of_the_withdrawal_gives_the_visit_no_place() -> None:
    life = given(overdue(dpd=70), VISITING, told_elsewhere(2 * DAY, DAY, HOUR), visit_is(AppointmentAgreed))
    life.when(visit_is(AppointmentPermitted)).then_nothing("visit-over")
    assert VISIT not in life.contacts


def test_while_another_case_of_the_person_is_decided_the_visit_is_weighed_a_second_later() -> None:
    life = given(overdue(dpd=70), VISITING, told_elsewhere(2 * DAY, DAY, HOUR))
    life.busy = True
    life.when(visit_is(AppointmentPermitted)).then("visit-permitted", Visiting)
    life.when(looks).then_nothing("ledger-busy")
    life.busy = False
    life.when(looks).then("visit-over-cap", Held)
    assert VISIT not in life.contacts


def test_a_visit_that_fits_is_let_be_when_it_is_looked_at() -> None:
    life = given(overdue(dpd=70), VISITING, visit_is(AppointmentPermitted)).then("visit-permitted")
    life.timers["look"] = life.at
    life.when(looks).then("visit-under-way", Visiting)
    del life.contacts[VISIT]  # its place was given up meanwhile
    life.timers["look"] = life.at
    life.when(looks).then("visit-under-way", Visiting)


def test_two_cases_of_one_person_do_not_text_within_an_hour() -> None:
    life = given(overdue(), told_elsewhere(10 * MINUTE), asks("reminder-early")).then("too-soon")
    assert life.timers[f"text:{life.texts[0].intent}"] == NOW + 50 * MINUTE
    assert life.decision.rule.startswith("contact.gap_min")
    life.when(asks("reminder-early")).then("text-allowed")


def test_nor_do_they_thank_at_the_same_minute() -> None:
    life = given(overdue(), delivered("reminder-early"), later(hours=2), told_elsewhere(MINUTE))
    life.when(lambda it: pays(0, it.at), asks("thanks-paid")).then("too-soon", Closed)
    life.when(asks("thanks-paid")).then("text-allowed", Closed)


def test_the_gap_is_between_cases_not_between_an_offer_and_the_next_one_that_was_wished_for() -> None:
    life = given(overdue(), wants_text(), asks("offer"), later(minutes=5), wants_text("offer", 1), asks("offer"))
    life.then("text-allowed")


def test_an_answer_and_a_notice_do_not_wait_for_the_gap() -> None:
    life = given(overdue(), told_elsewhere(MINUTE), wants_text("notice"), asks("notice")).then("text-allowed")
    life.when(replies("5"), asks("hardship")).then("text-allowed")


def test_a_gap_that_is_not_in_force_keeps_nobody_waiting() -> None:
    text = DEFAULT.replace('at once", effective_from = 2000-01-01', 'at once", effective_from = 2100-01-01')
    rules = rules_of(parse_pack(text, "test.toml"), NOW.date())
    given(overdue(), told_elsewhere(MINUTE), asks("reminder-early"), rules=rules).then("text-allowed")
