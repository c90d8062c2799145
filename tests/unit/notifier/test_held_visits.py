"""A visit that was withdrawn while no text may be sent is withdrawn once more when nothing can come of it any more.

Until then scheduler holds it for people, so whoever reads that list must not be asked for what is not needed. What each
test tries, others reported: an opt-in that left the old status behind (OneSignal-Android-SDK 1957), one of two reasons
cleared (silent-suite/silentsuite 74), what was settled and stayed on the list (medic/cht-core 1562, opengever.core
5452), what came back to it (nadineproject/nadine 144).
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.formats import HELD_VISITS
from services.notifier.core.inputs import BorrowerErased
from services.notifier.core.state import STATES, Closed, Held, Texting, Visiting, brakes_of
from shared.contracts.appointments import AppointmentAgreed, AppointmentOffered
from shared.contracts.texts import TextRequested
from shared.contracts.visits import VisitRequested, VisitWithdrawn

from .events import (
    NOW,
    RULES,
    VISIT,
    appointment,
    closes,
    corrected,
    dispute_ends,
    disputes,
    ended,
    overdue,
    pays,
    replies,
    wants_text,
)
from .given import Scenario, asks, given, later, settled, until

VISITING = until(lambda life: isinstance(life.state, Visiting))
OTHER_PHONE = "c" * 64
MINUTE = timedelta(minutes=1)


def agreed(**more: Any) -> Scenario:
    return given(overdue(dpd=70), VISITING, told(AppointmentOffered), told(AppointmentAgreed), **more)


def told(event: Any) -> Any:
    return lambda life: appointment(event, life.at)


def writes(words: str) -> Any:
    """The borrower does, a minute later."""

    def said(life: Scenario) -> Any:
        life.at += MINUTE
        return replies(words, life.at)(life)

    return said


def at_its_time(said: Any, **more: Any) -> Any:
    """What the bank says, a minute later."""

    def heard(life: Scenario) -> Any:
        life.at += MINUTE
        return said(time=life.at, **more)

    return heard


def withdrawals(life: Scenario) -> list[tuple[str, str, bool | None]]:
    return [(each.visit, each.cause, each.no_more_texts) for each in life.published(VisitWithdrawn)]


HELD = (VISIT, "opted-out", True)


def test_a_stop_has_it_held_and_the_case_says_which() -> None:
    life = agreed().when(writes("STOP")).then("opted-out", Held)
    assert withdrawals(life) == [HELD]
    assert isinstance(life.state, Held)
    assert life.state.held_visit == VISIT


def test_a_start_ends_it_and_nobody_is_told() -> None:
    life = agreed().when(writes("STOP"))
    texts = len(life.texts)
    life.when(writes("START")).then("opted-in", Texting)
    assert withdrawals(life) == [HELD, (VISIT, "opted-in", None)]
    assert [text.kind for text in life.texts[texts:] if text.visit is not None] == []
    assert life.published(TextRequested) == []


def test_the_payment_and_the_banks_closing_end_it_too() -> None:
    paid = agreed().when(writes("STOP"), at_its_time(pays, outstanding=0)).then("paid", Closed)
    assert withdrawals(paid) == [HELD, (VISIT, "paid", None)]
    closed = agreed().when(writes("STOP"), at_its_time(closes)).then("closed", Closed)
    assert withdrawals(closed) == [HELD, (VISIT, "closed", None)]


@pytest.mark.parametrize("said", [corrected, overdue])
def test_another_number_ends_what_a_wrong_one_held(said: Any) -> None:
    life = agreed().when(writes("you have the wrong number")).then("wrong-number", Held)
    life.when(at_its_time(corrected))
    assert withdrawals(life) == [(VISIT, "wrong-number", True)], "the number is still the wrong one"
    life.when(at_its_time(said, phone_hash=OTHER_PHONE))
    assert withdrawals(life)[1:] == [(VISIT, "number-corrected", None)]


def test_another_person_ends_what_is_held_of_somebody_forgotten() -> None:
    life = agreed().when(BorrowerErased("b1", NOW)).then("forgotten-person", Held)
    life.when(at_its_time(corrected, borrower="b77"))
    assert withdrawals(life) == [(VISIT, "forgotten-person", True), (VISIT, "person-named", None)]


def test_while_something_else_forbids_every_text_it_stays_held() -> None:
    life = agreed().when(writes("you have the wrong number"), writes("STOP"), writes("START"))
    assert {brake.cause for brake in brakes_of(life.state)} == {"wrong-number"}
    assert len(withdrawals(life)) == 1
    life.when(at_its_time(corrected, phone_hash=OTHER_PHONE))
    assert withdrawals(life)[1:] == [(VISIT, "number-corrected", None)]


def test_another_hold_of_the_case_keeps_it_from_nothing() -> None:
    life = agreed().when(writes("STOP"), at_its_time(disputes), writes("START")).then("opted-in", Held)
    assert withdrawals(life) == [HELD, (VISIT, "opted-in", None)]
    assert isinstance(life.state, Held)
    assert life.state.held_visit is None
    life.when(at_its_time(dispute_ends)).then("dispute-closed", Texting)
    assert len(withdrawals(life)) == 2


def test_it_ends_once_however_often_they_change_their_mind() -> None:
    life = agreed().when(writes("STOP"), writes("STOP"), writes("START"), writes("START"), writes("STOP"))
    life.when(writes("START"), at_its_time(pays, outstanding=0))
    assert withdrawals(life) == [HELD, (VISIT, "opted-in", None)]


def test_who_had_no_visit_under_way_withdraws_none() -> None:
    assert withdrawals(given(overdue()).when(writes("STOP"), writes("START"))) == []
    life = agreed().when(lambda life: ended("not-home", life.at), writes("STOP"), writes("START"))
    assert withdrawals(life) == [], "the visit was made before the STOP"


def test_an_overtaken_start_ends_nothing() -> None:
    life = agreed().when(writes("STOP"))
    life.when(replies("START", life.at - 2 * MINUTE))
    assert withdrawals(life) == [HELD]


def test_what_the_carrier_says_of_an_opt_out_counts_like_a_stop() -> None:
    life = agreed().when(wants_text("agreed", 1), asks("agreed"), settled("agreed", "rejected", 21610))
    life.then("opted-out", Held).when(later(hours=1), writes("START"))
    assert withdrawals(life) == [HELD, (VISIT, "opted-in", None)]


def test_after_it_the_gate_asks_for_another_visit_when_it_is_due() -> None:
    life = agreed().when(writes("STOP"), writes("START"), VISITING)
    first, second = life.published(VisitRequested)
    assert first.visit == VISIT != second.visit
    assert len(withdrawals(life)) == 2


def test_beside_a_version_that_can_not_keep_it_a_case_says_what_it_said_then() -> None:
    life = agreed(rules=replace(RULES, format=HELD_VISITS - 1)).when(writes("STOP"))
    assert b"held_visit" not in STATES.dump_json(life.state)
    life.when(writes("START")).then("opted-in", Texting)
    assert withdrawals(life) == [HELD]


def test_what_a_version_of_before_stored_is_read_and_holds_none() -> None:
    life = agreed().when(writes("STOP"))
    stored = json.loads(STATES.dump_json(life.state))
    assert stored.pop("held_visit") == VISIT
    life.state = STATES.validate_json(json.dumps(stored))
    life.when(writes("START")).then("opted-in", Texting)
    assert withdrawals(life) == [HELD]
