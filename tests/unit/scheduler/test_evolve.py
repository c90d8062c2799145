"""State and history: they are written as JSON and read back the same; a change that fits nowhere changes nothing."""

from __future__ import annotations

from typing import get_args

import pytest

from services.scheduler.core import changes as known
from services.scheduler.core.changes import (
    CHANGES,
    AnswerAwaited,
    AskRepeated,
    BookingRepeated,
    CrewSeen,
    OfferDelivered,
    SlotChosen,
    StillHeld,
    VisitClosed,
    VisitReminded,
)
from services.scheduler.core.evolve import evolve
from services.scheduler.core.ids import booking_name, booking_number, offer_intent, request_name, request_number
from services.scheduler.core.inputs import NoticeLoss, NoticeReceipt, OfferLoss, OfferReceipt, aggregate, input_of
from services.scheduler.core.state import STATES, AppointmentState, Booked, ClosedVisit, initial
from services.scheduler.core.visit_values import ArrivalWindow, kept
from shared.contracts.texts import TextDelivered, TextFailed, TextSent
from shared.decision import TimerDue
from shared.runtime.machine import as_json

from . import events, stages
from .events import CASE, NOW, SLOTS, VISIT
from .given import given

HISTORIES = [
    (), stages.ASKING, stages.DELIVERED, stages.BOOKING, stages.AGREED, stages.IN_DOUBT, stages.PERMITTED,
    stages.ARRIVED, stages.EXPIRED, stages.UNASSIGNED,
    (events.chose(1), events.crewed(), events.withdrawn(), events.lost("notice")),
]  # fmt: skip
MISFITS = (
    AnswerAwaited(NOW), AskRepeated(NOW), BookingRepeated(NOW), CrewSeen("arrived", NOW), CrewSeen("departed", NOW),
    VisitReminded(), OfferDelivered(offer_intent(VISIT, 1), NOW, NOW), StillHeld(NOW), VisitClosed("kept", "paid", NOW),
    SlotChosen(kept(SLOTS[0].window, ArrivalWindow), "e-1", NOW),
)  # fmt: skip


@pytest.mark.parametrize("history", HISTORIES, ids=range(len(HISTORIES)))
def test_a_state_is_read_back_as_it_was_written(history: tuple[object, ...]) -> None:
    case = given(*history).case  # type: ignore[arg-type]
    assert STATES.validate_json(STATES.dump_json(case)) == case


def test_every_change_is_read_back_as_it_was_written() -> None:
    seen: set[type] = set()
    for history in HISTORIES:
        life = given()
        for said in history:
            life.when(said)
            for change in life.decision.changes:
                assert CHANGES.validate_json(CHANGES.dump_json(change)) == change
                seen.add(type(change))
    assert seen <= set(get_args(known.AppointmentChange))
    assert len(seen) > 12


@pytest.mark.parametrize("history", HISTORIES, ids=range(len(HISTORIES)))
@pytest.mark.parametrize("change", MISFITS, ids=lambda change: type(change).__name__)
def test_evolve_never_raises(history: tuple[object, ...], change: known.AppointmentChange) -> None:
    assert isinstance(evolve(given(*history).case, change), AppointmentState)  # type: ignore[arg-type]


def test_what_fits_no_stage_changes_nothing() -> None:
    booked = given(*stages.BOOKING).case
    assert isinstance(booked.stage, Booked)
    assert evolve(booked, AskRepeated(NOW)) == booked
    assert evolve(initial(CASE), VisitClosed("kept", "paid", NOW)) == initial(CASE)
    assert evolve(initial(CASE), VisitReminded()) == initial(CASE)


def test_what_is_closed_learns_of_an_arrival_and_nothing_else() -> None:
    closed = given(*stages.PERMITTED, events.withdrawn()).case
    assert evolve(closed, CrewSeen("departed", NOW)) == closed
    stage = evolve(closed, CrewSeen("arrived", NOW)).stage
    assert isinstance(stage, ClosedVisit)
    assert stage.arrived_at == NOW


def test_a_closed_visit_keeps_nothing_personal() -> None:
    case = given(*stages.ARRIVED, events.ended("paid", stages.END)).case
    written = STATES.dump_json(case).decode()
    assert "box" not in written


def test_only_what_concerns_a_visit_of_ours_reaches_a_case() -> None:
    assert aggregate(events.requested()) == CASE
    assert aggregate(events.offer_delivered()) == CASE
    assert aggregate(events.text(TextDelivered, "reminder", 1)) is None
    assert aggregate(events.text(TextDelivered, "offer", 1, visit=None)) is None
    assert aggregate(events.text(TextFailed, "reminder", 1)) is None
    assert aggregate(events.text(TextFailed, "offer", 1, visit=None)) is None
    assert aggregate(events.text(TextSent, "offer", 1)) is None
    assert aggregate(events.reply(visit=None)) is None
    assert input_of(events.reply(visit=None)) is None
    assert input_of(events.text(TextSent, "offer", 1)) is None


def test_what_is_nothing_of_a_visit_is_no_input() -> None:
    for said in (TimerDue("no-timer-of-ours", NOW), events.text(TextSent, "offer", 1)):
        assert input_of(said) is None
    assert input_of(events.text(TextDelivered, "offer", 1, visit=None)) is None
    assert input_of(events.text(TextFailed, "offer", 1, visit=None)) is None


@pytest.mark.parametrize("visit", ["v-1", "v" * 56, "v" * 57, "v" * 64, "a.7", "a.q7"])
def test_numbers_come_back_out_of_names_that_fit(visit: str) -> None:
    assert request_number(visit, request_name(visit, 12)) == 12
    assert booking_number(visit, booking_name(visit, 3)) == 3
    assert max(len(request_name(visit, 99_999)), len(booking_name(visit, 99_999))) <= 64
    assert request_number(visit, booking_name(visit, 3)) is None
    assert booking_number(visit, request_name(visit, 3)) is None
    assert booking_number("another", booking_name(visit, 3)) is None


def test_what_came_early_is_told_apart_by_its_text_when_it_is_read_back() -> None:
    early = given(events.offer_delivered(), events.lost("notice"), events.lost("offer"), events.notice_delivered()).case
    assert [type(one) for one in STATES.validate_json(as_json(early)).early] == [
        OfferReceipt,
        NoticeLoss,
        OfferLoss,
        NoticeReceipt,
    ]


def test_a_document_that_says_no_stage_is_no_state_and_none_is_made_up() -> None:
    with pytest.raises(ValueError, match="missing required field `stage`"):
        STATES.validate_json('{"case": "case-1"}')
