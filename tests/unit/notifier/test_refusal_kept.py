"""A refusal of visits is kept with the person: a loan that is overdue later is texted about, and nobody is sent."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.core.inputs import HoldEnded
from services.notifier.core.no_visits import VISITS_REFUSED
from services.notifier.core.state import Brake, Held, Texting, Unknown, Visiting, brakes_of
from services.notifier.core.table_writes import VISITS
from shared.contracts.appointments import AppointmentAgreed, AppointmentOffered
from shared.contracts.texts import ReplyUnderstood
from shared.contracts.visits import VisitRequested, VisitWithdrawn

from .events import CASE, NOW, RULES, appointment, corrected, overdue, pays, question, replies
from .given import Scenario, delivered, given, later, looks, until

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NEVER = "do not come to my house"
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
VISITING = until(lambda life: isinstance(life.state, Visiting))
AT_THE_GATE = until(lambda life: life.decision.reason in (VISITS_REFUSED, "visit-requested"))
HELD = (Brake(VISITS_REFUSED, None),)


def refused_before(*also: object) -> Scenario:
    """A case in which they said it."""
    return given(*TEXTED, later(hours=1), replies(NEVER), *also)


def later_loan(first: Scenario, **more: object) -> Scenario:
    """Another loan of the same person, of which nothing was known when they said it."""
    return replace(Scenario(suppressed=first.suppressed), at=first.at + 90 * DAY, **more)  # type: ignore[arg-type]


def ends(life: Scenario) -> HoldEnded:
    return HoldEnded(VISITS_REFUSED, "op-1", life.at)


def test_a_loan_that_is_overdue_later_is_texted_about_and_held_where_a_visit_would_be_asked_for() -> None:
    life = later_loan(refused_before())
    life.when(overdue(dpd=70, time=life.at), AT_THE_GATE).then(VISITS_REFUSED, Held)
    assert [text.kind for text in life.texts if text.status == "delivered"] == ["reminder-last"] * 3
    assert (brakes_of(life.state), life.published(VisitRequested)) == (HELD, [])
    assert life.decision.why == "the borrower refused visits as such before: none is asked for, and a person decides"
    assert "refuses visits" in life.decision.rule
    for _ in range(20):
        life.when(later(days=7), looks).then("still-held", Held)


def test_without_a_refusal_the_same_loan_asks_for_a_visit() -> None:
    life = later_loan(given(*TEXTED))
    life.when(overdue(dpd=70, time=life.at), AT_THE_GATE).then("visit-requested", Visiting)


def test_a_case_that_the_gate_does_not_let_through_is_not_held_for_it() -> None:
    life = later_loan(refused_before(), stopped=frozenset({"visiting:all"}))
    life.when(overdue(dpd=70, time=life.at), until(lambda one: "switch: " in one.decision.why))
    life.when(later(days=7), looks).then("gate-closed", Texting)
    assert "visits-not-refused: the borrower refuses visits as such" in life.decision.why


def test_who_wants_neither_texts_nor_visits_is_told_both() -> None:
    life = later_loan(refused_before())
    life.when(overdue(dpd=70, time=life.at), until(lambda one: "silence" in one.decision.why))
    life.suppressed[""] = True
    life.when(later(days=7), looks).then("gate-closed", Texting)
    assert life.decision.why.endswith("visits-not-refused: the borrower refuses visits as such")


@pytest.mark.parametrize(
    "words",
    [
        NEVER,
        "stop texting me and don't come to my house",
        "don't come to my house, i can't pay",
        "i paid yesterday, stop coming to my house",
    ],
)
def test_it_is_kept_whatever_else_the_reply_says(words: str) -> None:
    life = given(*TEXTED).when(replies(words))
    assert life.suppressed[VISITS]


def test_it_is_kept_beside_a_start_and_beside_a_stop_that_something_newer_overtook() -> None:
    both = given(*TEXTED, replies("STOP"), later(days=1), replies("you can text me again but do not come to my house"))
    assert both.suppressed == {"": False, VISITS: True}
    late = given(*TEXTED, later(hours=2), replies("START"))
    late.when(replies("stop texting me and don't come to my house", time=late.at - HOUR))
    assert late.suppressed == {"": False, VISITS: True}


def test_a_start_is_about_texts_and_a_refused_time_about_that_time() -> None:
    assert refused_before(later(days=1), replies("START")).suppressed[VISITS]
    assert VISITS not in given(*TEXTED, later(hours=1), replies("don't come tomorrow")).suppressed
    assert VISITS not in given(*TEXTED, later(hours=1), replies("wrong number")).suppressed


def test_what_was_said_of_another_case_is_kept_here_too() -> None:
    life = replace(given(*TEXTED), questions=(question("offer", 3, "c-other", NOW),))
    life.when(later(hours=1), replies(NEVER)).then(VISITS_REFUSED, Held)
    assert life.suppressed[VISITS]


def test_the_end_of_the_hold_is_its_end_for_the_person() -> None:
    first = refused_before(later(days=1), ends).then("hold-ended", Texting)
    assert first.decision.why == "ended by the operator op-1: visits-refused, for every loan of this person"
    life = later_loan(first)
    life.when(overdue(dpd=70, time=life.at), AT_THE_GATE).then("visit-requested", Visiting)


def test_it_can_be_ended_at_the_later_loan_and_is_kept_again_when_they_say_it_again() -> None:
    life = later_loan(refused_before())
    life.when(overdue(dpd=70, time=life.at), AT_THE_GATE, later(days=1), ends).then("hold-ended", Texting)
    life.when(VISITING).then("visit-requested", Visiting)
    life.when(later(hours=1), replies(NEVER)).then(VISITS_REFUSED, Held)
    assert life.suppressed[VISITS]


def test_who_lets_only_texts_go_on_lets_nobody_be_visited_for_a_later_loan() -> None:
    first = replace(refused_before(), stopped=frozenset({f"visiting:case:{CASE}"}))
    first.when(later(days=1), ends).then("hold-ended", Texting)
    assert first.decision.why == "ended by the operator op-1: visits-refused, so that texts go on: visits stay refused"
    assert first.suppressed[VISITS]
    elsewhere = replace(refused_before(), stopped=frozenset({"visiting:case:c-another", "visiting:all"}))
    assert not elsewhere.when(later(days=1), ends).suppressed[VISITS]


def test_the_end_of_another_hold_leaves_it() -> None:
    life = refused_before(replies("i can't pay"), lambda one: HoldEnded("hardship", "op-1", one.at))
    assert life.suppressed[VISITS]


def test_a_refusal_before_the_loan_is_overdue_is_kept_and_the_case_begins_held() -> None:
    life = given(corrected(NOW - HOUR)).when(replies(NEVER)).then(VISITS_REFUSED, Unknown)
    assert (brakes_of(life.state), life.suppressed) == (HELD, {VISITS: True})
    assert [row.why for row in life.kept] == [VISITS_REFUSED]
    life.when(later(days=40), lambda one: overdue(dpd=70, time=one.at)).then("overdue", Held)
    assert brakes_of(life.state) == HELD
    life.when(later(days=1), ends, VISITING).then("visit-requested", Visiting)


def test_before_the_loan_is_overdue_it_is_ended_as_any_other_time() -> None:
    life = given(corrected(NOW - HOUR)).when(replies(NEVER), later(days=1), ends).then("hold-ended", Unknown)
    assert (brakes_of(life.state), life.suppressed) == ((), {VISITS: False})


@pytest.mark.parametrize(
    ("words", "reason", "causes", "suppressed"),
    [
        ("stop texting me and don't come to my house", "opted-out", ["opted-out", VISITS_REFUSED], True),
        ("you can text me again but do not come to my house", "opted-in", [VISITS_REFUSED], False),
    ],
)
def test_before_the_loan_is_overdue_both_words_of_one_text_are_remembered(
    words: str, reason: str, causes: list[str], suppressed: bool
) -> None:
    life = given(corrected(NOW - HOUR)).when(replies(words)).then(reason, Unknown)
    assert [brake.cause for brake in brakes_of(life.state)] == causes
    assert life.suppressed == {"": suppressed, VISITS: True}


def test_before_the_loan_is_overdue_a_newer_word_about_texts_overtakes_no_refusal() -> None:
    life = given(corrected(NOW - 2 * DAY), replies("START"))
    life.when(replies("stop texting me and don't come to my house", time=NOW - HOUR)).then(VISITS_REFUSED, Unknown)
    assert (brakes_of(life.state), life.suppressed) == (HELD, {"": False, VISITS: True})


@pytest.mark.parametrize("words", ["wrong number, don't come to my house", "don't come tomorrow"])
def test_before_the_loan_is_overdue_nothing_else_is_remembered(words: str) -> None:
    life = given(corrected(NOW - HOUR)).when(replies(words)).then_nothing("unknown-case")
    assert life.suppressed == {}


def test_of_whom_nothing_is_known_nothing_is_remembered() -> None:
    given(replies(NEVER)).then_nothing("unknown-case")


def test_a_paid_loan_that_is_overdue_again_after_the_end_is_not_held_again() -> None:
    life = refused_before(later(days=1), lambda one: pays(0, one.at), later(days=1), ends)
    life.when(later(days=30), lambda one: overdue(dpd=70, time=one.at)).then("overdue-again", Texting)


def test_a_visit_of_theirs_under_another_number_is_withdrawn_as_it_is_agreed() -> None:
    life = given(overdue(dpd=70), VISITING)
    life.when(later(minutes=1), lambda one: appointment(AppointmentOffered, one.at))
    life.suppressed[VISITS] = True
    life.when(later(hours=1), lambda one: appointment(AppointmentAgreed, one.at, one.at + 9 * DAY))
    life.then(VISITS_REFUSED, Held)
    assert [brake.cause for brake in brakes_of(life.state)] == ["visited", VISITS_REFUSED]
    assert len(life.published(VisitWithdrawn)) == 1


def test_a_visit_that_was_agreed_before_is_withdrawn_when_the_case_is_looked_at() -> None:
    life = given(overdue(dpd=70), VISITING)
    life.when(later(hours=1), lambda one: appointment(AppointmentAgreed, one.at, one.at + 9 * DAY))
    life.suppressed[VISITS] = True
    life.when(looks).then(VISITS_REFUSED, Held)
    assert len(life.published(VisitWithdrawn)) == 1


def test_beside_the_former_version_the_later_loan_is_held_as_trouble_paying() -> None:
    life = later_loan(refused_before(), rules=replace(RULES, format=8))
    life.when(overdue(dpd=70, time=life.at), AT_THE_GATE).then(VISITS_REFUSED, Held)
    assert brakes_of(life.state) == (Brake("hardship", life.at + RULES.hardship),)


@pytest.mark.parametrize(
    ("newer", "words"),
    [
        ("START", "stop texting me and don't come to my house"),
        ("STOP", "you can text me again but do not come to my house"),
    ],
)
def test_a_refusal_beside_an_overtaken_word_is_passed_on_without_that_word(newer: str, words: str) -> None:
    life = given(*TEXTED, later(hours=2), replies(newer))
    said = len(life.published(ReplyUnderstood))
    life.when(replies(words, time=life.at - HOUR)).then(VISITS_REFUSED, Held)
    (told,) = life.published(ReplyUnderstood)[said:]
    assert [one.kind for one in told.meanings] == ["unknown"]
