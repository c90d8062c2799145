"""Which replies ask about a check code, and that such a reply is asked on to scheduler."""

from __future__ import annotations

import pytest

from services.notifier.hearing.check_code import code_in
from shared.contracts.texts import Meaning

from .events import NOW, question
from .heard import read


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


def test_a_stop_beside_a_code_is_a_stop() -> None:
    assert [meaning.kind for meaning in read("code 482913 stop texting me", (question("notice"),), NOW).meanings] == [
        "opt-out"
    ]
