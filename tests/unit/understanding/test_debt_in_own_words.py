"""What is said of the debt without the word for it: hard times, another amount, somebody else's loan or number."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from .asking import meanings


@pytest.mark.parametrize(
    "text",
    [
        "Hail flattened the crop and the seed loan is due as well, from where will I pay", "Hubby walked out, I clean offices two days a week and the rent is behind", "老板失联，房租都是问我妈借的",
        "Se quemó el taller y vendí hasta la moto", "roubaram minha moto, era com ela que eu fazia as entregas, já cortaram a luz", "La toiture s'est effondrée, on est hébergés chez ma sœur, je vous paie avec quoi",
        "bhains mar gayi aur kiraya bhi udhar leke diya", "dagangan ludes terbakar, sekarang saya buruh harian", "المحل احترق وقطعوا الكهرباء علينا",
    ],
)  # fmt: skip
def test_hard_times_are_hardship_without_the_word(text: str) -> None:
    assert meanings(text, "reminder") == ["hardship"]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("there was a flood in our street, will pay on Friday", "reminder", ["promise"]), ("me robaron la moto pero ya les deposité ayer", "reminder", ["paid"]), ("banjir di depan gang, ganti hari aja", "notice", ["reschedule"]),
        ("neither works, my truck broke down", "offer", ["decline"]),
    ],
)  # fmt: skip
def test_what_befell_somebody_is_only_why_beside_another_answer(text: str, kind: str, found: list[str]) -> None:
    assert meanings(text, kind) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "It's not 730 it's 530, I'm looking at the agreement", "No son 415, son 315", "Não são 940, são 640, está no contrato", "C'est pas 580 mais 380", "合同写的是两万四，你们说三万二", "4700 nahi 3700 hai kist", "bukan 4,2 juta tapi 3,2 juta",
        "you say 8600 but we agreed on 7400",
        "me cobran 640 y lo pactado era 520", "tagihan 2 juta, harusnya 1,5 juta", "my cousin used my id behind my back", "有人冒用我的身份证贷的款", "usaron mi cédula robada para sacar eso", "KTP saya disalahgunakan orang", "حدا استخدم هويتي وأخذ قرض",
    ],
)  # fmt: skip
def test_another_amount_or_a_name_that_was_used_is_a_dispute(text: str) -> None:
    assert meanings(text, "reminder") == ["dispute"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("flat 304 not 204, the lift is out", "offer"), ("not 1400, 1600 please", "offer"), ("is that 450 or 540?", "reminder"), ("will pay 300 not 400 on Friday", "reminder"),
    ],
)  # fmt: skip
def test_numbers_that_are_no_amounts_of_ours_dispute_nothing(text: str, kind: str) -> None:
    assert "dispute" not in meanings(text, kind)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text",
    [
        "ce numéro n'est plus celui de M. Girard", "cette puce est à moi maintenant", "Mrs Obi changed her number, this one is mine since May", "ya no usa este teléfono, lo compré usado", "a dona Célia trocou de telefone", "Bu Tini sudah ganti nomor", "أبو سعد بدل رقمه",
    ],
)  # fmt: skip
def test_who_has_left_a_number_has_not_died(text: str) -> None:
    assert meanings(text, "reminder") == ["wrong_number"]


@pytest.mark.parametrize(
    "text", ["je touche vendredi, je règle les deux mensualités", "sexta cai meu salário e quito as duas parcelas"]
)
def test_who_pays_both_instalments_asks_for_none(text: str) -> None:
    assert meanings(text, "reminder") == ["promise"]
