"""Who says that we have something wrong means a wrong number only if it is a person or a number that is wrong."""

from __future__ import annotations

import pytest

from .asking import meanings

AMOUNTS = (
    "you have the wrong amount", "se equivocaron de importe", "se equivocó de cantidad, son 200",
    "enganaram-se no valor", "vous vous trompez de montant", "你弄错了金额",
    "galat amount hai", "jumlahnya salah", "المبلغ غلط",
)  # fmt: skip
OTHER_THINGS = (
    "you've got the wrong idea about me", "you got my name wrong its Maria", "wrong address, thats my old flat",
    "se equivocaron de fecha", "mi nombre está mal escrito", "o endereço está errado",
    "vous vous êtes trompés de date", "mauvaise adresse", "名字写错了", "日期搞错了", "नाम गलत लिखा है",
    "nama saya salah tulis", "tanggalnya salah", "اسمي مكتوب غلط", "التاريخ غلط",
)  # fmt: skip
NOBODY_WE_KNOW = (
    "you have the wrong person", "you've got the wrong number", "sorry i am someone else", "se equivocaron",
    "se equivocaron de persona", "enganaram-se no número", "vous vous trompez de numéro", "vous vous trompez",
    "打错了", "galat number hai", "anda salah nomor", "غلطان بالرقم",
)  # fmt: skip


THEIR_OWN_DEBT = {
    "isto é um engano, já paguei tudo": "paid", "deve haver engano, eu paguei ontem": "paid",
    "não devo nada, isto é um engano": "dispute", "se equivocan, no debo eso": "dispute",
    "se equivocan, ya pagué": "paid",
}  # fmt: skip


@pytest.mark.parametrize(("text", "meant"), THEIR_OWN_DEBT.items())
def test_a_mistake_and_a_debt_of_their_own_is_no_wrong_number(text: str, meant: str) -> None:
    assert meanings(text, "reminder") == [meant]


@pytest.mark.parametrize("text", ["foi engano", "é engano", "foi por engano, não conheço esse"])
def test_a_mere_mistake_is_one(text: str) -> None:
    assert meanings(text, "reminder") == ["wrong_number"]


def test_a_mistake_of_ones_own_is_none() -> None:
    assert "wrong_number" not in meanings("engano meu, terça está bem")


def test_a_death_is_told_as_a_noun_too() -> None:
    assert "deceased" in meanings("la muerte de mi padre", "reminder")


@pytest.mark.parametrize("text", AMOUNTS)
def test_a_wrong_amount_is_a_dispute(text: str) -> None:
    assert meanings(text, "reminder") == ["dispute"]


@pytest.mark.parametrize("text", OTHER_THINGS)
def test_a_wrong_day_name_or_address_is_no_wrong_number(text: str) -> None:
    assert "wrong_number" not in meanings(text, "reminder")


@pytest.mark.parametrize("text", NOBODY_WE_KNOW)
def test_a_wrong_person_or_number_still_is_one(text: str) -> None:
    assert meanings(text, "reminder") == ["wrong_number"]


@pytest.mark.parametrize(
    "text", ["not the wrong number, carry on", "no es un número equivocado", "没打错", "bukan salah sambung"]
)
def test_a_wrong_number_that_is_denied_is_none(text: str) -> None:
    assert "wrong_number" not in meanings(text, "reminder")


def test_somebody_else_who_could_be_there_is_no_wrong_number() -> None:
    assert meanings("can someone else be there instead of me?") == ["unclear"]
