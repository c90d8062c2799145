"""What a reply says reaches the others as it was said: when, to which question, and which numbers are dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.notifier.core.rules import rules_of
from services.notifier.core.table_writes import Suppress
from shared.contracts.texts import NamedTime, ReplyUnderstood
from shared.decision import Publish
from shared.policy import Pack
from shared.policy.pack import parse_pack
from tests.unit.policy.packs import DEFAULT

from .events import CASE, NOW, PHONE_HASH, RULES, corrected, intent, overdue, question, replies
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


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("can you come at 23:00?", NamedTime(hours=("23:00-23:00",))),
        ("sunday evening", NamedTime(day=date(2026, 11, 29), hours=("18:00-21:00",))),
        ("monday after 7pm", NamedTime(day=date(2026, 11, 30), hours=("19:00-00:00",))),
        ("christmas day please", NamedTime(day=date(2026, 12, 25))),
        ("some other time", None),
        ("4", None),
        ("2", None),
    ],
)
def test_the_day_and_the_hours_that_a_borrower_names_are_passed_on(words: str, named: NamedTime | None) -> None:
    life = given(*TEXTED, questions=(question("offer", 7),)).when(replies(words))
    assert passed_on(life).data.meanings[0].named == named  # type: ignore[attr-defined]


@pytest.mark.parametrize(("times", "hours"), [(8, 16), (9, None)])
def test_of_more_hours_than_anybody_means_none_is_passed_on(times: int, hours: int | None) -> None:
    """Each of these may be in the morning or in the evening."""
    said = [f"{hour}:{minute}" for minute in (10, 20) for hour in range(7, 12)][:times]
    words = "can you come monday at " + " or at ".join(said)
    life = given(*TEXTED, questions=(question("offer", 7),)).when(replies(words, time=NOW + HOUR))
    named = passed_on(life.then("answered-other-time")).data.meanings[0].named  # type: ignore[attr-defined]
    assert (len(named.hours) if named is not None else None) == hours


def test_a_day_of_paying_is_not_passed_on_as_one_for_a_visit() -> None:
    life = given(*TEXTED, questions=(question("offer", 7),)).when(replies("no need to come, I will pay on sunday"))
    meanings = passed_on(life).data.meanings  # type: ignore[attr-defined]
    assert {one.kind for one in meanings} == {"other-time", "promise"}
    assert [one.named for one in meanings] == [None, None]


@pytest.mark.parametrize("former", [2, 3, 4])
def test_beside_a_former_version_what_was_named_is_not_passed_on(former: int) -> None:
    life = given(*TEXTED, questions=(question("offer", 7),), rules=replace(RULES, format=former))
    life.when(replies("can you come at 23:00?"))
    assert [one.named for one in passed_on(life).data.meanings] == [None]  # type: ignore[attr-defined]


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
