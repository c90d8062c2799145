"""A yes with a no in it is a yes, and what only resembles one is none; who asks about a day proposes none."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings


@pytest.mark.parametrize(
    "text",
    [
        "there's no issue at all", "no that's fine, see you then", "can't see why not", "nah, that's grand", "e no get wahala, no problem",
        "no hay ningún inconveniente", "¿por qué no? que vengan", "não há problema, podem vir", "não tem problema não", "por que não né",
        "je n'y vois aucune objection", "pourquoi pas, je serai là", "koi pareshani nahi hai", "haan kyun nahi", "kenapa tidak",
        "gak ada halangan", "ما في اي مانع", "ليش لا، حياكم", "没啥不方便的", "冇乜唔得", "有何不可",
    ],
)  # fmt: skip
def test_a_denied_objection_is_a_yes(text: str) -> None:
    assert meanings(text, "notice") == ["confirm"]


@pytest.mark.parametrize(
    "text",
    [
        "that's not the problem", "no, there is a problem", "no es el problema", "ce n'est pas le problème", "por que não vieram", "no that's not fine", "没有时间",
        "oh brilliant, just what I needed",
    ],
)  # fmt: skip
def test_what_only_resembles_a_yes_agrees_to_nothing(text: str) -> None:
    assert not {"confirm", "choose"} & set(meanings(text, "notice"))
    assert not {"confirm", "choose"} & set(meanings(text))


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("offer", "quem vem na quinta?", ["unclear"]),
        ("offer", "yang dateng jumat berapa orang?", ["unclear"]),
        ("notice", "who comes", ["verify"]),
        ("offer", "what about monday?", ["propose"]),
        ("notice", "me toca viajar esta semana, se puede cambiar la visita?", ["reschedule"]),
        ("notice", "vou ter que sair, marca outro dia", ["reschedule"]),
        ("offer", "none of those work, im on nights till february", ["decline"]),
        ("offer", "don't come thursday and don't come friday either", ["decline"]),
        ("offer", "non pour les deux", ["decline"]),
        ("notice", "Nobody should come here. I no give anybody permission", ["decline"]),
        ("notice", "não autorizo nenhuma visita na minha casa", ["decline"]),
        ("none", "what can i reply here, what are the options", ["help"]),
    ],
)  # fmt: skip
def test_what_is_said_of_a_visit(kind: AskedKind, text: str, meant: list[str]) -> None:
    assert meanings(text, kind) == meant


@pytest.mark.parametrize(
    ("kind", "text", "meant"),
    [
        ("offer", "both days no can do", ["decline"]),
        ("offer", "thursday no, friday no, saturday the same", ["decline"]),
        ("offer", "kamis ga bisa, jumat ga bisa, sabtu juga", ["decline"]),
        ("notice", "No, no pueden venir", ["decline"]),
        ("notice", "non non c'est bon, venez", ["confirm"]),
        ("notice", "como não, pode vir", ["confirm"]),
        ("notice", "pas ce jour là mais un autre oui", ["reschedule"]),
        ("notice", "no one came last time, thanks", ["unclear"]),
        ("notice", "ça ne me dérange pas du tout", ["confirm"]),
        ("notice", "claro que no hay problema", ["confirm"]),
        ("notice", "ça ne pose aucun problème avec ça", ["confirm"]),
        ("notice", "नहीं कोई दिक्कत नहीं है, आइए", ["confirm"]),
        ("notice", "لا ما عندي مشكلة تعالوا", ["confirm"]),
        ("notice", "no hay problema, pero no vengan", ["decline"]),
        ("notice", "कोई दूसरी तारीख दे दो", ["reschedule"]),
        ("notice", "I live alone so I would rather nobody came", ["decline"]),
        ("notice", "no estoy dispuesta a recibir a nadie en casa", ["decline"]),
        ("notice", "vous auriez un autre créneau ?", ["reschedule"]),
        ("notice", "voy a estar pendiente, pueden pasar tranquilos", ["confirm"]),
        ("notice", "改唔改得去第二日", ["reschedule"]),
        ("notice", "又不是不让来，来吧", ["confirm"]),
        ("notice", "ok no problem Gareth see you then", ["confirm"]),
        ("notice", "justo ese día trabajo, ¿se puede otro?", ["reschedule"]),
        ("notice", "mañana tengo quimio. otro día por favor", ["vulnerable", "reschedule"]),
        ("notice", "I'm 81 and I can't see well", ["vulnerable"]),
        ("offer", "none of these. any other days?", ["reschedule"]),
        ("offer", "el jueves no, el viernes menos y el sábado ni hablar", ["decline"]),
        ("offer", "I won't be here thursday or any day", ["unclear"]),
    ],
)  # fmt: skip
def test_a_no_is_no_yes_whatever_stands_beside_it(kind: AskedKind, text: str, meant: list[str]) -> None:
    assert meanings(text, kind) == meant
