"""The borrower hears what happened in the order in which it did: that a time is off before new ones are offered."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.texts import TextKind

from .events import NOW, disputes, intent, overdue, takes_back, wants_text
from .given import Scenario, asks, expired, given, later, rings, settled
from .why_not import no_text, text_of

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
OFF: tuple[TextKind, ...] = ("moved", "visit-held", "visit-cancelled", "missed")


def wanted(first: TextKind, then: TextKind) -> Scenario:
    """Scheduler asks for `first`, then for `then`."""
    return given(overdue(), wants_text(first, 1), wants_text(then, 2))


def timer(number: int) -> str:
    return f"text:{intent(number)}"


@pytest.mark.parametrize("off", OFF)
@pytest.mark.parametrize("promise", ["offer", "agreed", "notice", "on-the-way", "reminder", "no-slots"])
def test_what_takes_a_time_back_is_heard_before_what_promises_another(off: TextKind, promise: TextKind) -> None:
    life = wanted(off, promise)
    life.when(rings(timer(2))).then_nothing("not-its-turn")
    assert life.decision.why == f"{promise}: {off} is to be heard first, and its end looks again"
    life.when(rings(timer(1))).then("text-allowed")
    assert [claim.kind for claim in life.claims] == [off]
    life.timers[timer(2)] = life.at
    life.when(rings(timer(2))).then_nothing("not-its-turn")  # what is allowed may be posted by whoever comes first
    life.when(settled(off)).when(rings(timer(2))).then("text-allowed")
    assert [claim.kind for claim in life.claims] == [off, promise]


@pytest.mark.parametrize("promise", ["notice", "reminder", "on-the-way"])
def test_that_a_time_is_agreed_is_heard_before_who_comes_then(promise: TextKind) -> None:
    life = wanted("agreed", promise).when(rings(timer(1)))
    life.when(rings(timer(2))).then_nothing("not-its-turn")
    life.when(settled("agreed")).when(rings(timer(2))).then("text-allowed")


def test_it_goes_out_at_once_when_the_one_before_it_has_gone_out() -> None:
    life = wanted("agreed", "notice").when(rings(timer(1)), rings(timer(2)), settled("agreed"))
    assert life.timers[timer(2)] == life.at


@pytest.mark.parametrize("status", ["accepted", "uncertain", "rejected"])
def test_however_the_one_before_it_was_posted_it_waits_no_more(status: str) -> None:
    life = wanted("agreed", "notice").when(rings(timer(1)), rings(timer(2)), settled("agreed", status))
    life.when(rings(timer(2))).then("text-allowed")


def test_it_waits_no_more_for_what_was_taken_back() -> None:
    life = wanted("agreed", "notice").when(rings(timer(2)), takes_back(1))
    assert life.timers[timer(2)] == life.at
    life.when(rings(timer(2))).then("text-allowed")


def test_nor_for_what_was_not_sent_in_its_time() -> None:
    life = given(overdue(), wants_text("moved", 1, not_after=NOW + DAY), wants_text("offer", 2)).when(rings(timer(2)))
    life.at = NOW + DAY
    life.when(rings(timer(1))).then("too-late")
    life.when(rings(timer(2))).then("text-allowed")


def test_it_waits_on_for_one_that_nobody_posted_and_that_is_weighed_again() -> None:
    life = wanted("moved", "offer").when(rings(timer(1)), rings(timer(2)), later(hours=8), expired("moved"))
    life.when(rings(timer(2))).then_nothing("not-its-turn")


def test_what_the_borrower_asked_for_and_what_came_before_wait_for_nothing() -> None:
    for first, then in (("offer", "moved"), ("notice", "agreed"), ("moved", "code-unknown"), ("offer", "agreed")):
        life = wanted(first, then)  # type: ignore[arg-type]
        life.when(rings(timer(2))).then("text-allowed")


def test_it_is_not_forgotten_if_nobody_says_what_became_of_the_one_before() -> None:
    life = wanted("moved", "offer").when(rings(timer(1)), rings(timer(2)))
    assert life.timers[timer(2)] == life.text("moved").not_after
    life.at = life.text("moved").not_after
    life.when(rings(timer(2))).then_nothing("not-its-turn")
    assert life.timers[timer(2)] == life.at + SECOND


def test_one_that_is_not_to_go_out_yet_is_not_hurried() -> None:
    life = given(overdue(), wants_text("moved", 1), wants_text("offer", 2, not_before=NOW + DAY), rings(timer(1)))
    life.when(settled("moved"))
    assert life.timers[timer(2)] == NOW + DAY


def test_what_is_taken_back_with_the_one_before_is_not_waked() -> None:
    life = wanted("agreed", "notice").when(rings(timer(2)), disputes())
    assert {timer(1), timer(2)}.isdisjoint(life.timers)


def test_who_asks_why_not_hears_which_is_to_be_heard_first() -> None:
    life: Any = wanted("moved", "offer")
    answer = next(each for each in no_text(life) if each.about == "offer")
    assert (answer.happens, answer.code) == (False, "not-its-turn")
    assert text_of(answer, "not-its-turn") == "moved is to be heard first"
    first = next(each for each in no_text(life) if each.about == "moved")
    assert text_of(first, "not-its-turn") == "nothing else of this case is to be heard first"
    life.when(asks("moved"), settled("moved"))
    assert next(each for each in no_text(life) if each.about == "offer").code == "text-allowed"
