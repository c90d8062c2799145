"""Who refuses visits as such is offered none and visited by none, and a person reads it. Who refuses a time is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.notifier.core.inputs import HoldEnded
from services.notifier.core.no_visits import VISITS_REFUSED
from services.notifier.core.reply_meanings import weighed
from services.notifier.core.state import Brake, Closed, Held, Texting, Visiting, brakes_of, open_visit
from shared.contracts.appointments import AppointmentAgreed, AppointmentOffered, AppointmentPermitted
from shared.contracts.texts import ReplyUnderstood
from shared.contracts.visits import VisitRequested, VisitWithdrawn

from .events import NOW, RULES, appointment, overdue, pays, question, replies
from .given import Scenario, delivered, given, later, looks, until
from .heard import heard

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
OTHER = "c-other"
VISITING = until(lambda life: isinstance(life.state, Visiting))
NEVER = "do not come to my house"
HELD = (Brake(VISITS_REFUSED, None),)


def visited(*stages: Any) -> Scenario:
    """A visit that was asked for, and became what is said of it."""
    life = given(overdue(dpd=70), VISITING)
    for stage in stages:
        life.when(later(minutes=1))
        life.when(appointment(stage, life.at, life.at + 9 * DAY))
    return life


def causes(life: Scenario) -> list[str]:
    return [brake.cause for brake in brakes_of(life.state)]


def whys(life: Scenario) -> list[str]:
    return [row.why for row in life.kept]


@pytest.mark.parametrize(
    "stages",
    [(), (AppointmentOffered,), (AppointmentAgreed,), (AppointmentAgreed, AppointmentPermitted)],
    ids=["requested", "offered", "agreed", "permitted"],
)
def test_a_visit_that_is_offered_or_agreed_is_withdrawn_and_a_person_reads_why(stages: tuple[Any, ...]) -> None:
    life = visited(*stages).when(later(hours=1), replies(NEVER)).then("visits-refused", Held)
    assert brakes_of(life.state) == HELD
    assert [(told.cause, told.no_more_texts) for told in life.published(VisitWithdrawn)] == [("visits-refused", None)]
    assert whys(life) == ["visits-refused"]
    assert "refuses visits as such" in life.decision.why
    assert not any(text.waits for text in life.texts)


def test_a_refusal_of_a_time_asks_for_another_as_ever() -> None:
    life = visited(AppointmentAgreed)
    life = replace(life, questions=(question("notice", posted_at=life.at - HOUR),))
    life.when(later(hours=1), replies("don't come tomorrow")).then("answered-other-time", Visiting)
    assert (life.published(VisitWithdrawn), whys(life)) == ([], [])


def test_no_visit_is_ever_asked_for_again_however_long_ago_they_said_it() -> None:
    life = given(*TEXTED).when(replies(NEVER)).then("visits-refused", Held)
    for _ in range(60):
        life.when(later(days=7), looks).then("still-held", Held)
    assert (life.published(VisitRequested), causes(life)) == ([], ["visits-refused"])
    life.when(replies("ok thanks"), later(days=1), replies("can you come on friday at 10"))
    assert causes(life) == ["visits-refused"]


def test_an_operator_ends_it_and_nothing_else() -> None:
    life = given(*TEXTED).when(replies(NEVER), later(hours=1))
    life.when(HoldEnded(VISITS_REFUSED, "op-1", life.at)).then("hold-ended", Texting)


def test_a_paid_loan_that_is_overdue_again_is_held_again() -> None:
    life = given(*TEXTED).when(replies(NEVER), later(days=1), lambda one: pays(0, one.at)).then("paid", Closed)
    life.when(later(days=30), lambda one: overdue(dpd=20, time=one.at)).then("overdue-again", Held)
    assert causes(life) == ["visits-refused"]


@pytest.mark.parametrize(
    ("words", "also"),
    [
        ("stop texting me and don't come to my house", "opted-out"),
        ("don't come to my house, i can't pay", "hardship"),
        ("my husband died, don't come to my house", "hardship"),
        ("i owe you nothing, don't come to my house", "dispute"),
        ("nobody comes to my door, i will pay on sunday", "promise"),
        ("i paid yesterday, stop coming to my house", "paid-claimed"),
    ],
)  # fmt: skip
def test_beside_another_brake_both_are_on_and_a_person_reads_it(words: str, also: str) -> None:
    life = visited(AppointmentAgreed).when(later(hours=1), replies(words)).then(also, Held)
    assert causes(life) == sorted([also, "visits-refused"])
    assert len(life.published(VisitWithdrawn)) == 1
    assert len(life.kept) == 1


def test_after_a_start_visits_stay_refused() -> None:
    life = visited(AppointmentAgreed).when(later(hours=1), replies("stop texting me and don't come to my house"))
    life.when(later(days=1), replies("START")).then("opted-in", Held)
    assert causes(life) == ["visits-refused"]
    life.when(later(days=90), looks).then("still-held", Held)


def test_that_texts_are_wanted_again_does_not_hide_that_visits_are_not() -> None:
    life = given(*TEXTED).when(
        replies("STOP"), later(days=1), replies("you can text me again but do not come to my house")
    )
    life.then("opted-in", Held)
    assert causes(life) == ["visits-refused"]


@pytest.mark.parametrize(
    ("newer", "words"),
    [
        ("START", "stop texting me and don't come to my house"),
        ("STOP", "you can text me again but do not come to my house"),
    ],
)
def test_a_newer_word_on_texts_overtakes_what_is_said_of_texts_alone(newer: str, words: str) -> None:
    life = visited(AppointmentAgreed).when(later(hours=2), replies(newer))
    life.when(replies(words, time=life.at - HOUR)).then("visits-refused", Held)
    assert causes(life) == sorted(["visits-refused", *(["opted-out"] if newer == "STOP" else [])])
    assert whys(life) == ["visits-refused"]
    life.when(later(days=1), replies("START"))
    assert causes(life) == ["visits-refused"]


def test_that_nobody_needs_to_come_because_it_is_paid_is_a_payment() -> None:
    life = visited(AppointmentAgreed).when(later(hours=1), replies("i paid yesterday, no need to come"))
    life.then("paid-claimed", Held)
    assert causes(life) == ["paid-claimed"]


@pytest.mark.parametrize(
    "words",
    ["don't come to my house, 2 is fine", "2 but don't come to my house", "ok 2. do not come to my house again"],
)
def test_a_window_beside_it_is_never_booked_nor_asked_back(words: str) -> None:
    life = visited(AppointmentOffered)
    life = replace(life, questions=(question("offer", 3, posted_at=life.at - HOUR),))
    life.when(later(minutes=5), replies(words)).then("visits-refused", Held)
    assert [one.kind for told in life.published(ReplyUnderstood) for one in told.meanings] == ["unknown"]
    assert "asked-back" not in [text.kind for text in life.texts]


def test_a_time_of_their_own_beside_it_goes_to_the_person_and_to_no_router() -> None:
    life = visited(AppointmentOffered)
    life = replace(life, questions=(question("offer", 3, posted_at=life.at - HOUR),))
    life.when(later(hours=1), replies("don't come to my house, come to my office on friday 3pm")).then(
        "visits-refused", Held
    )
    (told,) = life.published(ReplyUnderstood)
    assert [(one.kind, one.at) for one in told.meanings] == [("unknown", None)]


def test_it_concerns_every_case_of_the_person_and_is_read_once() -> None:
    life = visited(AppointmentAgreed)
    life = replace(life, questions=(question("offer", 3, OTHER, life.at),))
    life.when(later(hours=1), replies("i can pay nothing, don't come to my house")).then("visits-refused", Held)
    assert (causes(life), whys(life)) == (["visits-refused"], [])
    assert len(life.published(VisitWithdrawn)) == 1
    other = replace(given(*TEXTED), questions=(question("offer", 3, OTHER, NOW),))
    other.when(later(hours=1), replies("don't come tomorrow")).then("concerns-another-case", Texting)


def test_somebody_else_with_the_phone_calls_off_a_visit_by_it_too() -> None:
    life = visited(AppointmentAgreed).when(later(hours=1), replies("i am his sister. don't come to our house"))
    life.then("visits-refused", Held)
    assert open_visit(life.state) is None


def test_beside_the_former_version_it_is_the_hold_that_leaves_in_peace_for_longest() -> None:
    life = given(*TEXTED, rules=replace(RULES, format=8)).when(replies(NEVER)).then("visits-refused", Held)
    assert brakes_of(life.state) == (Brake("hardship", NOW + RULES.hardship),)
    assert whys(life) == ["visits-refused"]
    assert "hardship" not in [text.kind for text in life.texts]


def test_a_dispute_that_the_bank_knows_does_not_hide_it() -> None:
    words = "i owe you nothing, don't come to my house"
    life = given(*TEXTED).when(replies(words), later(minutes=1), replies(words, time=NOW)).then("visits-refused", Held)
    assert causes(life) == ["dispute", "visits-refused"]


def test_it_is_heard_in_a_long_text_beside_a_code_and_beside_a_stop_that_only_the_second_look_finds() -> None:
    filler = "we have always paid everything on time and nobody ever complained about us in all those years. " * 8
    for words in (f"{filler} do not come to my house. {filler}", "code 771204, don't come to my house"):
        assert weighed(heard(words, (question("notice"),), NOW)).no_visits
    both = weighed(heard("you never stop texting me, stop coming to my house", (), NOW))
    assert (both.kinds, both.no_visits) == ({"opt-out"}, True)
