"""The gate, the request, and what comes back from the field."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.ledger import Contact
from services.notifier.core.state import Brake, Closed, Held, Texting, Visiting, brakes_of
from shared.contracts.appointments import (
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
from shared.contracts.visits import VisitRequested, VisitWithdrawn

from .events import (
    CASE,
    NOW,
    VISIT,
    appointment,
    complains,
    corrected,
    dispute_ends,
    ended,
    lifted,
    overdue,
    pays,
    replies,
    unread,
    wants_text,
)  # fmt: skip
from .given import asks, given, later, looks, reported, settled, until

DAY = timedelta(days=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))
GATE_ASKED = until(lambda life: life.decision.reason in ("gate-closed", "visit-requested"))


def test_three_delivered_texts_and_a_week_of_silence_lead_to_a_visit() -> None:
    life = given(overdue(dpd=70), VISITING).then("visit-requested", Visiting)
    (wanted,) = life.published(VisitRequested)
    assert wanted.visit == VISIT
    assert wanted.dpd == 91
    assert [reason.code for reason in wanted.reasons] == [
        "long-overdue", "large", "texting-tried", "silence", "visits-apart", "not-suppressed", "switch",
        "visits-not-refused",
    ]  # fmt: skip
    assert wanted.needs.crew_size == 2
    assert life.at == NOW + 21 * DAY


def test_a_young_debt_is_texted_through_the_cadence_before_any_visit() -> None:
    life = given(overdue(dpd=1), VISITING)
    assert (life.at.date() - (NOW.date() - DAY)).days == 67
    assert sum(text.asks for text in life.texts) == 5


def test_the_week_of_silence_counts_from_the_last_reminder_also_while_it_is_on_its_way() -> None:
    """Four were delivered before it; what the carrier has may arrive in a moment."""
    life = given(overdue(dpd=1), until(lambda it: sum(text.asks for text in it.texts) == 5))
    sent = life.when(asks("reminder-last"), settled("reminder-last")).at
    life.when(looks).then("gate-closed", Texting)
    assert "silence: 0 days of silence, at least 7" in life.decision.why
    assert life.timers["look"] == sent + 7 * DAY
    life.when(later(hours=1), reported("reminder-last"), looks).then("gate-closed")
    assert life.timers["look"] == sent + 7 * DAY + timedelta(hours=1)
    life.when(looks).then("visit-requested", Visiting)


def test_a_reminder_that_did_not_arrive_breaks_no_silence() -> None:
    life = given(overdue(dpd=1), until(lambda it: sum(text.asks for text in it.texts) == 5))
    life.when(asks("reminder-last"), settled("reminder-last"), reported("reminder-last", "undelivered", 30008))
    life.when(looks).then("visit-requested", Visiting)


def test_a_small_debt_is_never_visited_and_looked_at_weekly() -> None:
    life = given(overdue(dpd=70, minor=5_000), GATE_ASKED).then("gate-closed", Texting)
    assert "large" in life.decision.why
    at = life.at
    assert life.when(later(days=8), looks).then("gate-closed").timers["look"] > at + 7 * DAY


def test_a_currency_that_the_pack_does_not_know_is_never_visited() -> None:
    given(overdue(dpd=70, currency="NOK"), GATE_ASKED).then("gate-closed", Texting)


def test_a_visit_is_not_asked_for_within_thirty_days_of_another() -> None:
    life = given(overdue(dpd=70))
    life.contacts["v-x"] = Contact("v-x", "another", "visit", NOW + 10 * DAY, False)
    life.when(VISITING)
    assert life.at >= NOW + 40 * DAY


def test_a_thrown_switch_keeps_the_gate_closed() -> None:
    life = given(overdue(dpd=70), stopped=frozenset({"visiting:all"})).when(GATE_ASKED).then("gate-closed")
    life.stopped = frozenset()
    life.when(VISITING)


def test_while_deaf_no_visit_is_asked_for_and_it_is_looked_at_again_in_minutes() -> None:
    life = given(overdue(dpd=70), stopped=frozenset({"visiting:all"})).when(GATE_ASKED).then("gate-closed")
    life.stopped = frozenset({"deaf:loans since 2026-11-24 09:00 UTC"})
    life.when(later(days=8), looks).then("deaf", Texting)
    assert "loans since" in life.decision.why
    assert life.timers["look"] == life.at + timedelta(minutes=5)
    life.stopped = frozenset()
    life.when(looks).then("visit-requested")


def test_somebody_who_opted_out_is_not_visited_either() -> None:
    life = given(overdue(dpd=70), until(lambda it: sum(t.status == "delivered" for t in it.texts) == 3))
    life.suppressed[""] = True
    life.when(later(days=8), looks).then("gate-closed")


def test_while_another_case_of_the_person_is_decided_the_gate_waits() -> None:
    life = given(overdue(dpd=70), until(lambda it: sum(t.status == "delivered" for t in it.texts) == 3))
    life.busy = True
    life.when(later(days=8), looks).then_nothing("ledger-busy")


def test_the_stages_of_a_visit_are_followed_and_the_ledger_reserves_its_window() -> None:
    life = given(overdue(dpd=70), VISITING)
    start = life.at + 6 * DAY
    for number, kind in enumerate(
        (AppointmentOffered, AppointmentMoved, AppointmentAgreed, AppointmentNoticed, AppointmentPermitted)
    ):
        life.when(appointment(kind, time=life.at + timedelta(minutes=number), start=start))
        assert isinstance(life.state, Visiting)
    assert life.contacts[VISIT].at == start
    life.when(appointment(AppointmentHeld, time=life.at + timedelta(hours=1))).then("visit-held", Visiting)
    assert VISIT not in life.contacts
    life.when(appointment(AppointmentOffered, time=life.at)).then_nothing("overtaken")
    life.when(looks).then("visit-under-way", Visiting)


def test_a_window_that_the_bank_missed_is_no_contact_and_no_rest_and_the_next_offer_follows() -> None:
    life = given(overdue(dpd=70), VISITING)
    start = life.at + 6 * DAY
    life.when(appointment(AppointmentPermitted, time=life.at, start=start))
    life.at = start + DAY
    life.when(appointment(AppointmentMoved, time=life.at, start=start, reason="window-missed"))
    life.then("visit-moved", Visiting)
    assert VISIT not in life.contacts
    life.when(wants_text("offer")).then("text-requested", Visiting)


def test_an_appointment_of_another_visit_is_none_of_ours() -> None:
    life = given(overdue(dpd=70), VISITING)
    life.when(appointment(AppointmentKept, visit="v-other")).then_nothing("another-visit")
    life.when(ended("paid", visit="v-other")).then_nothing("another-visit")
    given(appointment(AppointmentKept)).then_nothing("another-visit")
    given(ended("paid")).then_nothing("another-visit")


@pytest.mark.parametrize(
    ("outcome", "cause", "days"),
    [
        ("paid", "paid-claimed", 14), ("promised", "promise", 14), ("plan-wanted", "hardship", 30),
        ("not-home", "visited", 30), ("refused", "visited", 30), ("dispute", "dispute", None),
        ("address-wrong", "address-wrong", None), ("unsafe", "unsafe", None),
    ],
)  # fmt: skip
def test_each_outcome_rests_the_case_as_long_as_it_says(outcome: str, cause: str, days: int | None) -> None:
    life = given(overdue(dpd=70), VISITING, later(days=6))
    life.when(ended(outcome, time=life.at)).then(f"outcome-{outcome}", Held)
    until_ = None if days is None else life.at + days * DAY
    assert brakes_of(life.state) == (Brake(cause, until_),)  # type: ignore[arg-type]
    assert VISIT in life.contacts
    assert not life.published(VisitWithdrawn)


def test_a_plan_that_was_wanted_at_the_door_is_offered_by_text() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: ended("plan-wanted", time=it.at))
    assert life.text("plan-offer").waits
    life.when(lambda it: ended("plan-wanted", time=it.at))
    assert [text.kind for text in life.texts].count("plan-offer") == 1


def test_an_outcome_that_the_bank_has_settled_since_brakes_nothing() -> None:
    life = given(overdue(dpd=70), VISITING, lambda it: dispute_ends(it.at + DAY))
    life.when(lambda it: ended("dispute", time=it.at)).then("outcome-dispute", Texting)
    life = given(overdue(dpd=70), VISITING).when(lambda it: ended("promised", time=it.at - 20 * DAY))
    life.then("outcome-promised", Texting)
    life = given(overdue(dpd=70), VISITING).when(lambda it: ended("not-home", time=it.at - 40 * DAY))
    life.then("outcome-not-home", Texting)


def test_an_outcome_after_the_case_was_closed_only_reaches_the_ledger() -> None:
    life = given(overdue(dpd=70), VISITING, lambda it: pays(0, it.at))
    life.when(lambda it: ended("promised", time=it.at)).then_nothing("already-closed")
    assert VISIT in life.contacts
    life.when(lambda it: appointment(AppointmentMissed, time=it.at)).then_nothing("visit-over")
    assert life.decision.why == "nothing of the visit is open here any more: the case is closed: paid"


def test_an_outcome_and_a_missed_appointment_say_the_same_in_any_order() -> None:
    lives = [given(overdue(dpd=70), VISITING) for _ in range(2)]
    at = lives[0].at
    lives[0].when(ended("not-home", time=at), appointment(AppointmentMissed, time=at + DAY))
    lives[1].when(appointment(AppointmentMissed, time=at + DAY), ended("not-home", time=at))
    assert brakes_of(lives[0].state) == brakes_of(lives[1].state) == (Brake("visited", at + 31 * DAY),)


def test_kept_waits_a_week_for_the_outcome_then_rests() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: appointment(AppointmentKept, time=it.at))
    life.then("visit-kept", Visiting).when(looks).then("outcome-missing", Held)


def test_offers_that_nobody_answers_lead_back_to_texting_after_a_week() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: appointment(AppointmentExpired, time=it.at))
    life.then("offers-unanswered", Held).when(looks).then("brake-over", Texting)
    assert sum(text.asks for text in life.texts) == 1


def test_a_cancelled_visit_leads_back_to_texting() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: appointment(AppointmentCancelled, time=it.at))
    life.then("visit-cancelled", Texting)
    life.when(lambda it: appointment(AppointmentCancelled, time=it.at)).then_nothing("visit-over")
    assert life.decision.why == "nothing of the visit is open here any more: the borrower is texted again"


def test_a_second_visit_has_another_id() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: ended("refused", time=it.at)).when(looks).when(VISITING)
    assert len({wanted.visit for wanted in life.published(VisitRequested)}) == 2


def test_a_complaint_holds_until_an_operator_lifts_it() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: complains(it.at)).then("complaint", Held)
    assert [visit.cause for visit in life.published(VisitWithdrawn)] == ["hold"]
    life.when(lambda it: lifted(it.at + DAY)).then("hold-lifted", Texting)
    life.when(lambda it: complains(it.at)).then_nothing("overtaken")
    given(complains()).then_nothing("no-open-case")


def test_a_reply_while_a_visit_is_open_does_not_move_it() -> None:
    given(overdue(dpd=70), VISITING, replies("who is coming")).then("answered-who", Visiting)


def test_a_missed_visit_after_a_brake_rests_the_case_too() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: corrected(it.at)).then("details-corrected", Texting)
    life.when(lambda it: appointment(AppointmentMissed, time=it.at)).then("visit-missed", Held)


def test_a_visit_missed_long_ago_rests_nothing() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: appointment(AppointmentMissed, time=it.at - 40 * DAY))
    life.then("visit-missed", Texting)


def test_an_address_that_was_corrected_after_the_visit_is_not_held_for() -> None:
    life = given(overdue(dpd=70), VISITING).when(lambda it: corrected(it.at + DAY))
    life.when(lambda it: ended("address-wrong", time=it.at)).then("outcome-address-wrong", Texting)


def test_an_unknown_input_is_none_of_ours() -> None:
    given(overdue(), object()).then_nothing("not-ours")


def test_the_case_of_the_visit_is_closed_while_it_runs() -> None:
    life = given(overdue(dpd=70), VISITING, lambda it: pays(0, it.at))
    assert isinstance(life.state, Closed)
    assert life.known.loan.case == CASE


def test_a_record_that_can_not_be_read_takes_the_open_visit_back() -> None:
    life = given(overdue(dpd=70), VISITING).when(unread()).then("unread-record", Held)
    assert [(visit.visit, visit.cause) for visit in life.published(VisitWithdrawn)] == [(VISIT, "unread-record")]


def test_a_stop_that_another_case_has_heard_takes_the_open_visit_back() -> None:
    life = given(overdue(dpd=70), VISITING).when(wants_text("offer"))
    life.suppressed[""] = True
    life.when(asks("offer")).then("opted-out", Held)
    assert [(visit.visit, visit.cause) for visit in life.published(VisitWithdrawn)] == [(VISIT, "opted-out")]
