"""Brakes: accepted always, and no permit after them. And visits that follow one another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from services.scheduler.core.evolve import EARLY_MAX
from services.scheduler.core.ids import agreed_intent, notice_intent, offer_intent
from services.scheduler.core.state import STATES, Agreed, Asking, Booked, ClosedVisit, HeldVisit, Offered, Permitted
from shared.contracts.appointments import AppointmentCancelled, AppointmentHeld
from shared.contracts.routing import BookingCancelled
from shared.contracts.texts import TextRequested, TextWithdrawn

from . import stages
from .events import (
    HOUR,
    SLOTS,
    VISIT,
    chose,
    crewed,
    ended,
    meant,
    notice_delivered,
    offer_delivered,
    quoted,
    requested,
    withdrawn,
)
from .given import Scenario, given, rings, step


def test_a_payment_cancels_the_booking_the_notice_and_says_so_to_who_had_agreed() -> None:
    life = given(*stages.AGREED).when(withdrawn("paid")).then("paid", ClosedVisit)
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert life.withdraws() == [notice_intent(VISIT, 1), agreed_intent(VISIT, f"{VISIT}.1")]
    text = life.told(TextRequested)
    assert (text.kind, text.wording.window) == ("visit-cancelled", SLOTS[0].window)
    assert life.told(AppointmentCancelled).booking == f"{VISIT}.1"
    assert life.timers == {}


def test_who_had_not_agreed_yet_hears_nothing_and_an_unsent_offer_is_taken_back() -> None:
    life = given(*stages.OFFERED).when(withdrawn("dispute")).then("dispute", ClosedVisit)
    assert life.told(TextWithdrawn).intent == offer_intent(VISIT, 1)
    assert life.told_of() == ["TextWithdrawn", "AppointmentCancelled"]
    assert given(*stages.DELIVERED).when(withdrawn("dispute")).told_of() == ["AppointmentCancelled"]


def test_after_a_brake_a_receipt_gives_no_permit() -> None:
    given(*stages.AGREED, withdrawn("paid")).when(notice_delivered()).then_nothing("already-closed")


@pytest.mark.parametrize("cause", ["opted-out", "wrong-number"])
def test_who_can_not_be_texted_any_more_is_held_for_another_channel(cause: str) -> None:
    life = given(*stages.PERMITTED).when(withdrawn(cause)).then(cause, HeldVisit)
    assert life.told(AppointmentHeld).reason.code == cause
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert not life.texts()
    for said in (chose(2), quoted(), notice_delivered(), crewed(number=3)):
        life.when(said)
        assert not life.decision.accepted
    life.when(withdrawn(cause)).then_nothing("already-braked")


def test_that_no_text_may_be_sent_is_a_field_of_the_event_whatever_its_cause_is_called() -> None:
    told = step(given(*stages.PERMITTED).case, withdrawn("another-word", no_more_texts=True))
    assert isinstance(told.after.stage, HeldVisit)
    given(*stages.PERMITTED).when(withdrawn("opted-out", no_more_texts=False)).then("opted-out", ClosedVisit)


def test_a_brake_that_came_before_its_visit_is_remembered_with_that_field() -> None:
    early = STATES.dump_json(given(withdrawn("another-word", no_more_texts=True)).case)
    assert isinstance(step(STATES.validate_json(early), requested()).after.stage, HeldVisit)


@pytest.mark.parametrize(("cause", "stage"), [("wrong-number", HeldVisit), ("dispute", ClosedVisit)])
def test_a_brake_that_a_version_without_that_field_stored_says_so_in_its_cause(cause: str, stage: type) -> None:
    stored = json.loads(STATES.dump_json(given(withdrawn(cause)).case))
    del stored["early"][0]["no_more_texts"]
    Scenario(STATES.validate_json(json.dumps(stored))).when(requested()).stage(stage)


def test_consent_of_somebody_who_opted_out_is_none() -> None:
    given(*stages.DELIVERED, withdrawn("opted-out")).when(chose(1)).then_nothing("braked")


def test_what_waits_for_another_channel_is_looked_at_weekly_and_given_up_in_the_end() -> None:
    life = given(*stages.DELIVERED, withdrawn("opted-out"))
    for _ in range(12):
        life.when(rings("look-again")).then("still-held", HeldVisit)
    life.when(rings("look-again")).then("held-too-long", ClosedVisit)
    assert life.told_of() == ["AppointmentExpired"]


def test_a_payment_ends_also_what_waits_for_another_channel() -> None:
    given(*stages.DELIVERED, withdrawn("opted-out")).when(withdrawn("paid")).then("paid", ClosedVisit)


@pytest.mark.parametrize("cause", ["opted-in", "number-corrected", "paid", "closed"])
def test_where_nothing_comes_of_it_any_more_it_is_closed_with_that_reason_and_nobody_is_texted(cause: str) -> None:
    life = given(*stages.PERMITTED, withdrawn("opted-out")).when(withdrawn(cause)).then(cause, ClosedVisit)
    said = f"it was held for opted-out, and nothing comes of it any more: {cause}"
    assert (life.decision.why, life.told(AppointmentCancelled).reason.text) == (said, said)
    assert (life.told_of(), life.timers) == (["AppointmentCancelled"], {})
    life.when(withdrawn("opted-out")).then_nothing("already-closed")
    life.when(requested("v-2", by="e-2")).then("slots-asked", Asking)


def test_withdrawn_twice_before_its_request_was_read_it_is_over_at_once() -> None:
    life = given(withdrawn("opted-out", by="e-stop"), withdrawn("opted-in", by="e-start")).when(requested())
    life.then("slots-asked", ClosedVisit)
    assert (life.case.early, life.timers) == ((), {})


def test_what_is_said_while_it_is_held_asks_nobody_for_what_a_start_makes_needless() -> None:
    life = given(*stages.DELIVERED, withdrawn("opted-out"))
    assert life.told(AppointmentHeld).reason.text.endswith("until one may, notice needs another channel")
    life.when(rings("look-again")).then("still-held", HeldVisit)
    assert life.decision.why == (
        "it is held for opted-out: until texts may be sent again, notice needs another channel"
    )


def test_another_request_supersedes_what_waits_for_another_channel() -> None:
    life = given(*stages.PERMITTED, withdrawn("wrong-number")).when(requested("v-2", by="e-2"))
    life.then("slots-asked", Asking)
    assert life.told_of() == ["AppointmentCancelled", "SlotsAsked"]
    assert life.case.past == (VISIT,)


def test_another_visit_follows_a_closed_one_and_the_old_one_is_over() -> None:
    life = given(*stages.ARRIVED, ended("not-home", stages.START + HOUR)).when(requested("v-2", by="e-2"))
    life.then("slots-asked", Asking)
    life.when(requested()).then_nothing("visit-is-over")
    life.when(ended("paid", stages.START + HOUR)).then_nothing("visit-is-over")


def test_another_visit_that_was_requested_before_the_report_was_read_waits_for_it() -> None:
    life = given(*stages.ARRIVED).when(requested("v-2", by="e-2")).then("came-early", Permitted)
    life.when(ended("paid", stages.START + HOUR)).then("paid", Asking)
    assert life.told_of() == ["AppointmentKept", "SlotsAsked"]
    assert not life.case.early


def test_a_brake_that_overtakes_its_request_cancels_it() -> None:
    life = given().when(withdrawn("paid")).then("came-early")
    life.when(requested()).then("slots-asked", ClosedVisit)
    assert life.timers == {}


def test_a_brake_that_came_last_of_all_early_facts_still_beats_them() -> None:
    life = given(quoted(), chose(1), crewed(), notice_delivered(), withdrawn("paid")).when(requested())
    assert "AppointmentPermitted" not in life.then("slots-asked", ClosedVisit).told_of()


def test_facts_that_came_early_find_their_place_when_it_is_there() -> None:
    life = given(chose(1), offer_delivered(), notice_delivered(), crewed())
    assert len(life.case.early) == 4
    life.when(requested()).then("slots-asked", Asking)
    life.when(quoted()).then("slots-offered", Agreed)
    assert len(life.case.early) == 1
    life.when(rings("notice")).then("notice-given", Permitted)
    assert not life.case.early


def test_an_early_receipt_of_a_later_offer_waits_for_it() -> None:
    life = given(*stages.DELIVERED).when(offer_delivered(2)).then("came-early", Offered)
    life.when(rings("offer-expiry")).when(quoted(ask=2)).then("slots-offered", Offered)
    assert set(life.timers) == {"offer-expiry"}


def test_a_report_before_the_receipt_waits_for_the_permit() -> None:
    life = given(*stages.AGREED).when(ended("paid", stages.END)).then("came-early")
    life.when(notice_delivered()).then("permit-complete", ClosedVisit)
    assert life.stage(ClosedVisit).cause == "paid"


def test_early_facts_of_a_visit_that_is_over_are_forgotten() -> None:
    life = given(*stages.ASKING, offer_delivered(9), withdrawn("paid"))
    assert not life.case.early


def test_an_early_fact_that_has_no_place_any_more_is_dropped() -> None:
    life = given(*stages.ASKING, quoted(ask=2), quoted(ask=2, by="e-again")).when(quoted(()))
    life.when(rings("look-again")).then("looked-again", Offered)
    assert not life.case.early


def test_at_most_so_many_early_facts_are_kept_and_brakes_are_not_forgotten() -> None:
    life = given(withdrawn("paid", by="e-brake"), *[offer_delivered(number) for number in range(40)])
    assert len(life.case.early) == EARLY_MAX
    assert life.case.early[0].by == "e-brake"
    for number in range(40):
        life.when(withdrawn("paid", visit=f"v-{number}"))
    assert len(life.case.early) == EARLY_MAX


def test_a_quote_that_was_remembered_leads_on_to_the_booking() -> None:
    life = given(quoted(by="e-quote"), chose(1)).when(requested()).then("slots-asked", Booked)
    assert "then, remembered" in life.decision.why


@pytest.mark.parametrize(
    "before", [stages.ASKING, stages.OFFERED, stages.DELIVERED, stages.BOOKING, stages.AGREED, stages.PERMITTED],
    ids=["asking", "offered", "delivered", "booked", "agreed", "permitted"],
)  # fmt: skip
def test_who_refuses_visits_is_offered_nothing_more_and_no_permit_follows_whatever_is_heard_then(before: Any) -> None:
    life = given(*before).when(meant("unknown")).when(withdrawn("visits-refused"))
    life.then("visits-refused", ClosedVisit)
    assert life.told(AppointmentCancelled).reason.code == "visits-refused"
    for said in (quoted(), offer_delivered(), chose(1), crewed(), notice_delivered(), meant("other-time")):
        life.when(said)
        assert not life.decision.accepted
    assert life.timers == {}
