# ruff: noqa: E501 (texts are read as lists)
"""A word is read as it is spelled here and there, in every phrase that has it: Hindi in Latin letters, Indonesian."""

from __future__ import annotations

import pytest

from services.notifier.understanding.reading import AskedKind, MeaningName

from .asking import meanings, slot

TEXTS: tuple[tuple[MeaningName, tuple[str, ...]], ...] = (
    (
        "stop",
        (
            "mujko msg mt bhjo", "mereko aur message nhi chaie", "smses bnd krdijiye", "ab bas kro yar", "dimag mt khao",
            "picha chod do mera", "jgn wa gw lg", "gamau terima pesan dri kalian", "gausah ngirim pesen lg", "tak payah hantar mesej",
            "tong sms deui", "padam nombor saya", "bekar ke msg bhejna chodiye", "kai baar mana kiya",  "jangan kacau aku", "gaperlu hubungin gue lagi",
        ),
    ),
    ("start", ("smsnya dinyalakan lagi dong", "msg bnd mt kro", "sms wapas shuru kardo", "kirim sms lagi ya", "hidupkan semula mesej")),
    ("decline", ("ghar aane ki jrurat nhi hai", "kisiko ghar mat bhejna", "visit cancel kr do", "gausah dtg ke rmh")),
    ("paid", ("tagihannya udh saya beresin", "paise dedie h", "pymt hogaya, gpay kr dia", "sy sdh byr", "udahbayar bang", "wis dibayar")),
    ("hardship", ("pese nhi h", "naukari chali gyi", "blom ada duit", "durung duwe duit", "gaada uang")),
    ("third_party", ("wo abi ghr pe nhi h", "hutang kakak sy", "mere jeth ka loan hai", "suami gw yg minjem")),
    ("call_me", ("fone krlo na", "msg nahi call karo")),
    ("help", ("kese payment kru", "gmn bayarnya", "kitna dena h")),
)  # fmt: skip


def test_what_is_spelled_as_it_is_spoken() -> None:
    missed = [
        (text, meaning) for meaning, texts in TEXTS for text in texts if meaning not in meanings(text, "reminder")
    ]
    assert not missed


def test_a_negation_between_two_of_a_kind_denies_the_first() -> None:
    assert slot("pehla nahi dusra") == 2


def test_a_doubled_word_is_no_number() -> None:
    for text in ("ga usah dateng2", "anak saya 2", "ada apa2 kok"):
        assert slot(text) is None, text


def test_words_that_are_written_as_one_are_of_one_language() -> None:
    assert meanings("I am invigilating then", "notice") != ["abuse"]
    assert meanings("pleasestoptextingmenow", "reminder") == ["stop"]


def test_an_opt_out_is_found_behind_many_words_that_are_written_as_one() -> None:
    before = "weareathometomorrow wearenotathometoday thehouseisthere thehouseisverysmall " * 2
    assert meanings(f"{before}pleasestoptextingme", "none") == ["stop"]


def test_who_can_not_handle_texts_does_not_ask_for_none() -> None:
    assert meanings("a real person please, I don't do well with these texts", "notice") == ["human"]
    assert meanings("post 6 only, at work till then", "notice") != ["stop"]
    assert meanings("post only", "notice") == ["stop"]
    assert meanings("不用来了，地里收玉米", "offer") == ["decline"]


def test_who_is_called_by_a_kind_word_has_said_yes_all_the_same() -> None:
    for text in ("Yes beta please come, I will keep tea", "ठीक है बेटा आ जाना", "yeah go on then"):
        assert meanings(text, "notice") == ["confirm"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("Have a blessed Sunday", "none"), ("we are lifting the carpets", "notice"), ("she was dating my cousin", "none"),
     ("the society gate is closed", "none")],
)  # fmt: skip
def test_an_english_word_is_no_misspelt_word_of_ours(text: str, kind: AskedKind) -> None:
    assert meanings(text, kind) == ["unclear"]


def test_an_english_word_with_another_ending_still_is_the_word() -> None:
    assert meanings("he consents to nothing, revokes all consents", "none") == ["stop"]
