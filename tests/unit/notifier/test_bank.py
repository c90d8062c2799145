"""What the bank says, in any order: the newest fact counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.state import Brake, Closed, Held, Texting, Unknown, Visiting, brakes_of
from shared.contracts.texts import TextIntended, TextRefused
from shared.contracts.visits import VisitRequested, VisitWithdrawn

from .events import (
    NOW,
    PHONE_HASH,
    RULES,
    breaks_plan,
    closes,
    corrected,
    dispute_ends,
    disputes,
    ended,
    held,
    lifted,
    overdue,
    pays,
    signs_plan,
)  # fmt: skip
from .given import asks, delivered, given, later, looks, rings, settled, until

DAY = timedelta(days=1)
VISITING = until(lambda life: isinstance(life.state, Visiting))


def test_a_new_overdue_loan_intends_its_first_reminder_in_the_same_decision() -> None:
    life = given(overdue(dpd=1)).then("overdue", Texting)
    (intended,) = life.published(TextIntended)
    assert intended.kind == "reminder-early"
    assert life.timers == {f"text:{intended.intent}": NOW}


def test_a_case_that_enters_late_gets_the_newest_step_only() -> None:
    life = given(overdue(dpd=40))
    assert [text.kind for text in life.texts] == ["reminder-firm"]
    assert life.known.loan.reached == 30


def test_a_loan_that_is_not_yet_a_day_late_waits_for_the_first_step() -> None:
    life = given(overdue(dpd=0))
    assert not life.texts
    assert life.timers["look"] == NOW.replace(hour=9) + DAY


def test_an_older_overdue_event_is_overtaken() -> None:
    given(overdue(), overdue(time=NOW - DAY)).then_nothing("overtaken")


def test_what_was_overdue_longer_ago_than_a_case_is_kept_opens_none() -> None:
    kept = timedelta(days=RULES.limits.retention.cases_days.value)
    life = given(overdue(time=NOW - kept - DAY)).then_nothing("older-than-kept")
    assert isinstance(life.state, Unknown)
    life.when(overdue(time=NOW - kept)).then("overdue", Texting)


def test_of_a_case_that_is_known_an_old_word_is_only_overtaken() -> None:
    given(overdue(), overdue(time=NOW - 5000 * DAY)).then_nothing("overtaken")


def test_a_newer_overdue_event_brings_amount_and_person_up_to_date() -> None:
    life = given(overdue(minor=100), overdue(minor=200, time=NOW + DAY, language="pt")).then("overdue-still")
    assert life.known.loan.amount.minor == 200
    assert life.known.loan.person.language == "pt"


def test_a_payment_that_overtakes_its_overdue_event_closes_the_case_when_that_arrives() -> None:
    life = given(pays(0, NOW)).then("paid-before-overdue", Unknown)
    life.when(overdue(time=NOW - DAY)).then("closed-since", Closed)


def test_a_payment_before_the_overdue_event_does_not_settle_it() -> None:
    given(pays(0, NOW - DAY), overdue(time=NOW)).then("overdue", Texting)


def test_a_part_payment_before_the_overdue_event_is_remembered_with_its_quiet() -> None:
    life = given(pays(700, NOW), overdue(time=NOW - DAY)).then("overdue", Held)
    assert life.known.loan.amount.minor == 700
    assert brakes_of(life.state) == (Brake("part-paid", NOW + 14 * DAY),)


def test_paying_all_closes_and_takes_back_what_waits() -> None:
    life = given(overdue(), pays(0)).then("paid", Closed)
    assert [(fate.kind, fate.reason) for fate in life.published(TextRefused)] == [("reminder-early", "paid")]
    assert not life.timers


def test_who_was_texted_is_thanked_once() -> None:
    life = given(overdue(), delivered("reminder-early"), pays(0)).then("paid", Closed)
    assert life.texts[-1].kind == "thanks-paid"
    assert life.when(pays(0, NOW + DAY)).then("paid-already-closed").texts[-1].status == "intended"


def test_a_payment_that_an_overdue_event_has_overtaken_closes_nothing() -> None:
    given(overdue(time=NOW), pays(0, NOW - DAY)).then_nothing("overtaken")


def test_an_old_part_payment_whose_quiet_is_over_changes_nothing() -> None:
    given(overdue(time=NOW), pays(100, NOW - 20 * DAY)).then_nothing("overtaken")


def test_an_old_part_payment_still_earns_quiet_but_not_an_amount() -> None:
    life = given(overdue(minor=900, time=NOW), pays(100, NOW - DAY)).then("part-paid", Held)
    assert life.known.loan.amount.minor == 900


def test_after_the_quiet_of_a_part_payment_reminders_begin_anew() -> None:
    life = given(overdue(dpd=20), pays(100)).when(looks, looks).then("brake-over", Texting)
    assert [text.kind for text in life.texts if text.waits] == ["reminder-firm"]


def test_a_paid_loan_that_is_overdue_again_is_texted_again() -> None:
    life = given(overdue(), pays(0, NOW), later(days=1), overdue(time=NOW + DAY)).then("overdue-again", Texting)
    assert len(life.published(TextIntended)) == 2


def test_a_newer_payment_that_leaves_something_open_opens_a_paid_case_again() -> None:
    given(overdue(), pays(0, NOW), pays(40, NOW)).then("part-paid", Closed)
    given(overdue(), pays(0, NOW), pays(40, NOW + DAY)).then("part-paid", Held)


def test_a_paid_loan_that_is_overdue_again_while_disputed_is_held() -> None:
    given(overdue(), pays(0, NOW), disputes(NOW), overdue(time=NOW + DAY)).then("overdue-again", Held)


def test_a_loan_that_the_bank_closed_stays_closed_until_it_is_overdue_since() -> None:
    life = given(overdue(), closes(NOW)).then("closed", Closed)
    life.when(overdue(time=NOW)).then("closed-since", Closed)
    assert "written-off" in life.decision.why
    life.when(pays(0, NOW + DAY)).then("paid-already-closed", Closed)
    life.when(closes(NOW)).then_nothing("already-closed")
    life.when(overdue(time=NOW + 2 * DAY)).then("reopened", Texting)
    assert "written-off" in life.decision.why


def test_a_loan_closed_before_it_was_overdue_is_closed_from_the_start() -> None:
    life = given(closes(NOW)).then("closed", Unknown).when(closes(NOW)).then_nothing("already-closed")
    life.when(overdue(time=NOW - DAY)).then("closed-since", Closed)
    assert not life.published(TextIntended)


@pytest.mark.parametrize(
    ("on", "off", "cause"),
    [(signs_plan, breaks_plan, "plan-signed"), (disputes, dispute_ends, "dispute"), (held, lifted, "hold")],
)
def test_a_brake_holds_until_the_bank_releases_it(on, off, cause) -> None:  # type: ignore[no-untyped-def]
    life = given(overdue(), on(NOW)).then(cause, Held)
    assert [text.status for text in life.texts] == ["withdrawn"]
    life.when(looks).then("still-held", Held).when(off(NOW + DAY))
    assert isinstance(life.state, Texting)
    assert life.texts[-1].status == "intended"


@pytest.mark.parametrize(("on", "off"), [(signs_plan, breaks_plan), (disputes, dispute_ends), (held, lifted)])
def test_a_release_that_overtakes_its_brake_wins_by_its_time(on, off) -> None:  # type: ignore[no-untyped-def]
    given(off(NOW), on(NOW - DAY)).then_nothing("overtaken").when(overdue()).then("overdue", Texting)


@pytest.mark.parametrize(("on", "off"), [(signs_plan, breaks_plan), (disputes, dispute_ends), (held, lifted)])
def test_at_the_same_moment_the_brake_wins(on, off) -> None:  # type: ignore[no-untyped-def]
    given(on(NOW), off(NOW)).then_nothing("overtaken").when(overdue()).then("overdue", Held)


def test_a_hold_ends_by_itself_when_it_has_an_end() -> None:
    given(overdue(), held(NOW, until=NOW + 2 * DAY), looks).then("brake-over", Texting)


def test_a_hold_that_was_over_when_it_was_heard_of_holds_nothing() -> None:
    given(overdue(), held(NOW - 2 * DAY, until=NOW - DAY)).then("hold-over", Texting)


def test_a_newer_hold_with_another_end_replaces_the_older() -> None:
    life = given(overdue(), held(NOW), held(NOW + DAY, until=NOW + 3 * DAY)).then("hold", Held)
    assert brakes_of(life.state) == (Brake("hold", NOW + 3 * DAY),)


def test_several_brakes_hold_until_the_last_is_off() -> None:
    life = given(overdue(), disputes(NOW), signs_plan(NOW)).then("plan-signed", Held)
    life.when(dispute_ends(NOW + DAY)).then("dispute-closed", Held)
    life.when(breaks_plan(NOW + DAY)).then("plan-broken", Texting)


def test_corrected_details_are_used_from_then_on() -> None:
    life = given(overdue(), corrected(NOW + DAY, language="pt")).then("details-corrected", Texting)
    assert life.known.loan.person.language == "pt"
    life.when(corrected(NOW)).then_nothing("overtaken")


def test_corrected_details_that_come_first_are_kept() -> None:
    life = given(corrected(NOW, language="pt"), overdue(time=NOW - DAY))
    assert life.known.loan.person.language == "pt"


def test_corrected_details_older_than_the_overdue_event_are_not_used() -> None:
    life = given(corrected(NOW - DAY, language="pt"), overdue(time=NOW))
    assert life.known.loan.person.language == "en"


def test_an_overdue_event_older_than_the_correction_leaves_the_person_alone() -> None:
    life = given(overdue(time=NOW), corrected(NOW + 2 * DAY, language="pt"), overdue(minor=5, time=NOW + DAY))
    assert (life.known.loan.person.language, life.known.loan.amount.minor) == ("pt", 5)


def test_corrected_details_take_back_a_visit_that_was_planned_for_the_former_ones() -> None:
    life = given(overdue(dpd=70), VISITING, corrected(NOW + 60 * DAY)).then("details-corrected", Texting)
    assert [visit.cause for visit in life.published(VisitWithdrawn)] == ["details-corrected"]
    life.when(looks).then("visit-requested", Visiting)
    assert len({visit.visit for visit in life.published(VisitRequested)}) == 2


def test_a_new_address_ends_the_brake_of_a_wrong_one() -> None:
    life = given(overdue(dpd=70), VISITING, ended("address-wrong", NOW + 40 * DAY)).then("outcome-address-wrong", Held)
    life.when(corrected(NOW + 60 * DAY)).then("details-corrected", Texting)


@pytest.mark.parametrize(
    ("brake", "cause"),
    [
        (pays(0, NOW + 90 * DAY), "paid"), (pays(9, NOW + 90 * DAY), "part-paid"),
        (signs_plan(NOW), "plan-signed"), (disputes(NOW), "dispute"), (held(NOW), "hold"), (closes(NOW), "closed"),
    ],
)  # fmt: skip
def test_a_brake_takes_back_the_open_visit(brake, cause) -> None:  # type: ignore[no-untyped-def]
    life = given(overdue(dpd=70), VISITING, brake)
    assert [(visit.cause, visit.no_more_texts) for visit in life.published(VisitWithdrawn)] == [(cause, None)]
    assert not isinstance(life.state, Visiting)


def test_a_claimed_text_is_taken_back_with_its_place_in_the_ledger() -> None:
    life = given(overdue(), asks("reminder-early"), disputes(NOW)).then("dispute", Held)
    assert not life.contacts


def test_what_was_posted_before_the_brake_is_still_followed() -> None:
    life = given(overdue(), asks("reminder-early"), disputes(NOW), settled("reminder-early"))
    assert life.then("text-accepted", Held).texts[0].status == "accepted"


def test_before_the_overdue_event_a_case_only_remembers() -> None:
    life = given(signs_plan(NOW)).then("plan-signed", Unknown)
    assert life.timers["look"] == NOW + 7 * DAY
    life.when(looks).then_nothing("waits-for-overdue")


def test_a_timer_that_rings_after_the_case_was_closed_does_nothing() -> None:
    life = given(overdue(), pays(0))
    life.timers["look"] = NOW
    life.when(rings("look")).then_nothing("already-closed")


def test_a_phone_hash_is_never_in_a_reason() -> None:
    assert PHONE_HASH not in given(overdue()).decision.why
