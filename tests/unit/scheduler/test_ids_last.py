"""Names of texts, questions and bookings are the same in every release: another name would be another text."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from services.scheduler.core.events_out import reason_of
from services.scheduler.core.ids import (
    booking_name,
    booking_number,
    check_code,
    notice_intent,
    offer_intent,
    request_name,
    request_number,
    text_intent,
)
from shared.contracts.routing import SlotsAsked
from shared.contracts.texts import Meaning, TextRequested

from . import stages
from .events import DAY, NOW, VISIT, meant, quoted, reply, uncrewed, wished, withdrawn
from .given import given, rings


def test_names_are_made_of_the_visit_and_a_number() -> None:
    assert offer_intent("v-1", 1) == UUID("29e48841-45ab-59dc-b25d-2fbb35a4ba95")
    assert notice_intent("v-1", 1) == UUID("1b9ad475-85cf-509e-9d31-769588d96486")
    assert text_intent("v-1", "who", "e-1") == UUID("0ab8bed5-9571-58a1-9976-e61f97c49dd0")
    assert (request_name("v-1", 2), booking_name("v-1", 3)) == ("v-1.q2", "v-1.3")
    assert check_code(b"key", "v-1", 1) == "668861"
    assert check_code(b"key", "v-1", 2) != check_code(b"key", "v-2", 1) != "668861"


def test_a_visit_id_that_leaves_no_room_is_hashed_and_its_names_are_still_read() -> None:
    full, longer = "v" * 56, "v" * 57
    assert booking_name(full, 3) == f"{full}.3"
    assert booking_name(longer, 3) != f"{longer}.3"
    assert booking_name("v" * 60, 3) == "v-05748b0338ba53a7baabd20270c4fb28.3"
    for visit in (full, longer):
        assert booking_number(visit, booking_name(visit, 3)) == 3
        assert request_number(visit, request_name(visit, 4)) == 4
        assert booking_number(visit, request_name(visit, 4)) is None
        assert request_number(visit, booking_name(visit, 3)) is None
    assert booking_number("v-1", booking_name("v-2", 1)) is None
    assert booking_number("v-1", "v-1.1234567") is None
    assert booking_number("v-1", "v-1") is None


def test_every_text_that_is_asked_for_has_its_own_name() -> None:
    asked = meant("who")
    who = given(*stages.AGREED).when(asked)
    assert who.told(TextRequested).intent == text_intent(VISIT, "who", asked.id)
    remind = given(*stages.PERMITTED).when(rings("remind"))
    assert remind.told(TextRequested).intent == text_intent(VISIT, "reminder", 1)
    held = given(*stages.AGREED).when(uncrewed())
    assert held.told(TextRequested).intent == text_intent(VISIT, "visit-held", 1)
    over = given(*stages.AGREED).when(withdrawn("paid"))
    assert over.told(TextRequested).intent == text_intent(VISIT, "visit-cancelled", 1)
    none = given(*stages.DELIVERED, wished(), quoted((), ask=2), quoted((), ask=3))
    assert none.told(TextRequested).intent == text_intent(VISIT, "no-slots", 3)


def test_a_reason_fits_its_contract_whatever_it_was_made_of() -> None:
    long = reason_of("a-code", "t" * 500, "r" * 300)
    assert (len(long.text), len(long.rule)) == (400, 200)
    assert reason_of("a-code", "").text == "a-code"


def test_of_several_wishes_the_surest_that_names_a_time_counts() -> None:
    def wish(confidence: float, at: datetime | None) -> Meaning:
        return Meaning(kind="other-time", confidence=confidence, at=at)

    life = given(*stages.DELIVERED).when(
        reply(wish(0.9, None), wish(0.7, NOW + 6 * DAY), wish(0.8, NOW + 7 * DAY), wish(0.5, NOW + 8 * DAY))
    )
    assert life.told(SlotsAsked).around == NOW + 7 * DAY
