"""A visit is called by what happened at the door: who refused is not the same as who promised."""

from __future__ import annotations

from typing import get_args

import pytest

from services.console.views.at_the_door import (
    KEPT,
    MET,
    MISSED,
    WORDS,
    appointment_word,
    case_stage_word,
    service_word,
    stage_word,
    visit_word,
)
from services.console.web.appointment_days import ORDER
from services.console.web.tones import STATES, tone_of_state
from services.scheduler.core import visit_day
from shared.contracts.outcomes import OutcomeKind


@pytest.mark.parametrize(
    ("state", "reason", "word", "tone"),
    [
        ("kept", "paid", "paid", "good"),
        ("kept", "promised", "promised", "good"),
        ("kept", "plan-wanted", "plan-wanted", "wait"),
        ("kept", "refused", "refused", "bad"),
        ("kept", "dispute", "disputed", "held"),
        ("kept", "permit-void", "permit-void", "bad"),
        ("missed", "not-home", "nobody-home", "bad"),
        ("missed", "crew-too-late", "nobody-came", "bad"),
        ("cancelled", "paid", "cancelled", ""),
        ("permitted", None, "permitted", "good"),
        (None, None, "", ""),
    ],
)
def test_what_happened_at_the_door_has_a_word_and_a_tone(
    state: str | None, reason: str | None, word: str, tone: str
) -> None:
    assert visit_word(state, reason) == word
    assert tone_of_state(word) == tone


def test_each_outcome_that_a_crew_can_report_has_a_word_with_a_tone_and_a_place_in_lists() -> None:
    assert set(get_args(OutcomeKind)) == {*KEPT, *MISSED} & set(get_args(OutcomeKind))
    assert {code for code in get_args(OutcomeKind) if code in MISSED} == visit_day.MISSED
    assert {visit_day.VOID, visit_day.NO_REPORT} <= {*KEPT, *MISSED}
    words = {word for words in WORDS.values() for word in words.values()}
    assert words <= set(STATES)
    assert words <= set(ORDER)


def test_kept_with_an_outcome_of_a_later_day_stays_kept_and_is_not_called_good() -> None:
    assert visit_word("kept", "sang-a-song") == "kept"
    assert tone_of_state("kept") == ""
    assert {"kept", "refused", "promised"} < MET


def test_a_closed_visit_is_called_by_how_it_ended() -> None:
    assert stage_word("closed", "kept", "refused") == "refused"
    assert stage_word("closed", "expired", "no-answer") == "expired"
    assert stage_word("closed", None, None) == "closed"
    assert stage_word("offered", None, None) == "offered"
    assert appointment_word({"stage": "closed", "how": "missed", "cause": "not-home"}) == "nobody-home"
    assert appointment_word({}) == ""


def test_where_scheduler_is_with_a_closed_visit_is_said_by_what_came_of_it_and_of_others_as_it_is() -> None:
    status = {"appointment": {"stage": "closed", "how": "kept", "cause": "refused"}}
    assert service_word({"service": "scheduler", "state": "closed"}, status) == "refused"
    assert service_word({"service": "notifier", "state": "closed"}, status) == "closed"
    assert service_word({"service": "scheduler", "state": "closed"}, {"appointment": {}}) == "closed"


def test_the_stage_of_a_case_says_no_more_than_that_somebody_was_met() -> None:
    assert case_stage_word("kept") == "met at the door"
    assert case_stage_word("agreed") == "agreed"
