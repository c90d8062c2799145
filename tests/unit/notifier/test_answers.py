"""What borrowers answer, and what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.state import Brake, Closed, Held, Texting, Visiting, brakes_of
from shared.contracts.texts import ReplyUnderstood, TextIntended
from shared.contracts.visits import VisitWithdrawn
from shared.decision.clocks import APART_MAX

from .events import CASE, NOW, PHONE_HASH, VISIT, corrected, dispute_ends, overdue, pays, question, replies
from .given import delivered, given, later, looks, until

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
VISITING = until(lambda life: isinstance(life.state, Visiting))


def test_an_opt_out_is_confirmed_once_and_then_nothing_is_said() -> None:
    life = given(*TEXTED).when(replies("STOP")).then("opted-out", Held)
    assert life.suppressed == {"": True}
    assert [text.kind for text in life.texts if text.waits] == ["opt-out-confirmed"]
    life.when(delivered("opt-out-confirmed")).then("text-delivered")
    life.when(replies("stop")).then("opted-out")
    assert not any(text.waits for text in life.texts)


def test_an_opt_out_takes_back_the_visit() -> None:
    life = given(overdue(dpd=70), VISITING, replies("no me escribas más")).then("opted-out", Held)
    assert [visit.cause for visit in life.published(VisitWithdrawn)] == ["opted-out"]


def test_only_the_case_of_the_question_confirms_but_all_brake() -> None:
    life = given(*TEXTED)
    life.questions = (question("reminder-firm", case="another"),)
    life.cases = ("another", CASE)
    life.when(replies("STOP")).then("opted-out", Held)
    assert not any(text.waits for text in life.texts)
    assert life.published(ReplyUnderstood)[-1].question is None


def test_without_a_question_the_first_case_of_the_phone_answers() -> None:
    life = given(*TEXTED, cases=("a-case", CASE)).when(replies("hello there")).then_nothing("concerns-another-case")
    life.cases = (CASE, "z-case")
    life.when(replies("hello there")).then("answered-unknown")


def test_an_old_opt_out_does_not_undo_a_newer_start() -> None:
    life = given(*TEXTED).when(replies("START", time=NOW + DAY)).then("opted-in")
    life.when(replies("STOP", time=NOW)).then_nothing("overtaken")


def test_an_opt_out_within_the_difference_of_clocks_counts_against_a_start() -> None:
    started = given(*TEXTED).when(replies("START", time=NOW + DAY)).then("opted-in")
    started.when(replies("STOP", time=NOW + DAY - APART_MAX - SECOND)).then_nothing("overtaken")
    life = started.when(replies("STOP", time=NOW + DAY - APART_MAX)).then("opted-out", Held)
    assert life.suppressed == {"": True}
    assert life.texts[-1].kind == "opt-out-confirmed", "it tells how to get texts again"


def test_what_a_stop_has_overruled_does_not_undo_it_and_a_start_half_a_minute_later_does() -> None:
    life = given(*TEXTED).when(replies("START", time=NOW + DAY)).when(replies("STOP", time=NOW + DAY - APART_MAX))
    life.then("opted-out", Held).when(replies("START", time=NOW + DAY)).then_nothing("overtaken")
    life.when(replies("START", time=NOW + DAY + 30 * SECOND)).then("opted-in", Texting)


def test_start_lets_texts_through_again_and_an_older_one_does_not() -> None:
    life = (
        given(*TEXTED).when(replies("STOP", time=NOW + DAY)).when(replies("START", time=NOW)).then_nothing("overtaken")
    )
    life.when(replies("START", time=NOW + 2 * DAY)).then("opted-in", Texting)
    assert life.suppressed == {"": False}


def test_a_digit_of_a_suppressed_person_is_not_consent() -> None:
    life = given(overdue(dpd=70), VISITING, replies("STOP"))
    life.questions = (question("offer", posted_at=life.at),)
    life.when(replies("1")).then_nothing("opted-out")


def test_a_slot_is_passed_on_with_its_question_and_visit() -> None:
    life = given(overdue(dpd=70), VISITING)
    life.questions = (question("reminder-firm", 1, posted_at=life.at), question("offer", 2, posted_at=life.at))
    life.when(replies("2")).then("answered-slot", Visiting)
    (understood,) = life.published(ReplyUnderstood)
    assert (understood.question_kind, understood.visit, understood.meanings[0].digit) == ("offer", VISIT, 2)


def test_a_wrong_number_is_dropped_and_nothing_is_answered() -> None:
    life = given(*TEXTED).when(replies("wrong number mate")).then("wrong-number", Held)
    assert life.suppressed == {PHONE_HASH: True}
    assert not any(text.waits for text in life.texts)
    life.when(corrected(life.at)).then("details-corrected", Held)
    life.when(corrected(life.at + DAY, phone_hash="b" * 64)).then("details-corrected", Texting)


def test_an_overdue_event_with_a_new_number_ends_the_brake_of_the_wrong_one() -> None:
    life = given(*TEXTED).when(replies("wrong number"))
    life.when(overdue(time=NOW + DAY)).then("overdue-still", Held)
    life.when(overdue(time=NOW + 2 * DAY, phone_hash="b" * 64)).then("overdue-still", Texting)


def test_a_former_number_that_says_wrong_number_holds_nothing() -> None:
    life = given(*TEXTED).when(corrected(NOW + DAY, phone_hash="b" * 64))
    life.when(replies("wrong number")).then("wrong-number-before", Texting)


def test_trouble_paying_holds_for_thirty_days_and_is_answered_once() -> None:
    life = given(*TEXTED).when(replies("5")).then("hardship", Held)
    assert brakes_of(life.state) == (Brake("hardship", NOW + 30 * DAY),)
    assert life.text("hardship").answers == NOW
    life.when(later(days=1), replies("i lost my job")).then("hardship", Held)
    assert brakes_of(life.state) == (Brake("hardship", NOW + 31 * DAY),)
    assert [text.kind for text in life.texts].count("hardship") == 1


def test_a_disputed_debt_is_not_collected_until_the_bank_settles_it() -> None:
    life = given(*TEXTED).when(replies("i dispute this debt")).then("dispute", Held)
    life.when(dispute_ends(NOW + DAY)).then("dispute-closed", Texting)
    life.when(replies("i dispute this debt", time=NOW)).then("answered", Texting)


@pytest.mark.parametrize(("words", "cause"), [("i'll pay on friday", "promise"), ("ya pagué ayer", "paid-claimed")])
def test_a_promise_and_a_claim_earn_two_quiet_weeks(words: str, cause: str) -> None:
    life = given(*TEXTED).when(replies(words)).then(cause, Held)
    life.when(looks, looks).then("brake-over", Texting)
    assert life.at == NOW + 14 * DAY


def test_an_old_promise_whose_quiet_is_over_brakes_nothing() -> None:
    life = given(*TEXTED, later(days=20)).when(replies("i'll pay on friday", time=NOW))
    life.then("answered-promise", Texting)


def test_what_is_not_understood_is_said_once_a_week() -> None:
    life = given(*TEXTED).when(replies("the dog bites")).then("answered-unknown", Texting)
    assert life.text("not-understood").waits
    life.when(delivered("not-understood"), later(days=1), replies("who are you")).then("answered-who")
    assert [text.kind for text in life.texts].count("not-understood") == 1


def test_an_answer_ends_the_round_but_the_cadence_goes_on_a_week_later() -> None:
    life = given(overdue(dpd=70), delivered("reminder-last")).when(replies("the dog bites"))
    assert not any(text.asks for text in life.texts)
    assert life.timers["look"] == NOW + 7 * DAY


def test_words_that_can_not_be_read_any_more_are_unknown() -> None:
    life = given(*TEXTED).when(replies(None)).then("answered-unknown")
    assert life.published(ReplyUnderstood)[0].meanings[0].confidence == 0


def test_a_reply_to_a_closed_case_is_remembered_and_not_answered() -> None:
    life = given(*TEXTED, pays(0)).when(replies("i lost my job")).then("hardship", Closed)
    life.when(replies("the dog bites")).then("answered-unknown", Closed)
    assert {text.kind for text in life.texts} == {"reminder-firm", "thanks-paid"}
    life.when(replies("STOP")).then("opted-out", Closed)
    assert [brake.cause for brake in brakes_of(life.state)] == ["hardship", "opted-out"]
    life.when(replies("START", time=NOW + DAY)).then("opted-in", Closed)


def test_a_reply_before_anything_is_known_is_refused() -> None:
    given(replies("STOP")).then_nothing("unknown-case")


def test_in_a_held_case_what_is_not_understood_goes_to_a_person_only() -> None:
    life = given(*TEXTED).when(replies("5"), replies("the dog bites")).then("answered-unknown", Held)
    assert "not-understood" not in [fate.kind for fate in life.published(TextIntended)]
