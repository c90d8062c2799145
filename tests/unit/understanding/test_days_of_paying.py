"""Which of the days and numbers in a promise is the one for paying."""

# ruff: noqa: E501 (texts are read as lists)
from datetime import timedelta

import pytest

from .asking import at, meanings, reading


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Payday is the 28th, will clear it immediately", 28), ("will send it on Friday, today my pocket is empty", 27), ("I pay on Thursday, call me on Monday if it isn't there", 26), ("je vous règle jeudi, rappelez-moi lundi", 26),
        ("pago na sexta, me liga segunda pra confirmar", 27), ("salary on 27, will pay", 27), ("الراتب ينزل ٢٧ واسدد", 27), ("te juro que el 30 te pago todo", 30), ("27号发工资，发了马上还", 27),
        ("até dia 28 tá pago", 28), ("paling lambat tanggal 28 lunas", 28), ("28 तारीख तक चुका दूंगा", 28), ("sexta agora eu quito tudo", 27), ("le pago este viernes en ocho", 34),
        ("was going to pay yesterday but the bank was down, will pay today", 24), ("昨天本来要还的，银行坏了，今天还", 24), ("30th is payday for us guards, you'll have it the same day", 30), ("शुक्रवार. पक्का शुक्रवार. गुरुवार को डेंटिस्ट है", 27), ("ce week-end je règle, dimanche dernier délai", 29),
    ],
)  # fmt: skip
def test_the_day_of_paying_is_told_from_the_others(text: str, day: int) -> None:
    found = reading(text, "reminder").time
    assert "promise" in meanings(text, "reminder")
    assert found is not None
    assert (found.start, found.end) == (at(1, 0) + timedelta(days=day - 1), at(1, 0) + timedelta(days=day))


@pytest.mark.parametrize(
    "text", ["was going to pay yesterday but the bank was down, will pay today", "昨天本来要还的，银行坏了，今天还"]
)
def test_what_was_only_meant_is_not_paid(text: str) -> None:
    assert "paid" not in meanings(text, "reminder")


@pytest.mark.parametrize("text", ["ya pagué hasta el 28", "I already paid until the 28th", "cleared on Monday"])
def test_what_was_paid_is_no_promise(text: str) -> None:
    assert "promise" not in meanings(text, "reminder")
