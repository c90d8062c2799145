"""A text's way: asked for, weighed at the moment of sending, claimed, settled, reported in any order."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations

import pytest

from services.notifier.core.ledger import POSTED_WITHIN, Contact
from services.notifier.core.state import Brake, Closed, Held, Texting, Unknown, brakes_of
from services.notifier.core.table_writes import WithdrawText
from services.notifier.core.text_status import CARRIER, ENDED, RANK, climbs
from shared.contracts.texts import (
    TextDeferred,
    TextDelivered,
    TextFailed,
    TextIntended,
    TextRefused,
    TextSent,
    TextUncertain,
)  # fmt: skip

from .events import (
    NOW,
    VISIT,
    closes,
    disputes,
    intent,
    overdue,
    pays,
    replies,
    takes_back,
    wants_text,
)  # fmt: skip
from .given import asks, delivered, expired, given, later, looks, reported, rings, settled

DAY, MORNING = timedelta(days=1), NOW.replace(hour=9)


def test_within_hours_a_reminder_is_claimed_at_once_until_the_window_closes() -> None:
    life = given(overdue(), asks("reminder-early")).then("text-allowed", Texting)
    (claim,) = life.claims
    assert (claim.kind, claim.counted, claim.post_before) == ("reminder-early", True, NOW.replace(hour=19))
    assert "look" not in life.timers


def test_a_reminder_decided_at_night_has_the_morning_as_its_moment() -> None:
    night = NOW.replace(hour=20)
    life = given(overdue(time=night), at=night)
    assert [due for kind, due in life.timers.items() if kind.startswith("text:")] == [MORNING + DAY]
    life.when(asks("reminder-early")).then("text-allowed")


def test_a_text_whose_moment_falls_outside_hours_is_deferred_to_the_morning_and_says_so() -> None:
    night = NOW.replace(hour=20)
    life = given(overdue(), at=NOW)
    life.at = night  # it was not looked at in time
    life.when(asks("reminder-early")).then("outside-hours")
    (deferred,) = life.published(TextDeferred)
    assert deferred.until == MORNING + DAY
    assert deferred.rule.startswith("contact.windows[0]")


def test_a_fourth_contact_in_a_week_waits_until_the_first_is_a_week_old() -> None:
    life = given(overdue())
    for number in range(3):
        at = NOW - (6 - number) * DAY
        life.contacts[f"x{number}"] = Contact(f"x{number}", "another-case", "text", at, True)
    life.when(asks("reminder-early")).then("cap-reached")
    assert life.timers[f"text:{life.texts[0].intent}"] == NOW + DAY + POSTED_WITHIN
    life.when(asks("reminder-early")).then("text-allowed")


def test_a_visit_that_lies_ahead_counts_already() -> None:
    life = given(overdue())
    life.contacts["v1"] = Contact("v1", "c2", "visit", NOW + DAY, True)
    life.contacts["v2"] = Contact("v2", "c2", "visit", NOW + 2 * DAY, True)
    life.contacts["t1"] = Contact("t1", "c2", "text", NOW - DAY, True)
    life.when(asks("reminder-early")).then("cap-reached")
    assert life.timers[f"text:{life.texts[0].intent}"] == NOW + 6 * DAY + POSTED_WITHIN


def test_answers_count_against_no_cap() -> None:
    life = given(overdue(), asks("reminder-early"), settled("reminder-early"))
    for number in range(3):
        life.contacts[f"x{number}"] = Contact(f"x{number}", "c2", "text", NOW - DAY, True)
    life.when(replies("5"), asks("hardship")).then("text-allowed")
    assert not life.claims[-1].counted


def test_what_can_not_be_said_in_time_is_not_said() -> None:
    soon = NOW + timedelta(hours=1)
    life = given(overdue(), delivered("reminder-early"), wants_text(not_after=soon), later(hours=8)).when(asks("offer"))
    life.then("too-late")
    assert [(fate.reason, fate.visit) for fate in life.published(TextRefused)] == [("too-late", VISIT)]


def test_what_would_have_to_wait_past_its_time_is_refused_now() -> None:
    life = given(overdue(), delivered("reminder-early"), later(hours=8))
    life.when(wants_text(not_after=NOW + timedelta(hours=9)), asks("offer")).then("no-time-left")


def test_a_switch_defers_and_is_looked_at_again() -> None:
    life = given(overdue(), stopped=frozenset({"sending:region:porto"})).when(asks("reminder-early"))
    life.then("switched-off")
    life.stopped = frozenset()
    life.when(asks("reminder-early")).then("text-allowed")


def test_while_deaf_a_reminder_waits_and_is_looked_at_again() -> None:
    life = given(overdue(), stopped=frozenset({"deaf:loans since 2026-11-24 09:00 UTC"}))
    life.when(asks("reminder-early")).then("deaf")
    life.stopped = frozenset()
    life.when(asks("reminder-early")).then("text-allowed")


def test_while_another_case_of_the_person_is_decided_it_comes_again_in_a_second() -> None:
    life = given(overdue(), busy=True).when(asks("reminder-early")).then_nothing("ledger-busy")
    life.busy = False
    life.when(asks("reminder-early")).then("text-allowed")
    assert life.at == NOW + timedelta(seconds=1)


def test_a_person_who_opted_out_elsewhere_is_not_texted_and_the_case_learns_it() -> None:
    life = given(overdue(), suppressed={"": True}).when(asks("reminder-early")).then("opted-out", Held)
    assert brakes_of(life.state) == (Brake("opted-out", None),)
    life.when(wants_text(), asks("offer")).then("opted-out", Held)


def test_a_number_that_is_not_theirs_is_not_texted_and_the_case_learns_it() -> None:
    life = given(overdue(), suppressed={"a" * 64: True}).when(asks("reminder-early")).then("wrong-number", Held)
    life.when(wants_text(), asks("offer")).then("wrong-number", Held)


def test_an_offer_is_not_sent_while_a_brake_is_on_but_a_cancellation_is() -> None:
    life = given(overdue(), disputes(), wants_text("offer", 1), asks("offer")).then("braked")
    life.when(wants_text("visit-cancelled", 2), asks("visit-cancelled")).then("text-allowed")


def test_a_closed_case_gets_thanks_and_a_cancellation_only() -> None:
    life = given(overdue(), pays(0), wants_text("notice", 1), asks("notice")).then("case-closed", Closed)
    life.when(wants_text("visit-cancelled", 2), asks("visit-cancelled")).then("text-allowed", Closed)


def test_scheduler_gets_every_fate_with_visit_and_version() -> None:
    life = given(overdue(), wants_text("notice", version=4), asks("notice"), settled("notice"), reported("notice"))
    fates = [*life.published(TextSent), *life.published(TextDelivered)]
    assert [(fate.visit, fate.appointment_version, fate.kind) for fate in fates] == [(VISIT, 4, "notice")] * 2
    assert [fate.intent for fate in life.published(TextIntended) if fate.visit] == [intent()]


def test_a_text_is_asked_for_once() -> None:
    given(overdue(), wants_text(), wants_text()).then_nothing("text-known")


def test_a_text_waits_for_its_time() -> None:
    life = given(overdue(), wants_text(not_before=NOW + DAY))
    assert life.timers[f"text:{intent()}"] == NOW + DAY


def test_a_text_for_a_case_that_nobody_knows_is_refused() -> None:
    life = given(wants_text()).then_nothing("unknown-case")
    assert [fate.reason for fate in life.published(TextRefused)] == ["unknown-case"]
    assert isinstance(life.state, Unknown)
    life.when(takes_back()).then_nothing("text-unknown")


def test_scheduler_takes_a_text_back() -> None:
    life = given(overdue(), wants_text(), asks("offer"), takes_back()).then("text-withdrawn")
    assert life.text("offer").status == "withdrawn"
    assert WithdrawText(intent()) in life.decision.effects  # it was claimed, and may be on its way to be posted
    life.when(takes_back()).then_nothing("text-not-waiting")
    assert life.decision.why == "offer: it was taken back before"
    life.when(wants_text()).then_nothing("text-known")


def test_an_intended_text_that_is_taken_back_leaves_no_timer() -> None:
    life = given(overdue(), wants_text(), takes_back())
    assert f"text:{intent()}" not in life.timers


def test_a_text_whose_time_to_be_posted_ran_out_is_weighed_again() -> None:
    life = given(overdue(), asks("reminder-early"), later(hours=8), expired("reminder-early")).then("text-expired")
    assert not life.contacts
    life.when(asks("reminder-early")).then("outside-hours").when(asks("reminder-early")).then("text-allowed")
    assert len(life.claims) == 2
    life.when(settled("reminder-early"), expired("reminder-early")).then_nothing("text-not-waiting")
    assert life.decision.why == "reminder-early: it went out before: accepted"


def test_an_offer_keeps_its_slots_until_the_carrier_has_it() -> None:
    life = given(overdue(), wants_text(), asks("offer"), expired("offer"), asks("offer"))
    assert [claim.slots for claim in life.claims] == [3, 3]
    assert life.when(settled("offer")).text("offer").wording is None


def test_a_rejected_text_is_no_contact() -> None:
    life = given(overdue(), asks("reminder-early"), settled("reminder-early", "rejected", 30006)).then("text-rejected")
    assert not life.contacts
    assert [fate.carrier_code for fate in life.published(TextFailed)] == [30006]
    assert life.timers["look"] > NOW


def test_a_text_in_doubt_is_said_so_and_not_repeated() -> None:
    life = given(overdue(), asks("reminder-early"), settled("reminder-early", "uncertain")).then("text-uncertain")
    assert len(life.published(TextUncertain)) == 1
    assert len(life.contacts) == 1


def test_proof_ends_doubt() -> None:
    life = given(overdue(), asks("reminder-early"), settled("reminder-early", "uncertain"), reported("reminder-early"))
    assert life.then("text-delivered").texts[0].status == "delivered"


def test_the_carrier_knows_of_an_opt_out_that_we_missed() -> None:
    life = given(overdue(), asks("reminder-early"), settled("reminder-early", "rejected", 21610)).then(
        "opted-out", Held
    )
    assert life.suppressed == {"": True}


def test_a_failure_at_the_carriers_was_a_contact() -> None:
    life = given(
        overdue(), asks("reminder-early"), settled("reminder-early"), reported("reminder-early", "undelivered", 30003)
    ).then("text-undelivered")
    assert len(life.contacts) == 1


@pytest.mark.parametrize("order", list(permutations(["settled", "sent", "delivered", "sent"])))
def test_reports_in_any_order_end_the_same(order: tuple[str, ...]) -> None:
    life = given(overdue(), asks("reminder-early"))
    for name in order:
        life.when(settled("reminder-early") if name == "settled" else reported("reminder-early", name))  # type: ignore[arg-type]
    assert life.texts[0].status == "delivered"
    assert len(life.published(TextDelivered)) == 1
    assert len(life.published(TextSent)) <= 1
    assert life.known.loan.texted


def test_a_report_of_a_text_that_is_long_forgotten_is_refused() -> None:
    life = given(overdue())
    life.when(lambda it: reported("reminder-early")(it).__class__(intent(9), "SM1", "sent", None, it.at))
    life.then_nothing("text-forgotten")


def test_ended_texts_are_forgotten_but_for_the_newest() -> None:
    life = given(overdue(dpd=70), delivered("reminder-last"), closes(NOW))
    for number in range(20):
        life.when(wants_text("offer", number), takes_back(number))
    assert sum(text.status in ENDED for text in life.texts) <= 10
    assert len(life.texts) <= 10


def test_timers_of_texts_that_are_gone_do_nothing() -> None:
    life = given(overdue())
    life.timers[f"text:{intent(5)}"] = NOW
    life.timers["nonsense"] = NOW
    life.when(rings(f"text:{intent(5)}")).then_nothing("text-unknown")
    life.when(rings("nonsense")).then_nothing("not-ours")


def test_a_handset_that_is_away_for_weeks_makes_a_number_unreachable() -> None:
    life = given(overdue(dpd=70))
    for _ in range(3):
        life.when(
            asks("reminder-last"), settled("reminder-last"), reported("reminder-last", "undelivered", 30003), looks
        )
    life.then("unreachable", Held)


def test_a_reminder_that_waited_stands_for_the_step_of_the_day_it_goes_out_on() -> None:
    night = NOW.replace(hour=20)
    life = given(overdue(dpd=14, time=night), at=night).when(delivered("reminder-early"))
    assert life.at == MORNING + DAY  # fifteen days past due: the next step is reached
    assert [text.kind for text in life.texts] == ["reminder-early"]
    assert life.timers["look"] == MORNING + 16 * DAY  # thirty days past due


def test_looking_while_a_reminder_waits_changes_nothing() -> None:
    life = given(overdue())
    life.timers["look"] = NOW
    life.when(looks).then_nothing("text-under-way")


def test_looking_before_the_next_reminder_is_due_waits_on() -> None:
    life = given(overdue(), delivered("reminder-early"))
    due_at = life.timers["look"]
    life.timers["look"] = NOW
    life.when(looks).then("not-yet")
    assert life.timers["look"] == due_at


def test_the_lattice_is_a_chain_that_only_climbs() -> None:
    assert sorted(RANK.values()) == list(range(len(RANK)))
    for old in RANK:
        assert not climbs(old, old)
        for new in RANK:
            assert not (climbs(old, new) and climbs(new, old))
    assert set(CARRIER.values()) <= set(RANK)
