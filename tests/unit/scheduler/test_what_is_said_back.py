"""What was agreed is said back at once; what is not true any more is taken back, and the borrower hears of it."""

from __future__ import annotations

from typing import Any

import pytest

from services.scheduler.core.ids import agreed_intent
from services.scheduler.core.state import Agreed, Asking, Booked, HeldVisit
from shared.contracts.texts import TextRequested

from . import stages
from .events import DAY, HOUR, NOW, SLOTS, VISIT, chose, crewed, lost, notice_delivered, uncrewed, wished, withdrawn
from .given import given, later, rings, until

AGREED = agreed_intent(VISIT, f"{VISIT}.1")


def test_the_time_that_was_chosen_is_said_back_before_the_crew_is_known() -> None:
    life = given(*stages.DELIVERED).when(chose(2)).then("slot-chosen", Booked)
    text = life.told(TextRequested)
    assert (text.kind, text.intent, text.on_failure) == ("agreed", AGREED, "drop")
    assert (text.wording.window, text.wording.crew, text.wording.check_code) == (SLOTS[1].window, (), None)
    assert (text.not_before, text.not_after) == (NOW, NOW + DAY)


def test_each_time_that_is_agreed_is_said_back_under_a_name_of_its_own() -> None:
    again = given(*stages.AGREED, wished()).when(chose(2))
    assert again.told(TextRequested).intent == agreed_intent(VISIT, f"{VISIT}.2") != AGREED


GIVEN_UP = [withdrawn("paid"), withdrawn("dispute"), withdrawn("opted-out"), wished(), chose(3)]


@pytest.mark.parametrize("history", [stages.BOOKING, stages.AGREED, stages.IN_DOUBT, stages.PERMITTED])
@pytest.mark.parametrize("gives_up", GIVEN_UP)
def test_it_is_withdrawn_when_it_is_not_true_any_more(history: tuple[Any, ...], gives_up: Any) -> None:
    life = given(*history).when(gives_up)
    assert life.decision.accepted
    assert AGREED in life.withdraws()


def test_it_is_withdrawn_too_when_there_is_no_crew() -> None:
    assert AGREED in given(*stages.BOOKING).when(uncrewed()).withdraws()
    assert AGREED in given(*stages.AGREED).when(uncrewed()).withdraws()


def test_another_crew_takes_it_back_because_its_notice_says_more() -> None:
    life = given(*stages.AGREED).when(crewed("c-1", "c-3", number=2))
    assert AGREED in life.withdraws()
    life.when(wished())
    assert AGREED in life.withdraws()


def test_long_after_the_notice_it_can_not_wait_any_more() -> None:
    assert AGREED not in given(*stages.PERMITTED, later(hours=25)).when(wished()).withdraws()


def test_who_moved_the_visit_is_offered_other_times_and_told_nothing_else() -> None:
    assert given(*stages.PERMITTED).when(wished()).texts() == []


@pytest.mark.parametrize(
    ("history", "said", "reason"),
    [
        (stages.BOOKING, uncrewed(), "slot-gone"),
        (stages.AGREED, rings("notice-deadline"), "notice-not-delivered"),
        (stages.IN_DOUBT, rings("notice-deadline"), "notice-not-delivered"),
        (stages.AGREED, notice_delivered(at=stages.START - 23 * HOUR), "notice-too-late"),
    ],
)
def test_a_visit_that_we_move_is_apologised_for(history: tuple[Any, ...], said: Any, reason: str) -> None:
    life = given(*history).when(said).then(reason, Asking)
    text = life.told(TextRequested)
    assert (text.kind, text.wording.window, text.on_failure) == ("moved", SLOTS[0].window, "drop")


def test_a_crew_that_changes_too_late_moves_a_permitted_visit_with_an_apology() -> None:
    life = given(*stages.PERMITTED, rings("remind")).when(crewed("c-1", "c-3", number=2))
    life.then("no-time-for-notice", Asking)
    assert life.texts() == ["moved"]


def test_a_visit_that_is_held_does_not_promise_another_time() -> None:
    life = given(*stages.PERMITTED).when(uncrewed()).then("unassigned", HeldVisit)
    assert life.texts() == ["visit-held"]
    assert given(*stages.AGREED).when(lost("notice")).then("notice-failed", HeldVisit).texts() == ["visit-held"]


def test_at_night_the_notice_which_waits_for_the_same_morning_says_it_too() -> None:
    near, night = until(stages.START - 42 * HOUR), until(stages.START - 37 * HOUR)
    by_day = given(*stages.BOOKING, near).when(crewed()).then("crew-assigned", Agreed)
    assert (by_day.withdraws(), by_day.texts()) == ([], ["notice"])
    at_night = given(*stages.BOOKING, night).when(crewed()).then("crew-assigned", Agreed)
    assert at_night.withdraws() == [AGREED]
    assert at_night.texts() == ["notice"]
