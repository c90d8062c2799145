"""What a reply says reaches the others as it was said: when, to which question, and which numbers are dropped."""

from __future__ import annotations

from datetime import timedelta

import pytest

from services.notifier.core.rules import rules_of
from services.notifier.core.table_writes import Suppress
from shared.contracts.texts import ReplyUnderstood
from shared.decision import Publish
from shared.policy import Pack
from shared.policy.pack import parse_pack
from tests.unit.policy.packs import DEFAULT

from .events import CASE, NOW, PHONE_HASH, corrected, intent, overdue, question, replies
from .given import Scenario, delivered, given

HOUR = timedelta(hours=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))


def passed_on(life: Scenario) -> Publish:
    (told,) = [one for one in life.decision.effects if isinstance(one, Publish) and one.event is ReplyUnderstood]
    return told


def suppressions(life: Scenario) -> list[Suppress]:
    return [effect for effect in life.decision.effects if isinstance(effect, Suppress)]


@pytest.mark.parametrize("words", ["STOP", "START", "wrong number", "5", "not my debt", "who are you", "the dog bites"])
def test_whatever_is_said_is_passed_on_with_the_time_it_was_received(words: str) -> None:
    life = given(*TEXTED).when(replies(words, time=NOW - HOUR))
    told = passed_on(life)
    assert (told.subject, told.time) == (CASE, NOW - HOUR)
    assert told.data.received_at == NOW - HOUR  # type: ignore[attr-defined]


def test_a_former_number_is_passed_on_too() -> None:
    life = given(*TEXTED).when(corrected(NOW + HOUR, phone_hash="b" * 64), replies("wrong number"))
    assert passed_on(life).data.meanings[0].kind == "wrong-number"  # type: ignore[attr-defined]
    assert suppressions(life) == [Suppress("b1", PHONE_HASH, "wrong-number", True, NOW)]


def test_an_answer_names_the_text_it_answers() -> None:
    life = given(*TEXTED, questions=(question("offer", 7),)).when(replies("2"))
    assert passed_on(life).data.question == intent(7)  # type: ignore[attr-defined]


def test_the_case_of_the_question_answers_though_another_comes_first() -> None:
    life = given(*TEXTED, questions=(question("offer", 7),), cases=("a-case", CASE))
    life.when(replies("2")).then("answered-slot")
    life.questions = (question("offer", 7, case="z-case"),)
    life.cases = (CASE, "z-case")
    life.when(replies("2")).then_nothing("concerns-another-case")


def test_an_opt_out_and_its_end_are_of_the_whole_person() -> None:
    life = given(*TEXTED).when(replies("STOP"))
    assert suppressions(life) == [Suppress("b1", "", "opted-out", True, NOW)]
    life.when(replies("START", time=NOW + HOUR))
    assert suppressions(life) == [Suppress("b1", "", "opted-in", False, NOW + HOUR)]


def test_a_start_of_the_very_moment_of_a_stop_does_not_undo_it() -> None:
    given(*TEXTED).when(replies("STOP"), replies("START")).then_nothing("overtaken")
    given(*TEXTED).when(replies("START"), replies("STOP")).then("opted-out")


def test_words_that_only_the_pack_knows_are_an_opt_out_too() -> None:
    life = given(*TEXTED).when(replies("alfine")).then("answered-unknown")
    life.rules = rules_of(_with('words = { value = ["stop"', 'words = { value = ["alfine", "stop"'), NOW.date())
    life.when(replies("alfine")).then("opted-out")


def test_a_pack_without_a_confirmation_confirms_nothing() -> None:
    silent = _with("confirmations_max = { value = 1", "confirmations_max = { value = 0")
    life = given(*TEXTED, rules=rules_of(silent, NOW.date())).when(replies("STOP")).then("opted-out")
    assert not any(text.waits for text in life.texts)


def _with(old: str, new: str) -> Pack:
    assert old in DEFAULT
    return parse_pack(DEFAULT.replace(old, new), "test.toml")
