"""Who says yes to a slot that somebody else took meanwhile is offered at once what is still free."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.scheduler.core.state import Asking, Booked, HeldVisit, Offered
from shared.contracts.appointments import AppointmentHeld
from shared.contracts.routing import BookingCancelled, SlotsAsked
from shared.contracts.texts import Meaning, TextRequested

from . import stages
from .events import DAY, HOUR, NOW, RULES, SLOTS, VISIT, chose, offer_delivered, quoted, reply, uncrewed
from .given import Scenario, given, until


def offered(life: Scenario) -> list[str]:
    """The windows of the offer that the last input led to, as the borrower's clock shows them."""
    return [slot.window.local for slot in life.told(TextRequested).wording.slots]


def test_the_router_is_asked_at_once_for_what_is_free_around_it() -> None:
    life = given(*stages.BOOKING).when(uncrewed()).then("slot-gone", Asking)
    asked = life.told(SlotsAsked)
    assert asked.around == SLOTS[0].window.start
    assert asked.earliest <= SLOTS[1].window.start < asked.latest
    assert life.told(BookingCancelled).booking == f"{VISIT}.1"
    assert life.texts() == ["moved"]  # the time was said back, and is not true


def test_the_second_window_that_is_still_free_is_offered_and_can_be_taken() -> None:
    life = given(*stages.BOOKING, uncrewed()).when(quoted(SLOTS[1:], ask=2)).then("slots-offered", Offered)
    assert offered(life) == [slot.window.local for slot in SLOTS[1:]]
    life.when(offer_delivered(2)).when(chose(1, offer=2)).then("slot-chosen", Booked)


def test_without_reasons_from_the_router_it_is_the_same() -> None:
    given(*stages.BOOKING).when(uncrewed(refused=False)).then("slot-gone", Asking)


def test_where_nothing_near_is_free_anything_else_is_asked_for_and_then_they_are_told_and_asked_for_daily() -> None:
    life = given(*stages.BOOKING, uncrewed()).when(quoted((), ask=2)).then("wish-not-served", Asking)
    life.when(quoted((), ask=3)).then("unassigned", HeldVisit)
    assert life.texts() == ["no-slots"]
    assert life.told(AppointmentHeld).reason.code == "unassigned"
    stage = life.case.stage
    assert isinstance(stage, HeldVisit)
    assert stage.look_at == life.at + DAY


def test_who_loses_again_and_again_waits_for_a_person_at_last() -> None:
    life = given(*stages.BOOKING)
    for ask in range(2, 6):
        life.when(uncrewed(version=ask - 1)).then("slot-gone", Asking)
        life.when(quoted(SLOTS, ask=ask)).when(offer_delivered(ask)).when(chose(1, offer=ask)).then(
            "slot-chosen", Booked
        )
    life.when(uncrewed(version=5)).then("many-wishes", HeldVisit)


@pytest.mark.parametrize(
    ("confidence", "reason"), [(0.75, "not-understood"), (0.89, "not-understood"), (0.9, "slot-chosen")]
)
def test_a_slot_that_was_guessed_from_words_is_not_taken(confidence: float, reason: str) -> None:
    life = given(*stages.DELIVERED).when(reply(Meaning(kind="slot", confidence=confidence, digit=1)))
    assert life.decision.reason == reason


def test_what_is_said_on_a_saturday_evening_may_be_said_on_monday() -> None:
    """NOW is a Monday."""
    evening = NOW + 5 * DAY + 12 * HOUR
    life = given(*stages.BOOKING, until(evening), uncrewed(), quoted((), ask=2), quoted((), ask=3))
    told = life.told(TextRequested)
    assert told.kind == "no-slots"
    assert told.not_after - told.not_before > RULES.told_within + timedelta(hours=12)
