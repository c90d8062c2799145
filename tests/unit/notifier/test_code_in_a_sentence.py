"""Somebody says a code at the door, and the borrower texts it in a sentence of their own."""

from __future__ import annotations

import pytest

from shared.contracts.texts import TextKind

from .events import NOW, question
from .heard import heard, read

SAID = (
    "the man at my door says 771204 is that right", "771204?", "is 771204 you", "code they showed 771204",
    "they gave me 771204", "lady here says 771 204 ok?", "someone showed 771-204", "2 men outside, 7 7 1 2 0 4",
    "somebody rang and said 771204", "门口两个人说771204", "他们给了我771204", "佢話７７１２０４",
    "darwaze pe do log hain, 771204 bol rahe hain", "दरवाजे पर दो लोग हैं ७७१२०४ बोल रहे हैं", "unhone 771204 diya",
    "hay dos hombres en la puerta, dicen 771204", "¿es real? me dijeron 771204", "tem um homem na porta com 771204",
    "me deram 771204", "il y a deux hommes à la porte, ils disent 771204", "on m'a donné 771204",
    "ada orang di depan bilang 771204", "mereka kasih 771204", "في رجال عند الباب يقولون ٧٧١٢٠٤", "أعطوني 771204",
)  # fmt: skip
NO_CODE = (
    "771204 rupees", "$771204", "son 771204 pesos", "771204元", "771,204", "we have 150000", "771204 mil",
    "my number is 771204", "call me on 771204", "TX771204", "ref 771204", "my pincode is 560034",
    "gate code 482913", "code postal 750011", "kode pos 402513", "邮编100083", "门禁密码482913", "24-11-2026",
    "we agreed on 24 11 26", "they say 771204 and 482913", "912 771204", "7712045", "मेरा पता गली 2, 560034",
)  # fmt: skip


@pytest.mark.parametrize("words", SAID)
def test_after_a_notice_the_number_of_six_digits_is_asked_about(words: str) -> None:
    found = heard(words, (question("notice"),), NOW)
    assert ([meaning.kind for meaning in found.reading.meanings], found.code) == (["verify"], "771204")


@pytest.mark.parametrize("words", NO_CODE)
def test_what_else_has_six_digits_is_no_code(words: str) -> None:
    assert heard(words, (question("notice"),), NOW).code is None


@pytest.mark.parametrize(
    ("words", "kind"),
    [("i gave 771204 to your man", "paid"), ("i paid 771204", "paid"), ("ya deposité 771204", "paid"),
     ("دفعت 771204", "paid"), ("i owe 771204 not 800000", "dispute"), ("stop texting me 771204", "opt-out"),
     ("dont come on friday, they said 771204", "other-time"),
     ("they said 771204, come monday at 10 instead", "other-time")],
)  # fmt: skip
def test_what_is_told_besides_is_not_lost(words: str, kind: str) -> None:
    assert kind in [meaning.kind for meaning in read(words, (question("notice"),), NOW).meanings]


@pytest.mark.parametrize("kind", ["notice", "reminder", "on-the-way", "who-comes", "code-unknown"])
def test_it_is_heard_after_every_text_that_tells_who_comes(kind: TextKind) -> None:
    assert heard("he says 771204", (question(kind),), NOW).code == "771204"


@pytest.mark.parametrize("kind", ["offer", "reminder-firm"])
def test_where_no_crew_was_told_a_number_in_a_sentence_is_no_code(kind: TextKind) -> None:
    assert heard("he says 771204", (question(kind),), NOW).code is None
