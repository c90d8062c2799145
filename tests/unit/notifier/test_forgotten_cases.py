"""What a case decides when its borrower is forgotten, in every state, and whatever comes afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from services.notifier.core.forgotten import RULE
from services.notifier.core.inputs import BorrowerErased, HoldEnded, ReplyReceived, ReplySettled
from services.notifier.core.lookup import Lookup
from services.notifier.core.state import Closed, Held, State, Texting, Unknown, Visiting, brakes_of, open_visit
from services.notifier.core.table_writes import Suppress
from shared.contracts.visits import VisitWithdrawn
from shared.decision import Decision, DecisionContext, Publish

from .events import NOW, PHONE_HASH, RULES, corrected, disputes, overdue, pays, sealed
from .events import intent as text
from .given import decided, given
from .test_moves import _states

ERASED = BorrowerErased("b1", NOW)


def erased(state: State) -> tuple[Decision[Any], State]:
    decision, after = decided(state, ERASED, DecisionContext(NOW, RULES, Lookup()))
    return decision, after


def test_the_case_is_held_without_an_end_by_a_rule() -> None:
    life = given(overdue()).when(ERASED).then("forgotten-person", Held)
    assert [(brake.cause, brake.until) for brake in brakes_of(life.state)] == [("forgotten-person", None)]
    assert life.decision.rule == RULE
    life.when(ERASED).then_nothing("already-forgotten")
    life.when(HoldEnded("forgotten-person", "op-7", NOW)).then_nothing("hold-stays")


def test_in_whatever_state_no_text_waits_afterwards_and_the_visit_is_called_off_in_silence() -> None:
    seen = set()
    for state in _states():
        decision, after = erased(state)
        if isinstance(state, Unknown) and state.person is None:
            assert decision.reason == "another-person"
            continue
        seen.add(type(state))
        assert "forgotten-person" in {brake.cause for brake in brakes_of(after)}
        assert isinstance(after, Unknown) or not any(text.waits for text in after.loan.texts)
        told: list[Any] = [
            one.data for one in decision.effects if isinstance(one, Publish) and one.event is VisitWithdrawn
        ]
        assert bool(told) == (open_visit(state) is not None)
        assert [(one.cause, one.no_more_texts) for one in told] == [("forgotten-person", True)] * len(told)
    assert {Texting, Visiting, Held, Closed} <= seen


def test_somebody_elses_case_is_left_alone() -> None:
    given(overdue()).when(BorrowerErased("b2", NOW)).then_nothing("another-person")
    given().when(ERASED).then_nothing("another-person")


def test_who_was_only_named_so_far_is_held_when_the_loan_is_overdue() -> None:
    life = given(corrected()).when(ERASED).then("forgotten-person", Unknown)
    assert [brake.cause for brake in brakes_of(life.state)] == ["forgotten-person"]


def test_what_is_owed_still_counts() -> None:
    given(overdue(), ERASED).when(pays(0)).then("paid", Closed)
    given(overdue(), ERASED).when(disputes()).then("dispute", Held)


@pytest.mark.parametrize("name", ["b1", "b-b1"])
def test_a_person_who_was_forgotten_is_not_taken_from_the_bank_again(name: str) -> None:
    for said in (overdue(), corrected()):
        life = given(said, forgotten=frozenset({name}))
        life.then_nothing("forgotten-person")
        assert life.decision.effects == (), "nor is their number named"


@pytest.mark.parametrize(("words", "silent"), [("STOP", True), (None, True), ("I pay tomorrow", False)])
def test_a_reply_that_was_on_its_way_silences_its_number_where_it_may_say_stop(words: str | None, silent: bool) -> None:
    life = given(overdue(), ERASED)
    life.words = {"SM1": words} if words is not None else {}
    life.when(ReplyReceived("SM1", PHONE_HASH, NOW, sealed("words"), forms=("f" * 64,)))
    life.then_nothing("forgotten-number-silenced" if silent else "forgotten-person")
    rows = [row for row in life.decision.effects if isinstance(row, Suppress)]
    assert [(row.borrower, row.phone_hash) for row in rows] == ([("", PHONE_HASH), ("", "f" * 64)] if silent else [])


def test_a_person_settles_nothing_that_they_wrote() -> None:
    settled = ReplySettled(text(7), "hardship", "op-7", NOW, NOW)
    given(overdue(), ERASED).when(settled).then_nothing("forgotten-person")


def test_another_borrower_ends_it_also_under_the_same_number() -> None:
    other = overdue(time=NOW, borrower="b77")
    life = given(overdue(time=NOW), ERASED).when(other)
    assert brakes_of(life.state) == ()
    assert life.decision.accepted
    given(overdue(time=NOW), ERASED).when(overdue(time=NOW)).then("overdue-still", Held)
