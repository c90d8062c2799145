"""Which replies ask about a check code, and that such a reply is asked on to scheduler."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services.notifier.bootstrap import RECIPE, machine
from services.notifier.core.state import Closed, Texting, Visiting
from services.notifier.hearing.check_code import code_in
from shared.contracts.texts import Meaning, ReplyUnderstood
from shared.policy import load_pack

from .events import NOW, RULES, overdue, pays, question, replies
from .given import Scenario, given
from .heard import read
from .test_unread_replies import DAY, TEXTED, VISITING, whys


@pytest.mark.parametrize(
    "words",
    ["482913", " 482913. ", "482 913", "482-913", "code 482913", "they say the code is 482913?", "核对码482913对吗",
     "मेरा कोड 482913", "٤٨٢٩١٣", "４８２９１３", "código: 482913"],
)  # fmt: skip
def test_a_code_alone_or_called_one_is_a_code(words: str) -> None:
    assert code_in(words) == "482913"


@pytest.mark.parametrize(
    "words",
    ["", "1", "48291", "4829130", "i paid 482913", "code", "code 48", "code 4829 or 482913", "call 912 482913",
     "the code 482,913", "paid 100000 on 03/04, code 12", "code 03/04/05 6"],
)  # fmt: skip
def test_an_amount_a_date_or_a_telephone_number_is_none(words: str) -> None:
    assert code_in(words) is None


def test_it_asks_who_comes_about_the_newest_visit_that_was_texted_about() -> None:
    questions = (question("reminder-early", 1), question("notice", 2), question("offer", 3))
    found = read("482913", questions, NOW)
    assert found.meanings == (Meaning(kind="who", confidence=0.99, code="482913"),)
    assert found.question == questions[1]
    assert read("482913", questions[:1], NOW).question == questions[0]
    assert read("482913", (), NOW).question is None


@pytest.mark.parametrize(
    "words",
    ["门口两个人说771204", "門口嗰個人話係771204", "darwaze pe do log hain, 771204 bol rahe hain",
     "they gave me 771204",
     "दरवाज़े पर दो लोग हैं, 771204 बोल रहे हैं", "the man at my door says 771 204 is that right", "is 771204 you",
     "me dieron el 771204", "o rapaz mostrou 771204 é de vocês?", "ils m'ont dit 771204", "mereka bilang 771204",
     "الرجل يقول ٧٧١٢٠٤ هل هو منكم", "ok theyre here. 771-204"],
)  # fmt: skip
def test_said_in_a_sentence_while_a_crew_is_to_come_it_is_a_code(words: str) -> None:
    found = read(words, (question("reminder-early", 1), question("notice", 2)), NOW)
    assert found.meanings == (Meaning(kind="who", confidence=0.99, code="771204"),)


@pytest.mark.parametrize(
    ("words", "kind"),
    [("i paid 150000 yesterday", "paid"), ("₹150000 sent", "paid"), ("150000 rupaye bhej diye", "paid"),
     ("i can pay 150000 on friday", "promise"), ("wrong number 771204", "wrong-number"),
     ("cancel it, 771204", "other-time")],
)  # fmt: skip
def test_an_amount_or_another_thing_said_beside_a_number_is_heard_as_that(words: str, kind: str) -> None:
    found = read(words, (question("notice", 2),), NOW)
    assert [meaning.kind for meaning in found.meanings] == [kind]


@pytest.mark.parametrize("words", ["they gave me 771204 as reference", "my pin code is 560001"])
def test_where_nobody_is_to_come_six_digits_in_a_sentence_are_no_code(words: str) -> None:
    assert all(meaning.code is None for meaning in read(words, (question("reminder-early"),), NOW).meanings)
    assert code_in(words) is None


def test_a_stop_beside_a_code_is_a_stop() -> None:
    assert [meaning.kind for meaning in read("code 482913 stop texting me", (question("notice"),), NOW).meanings] == [
        "opt-out"
    ]


def answers(life: Scenario) -> list[str]:
    return [text.kind for text in life.texts if text.waits]


def noticed(life: Scenario) -> None:
    life.at += DAY
    life.questions = (question("notice", 9, posted_at=life.at),)


def test_scheduler_answers_for_the_visit_that_is_open_and_nobody_else_says_a_word() -> None:
    life = given(overdue(dpd=70), VISITING, noticed).when(replies("482913")).then("answered-who", Visiting)
    (told,) = life.published(ReplyUnderstood)
    assert told.meanings == (Meaning(kind="who", confidence=0.99, code="482913"),)
    assert told.visit is not None
    assert (answers(life), whys(life)) == ([], [])


def test_where_no_visit_is_open_no_code_is_ours_and_a_person_reads_it() -> None:
    life = given(*TEXTED).when(replies("482913")).then("answered-who", Texting)
    assert (answers(life), whys(life)) == (["code-unknown"], ["who"])


def test_each_code_is_answered_also_within_the_same_week() -> None:
    life = given(*TEXTED).when(replies("482913"), replies("482914"))
    assert answers(life) == ["code-unknown", "code-unknown"]


def test_a_closed_case_hears_nothing_and_a_person_does() -> None:
    life = given(*TEXTED, pays(0)).when(replies("482913")).then("answered-who", Closed)
    assert "code-unknown" not in answers(life)
    assert whys(life) == ["who"]


def test_beside_the_former_version_it_is_a_reply_that_a_person_reads() -> None:
    life = given(*TEXTED, rules=replace(RULES, format=2)).when(replies("482913"))
    life.then("answered-who", Texting)
    assert (answers(life), whys(life)) == (["not-understood"], ["who"])
    assert [told.meanings[0].code for told in life.published(ReplyUnderstood)] == [None]
    assert (machine(load_pack("default"), format=2).format, machine(load_pack("default")).format) == (2, 10)
    assert (RECIPE.formats.oldest, RECIPE.formats.newest) == (2, 10)


def test_beside_a_former_version_that_knows_codes_it_is_answered() -> None:
    life = given(*TEXTED, rules=replace(RULES, format=3)).when(replies("482913"))
    assert (answers(life), whys(life)) == (["code-unknown"], ["who"])
