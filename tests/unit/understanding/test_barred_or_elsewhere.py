"""What bars a place refuses visits as a threat does; another way, a former address or another place does not."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import pytest

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion

from .asking import AT, WINDOWS

ARMED = {
    "en": ("ok but my rifle is loaded", "sure, i'm polishing my shotgun", "i keep a baseball bat by the door", "2, i'll smash his windscreen", "he'll go home in a box", "he'd better bring a bodyguard", "my pitbull hasnt eaten today", "he will get a bullet in the head", "we will torch your van", "i'll throw acid on him", "he wont get out of here alive", "knock and die", "you come, you bleed", "the next collector gets beaten", "anyone comes i shoot", "see you friday, ill be armed", "he better be able to run", "swing by and get stabbed", "my rottweilers dont like bank people", "tell your man i know how to shoot"),
    "es": ("sí, tengo el machete listo", "vale, estaré armado", "ok, le doy una paliza", "sale con los pies por delante", "le pego dos tiros"),
    "pt": ("pode vir, tenho uma arma em casa", "sim, dou-lhe dois tiros", "quem vier apanha", "os cães estão com fome"),
    "fr": ("oui, j'ai une arme à la maison", "je vais lui coller une balle", "ma kalach est prête", "le premier qui sonne prend mon poing"),
    "id": ("ok, saya sudah siapkan senjata", "yang datang babak belur"),
    "hi": ("aa jao, bandook taiyar hai", "मेरे पास बंदूक है"),
    "zh": ("好的，我拿着刀等他", "好，我准备好刀了", "可以，我砸了你们的车"),
    "ar": ("حسنا، معي مسدس", "عندي سلاح ولن أتردد"),
}  # fmt: skip
BARRED = {
    "en": ("visits are unwelcome", "no doorstep visits ever", "over my dead body", "no entry", "no agents at my gate", "stay away from my family", "no doorstepping", "home is off limits", "you may not enter", "please do not attend", "keep your people away from me", "home visits make me anxious, please no", "visits not wanted", "you need a warrant to come in"),
    "es": ("nada de visitas", "ninguna visita, jamás", "visitas no", "no vuelvan a pisar mi casa", "prohibido entrar"),
    "pt": ("nada de visitas", "visitas não", "acesso proibido", "não ponham os pés na minha casa"),
    "fr": ("plus de visites", "aucune visite, jamais", "accès interdit", "ne mettez plus les pieds ici", "on ne met plus les pieds chez moi"),
    "id": ("kunjungan ditolak", "saya menolak kunjungan"),
    "hi": ("ghar aana mana hai", "घर आना मना है"),
    "zh": ("谢绝上门", "上门免谈"),
    "ar": ("لا زيارات", "الدخول ممنوع", "أرفض أي زيارة", "ابتعدوا عن أرضي"),
}  # fmt: skip
HARMLESS = {
    "en": ("the visit makes me happy to settle this", "dont attend to the noise, its the builders", "my glue gun is ready, i do crafts", "i'm armed with cookies, see you", "I have a nail gun to return", "i don't own a gun dont worry", "i have a gun range booking", "he better come early, i leave soon", "my husband will be waiting at the gate", "i was stabbed last year, im in recovery", "bring the receipt book in a bag", "the dog is hungry at 5 so come before", "ok, shoot me a text when you get here", "i shoot weddings, come on monday"),
    "es": ("tengo que cargar el móvil", "se va en ambulancia mi madre", "mi perro tiene hambre", "si llegan antes avisen al portero, es policía jubilado"),
    "pt": ("minha mãe vai de ambulância hoje",),
    "fr": ("j'ai un pistolet à colle à rendre", "mettez pas les pieds sur la pelouse"),
    "hi": ("shaadi mein talwar wali gate ke paas aana",),
    "zh": ("我有刀叉可以用", "有枪手游戏比赛"),
    "ar": ("لا أريد تأجيل الزيارة",),
}  # fmt: skip
ELSEWHERE = {
    "en": ("dont come through the garage", "dont come via main st, roadworks", "dont come by the side gate, its broken", "dont come to the old address, its now 14 Elm St", "don't come to the store, come to my house", "dont come to the office, come to the house", "dont come inside, we talk outside", "nobody comes to the door if you ring once, ring twice", "no entry on the main street, use the lane", "you can't enter through the front, use the side gate"),
    "es": ("no vengan por la calle mayor, está cortada", "no vengan a la dirección vieja"),
    "pt": ("não venham pela rua de trás", "não venha para a morada antiga", "não venha ao escritório, venha a casa"),
    "fr": ("ne venez pas par la rue Hugo, elle est fermée", "ne venez pas à l'ancienne adresse"),
    "id": ("jangan datang ke alamat lama", "jangan datang lewat pintu depan"),
    "hi": ("purane address par mat aana", "office mat aana, ghar aana"),
    "zh": ("别从前门来，走后门", "别来旧地址，我搬了", "别去公司，来我家"),
    "ar": ("لا تأتوا إلى العنوان القديم، انتقلت", "لا تأتوا إلى المكتب بل إلى البيت"),
}  # fmt: skip
KINDS: tuple[AskedKind, ...] = ("offer", "notice")


def listed(texts: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(code, text) for code, some in texts.items() for text in some]


def is_held(text: str, language: str, kind: AskedKind) -> bool:
    return read(text, OpenQuestion(kind, WINDOWS.get(kind, ())), AT, language).no_visits is not None


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "text"), [*listed(ARMED), *listed(BARRED)])
def test_who_is_armed_or_bars_the_place_is_not_visited(language: str, text: str, kind: AskedKind) -> None:
    assert is_held(text, language, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("language", "text"), [*listed(HARMLESS), *listed(ELSEWHERE)])
def test_what_is_called_as_a_weapon_and_another_way_or_place_hold_nothing(
    language: str, text: str, kind: AskedKind
) -> None:
    assert not is_held(text, language, kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "text",
    [
        "dont come to the office or the house", "don't come to the office, and don't come to my home",
        "don't come inside my house", "don't come through my door", "no vengan por aquí", "no vengan por mi casa",
        "não venham pela minha casa", "ne venez pas par ici",
    ],
)  # fmt: skip
def test_a_way_that_is_the_home_itself_is_a_refusal_all_the_same(text: str, kind: AskedKind) -> None:
    assert is_held(text, "", kind)


@pytest.mark.parametrize(
    ("language", "text"),
    [("en", "no entry before noon"), ("es", "ninguna visita el viernes"), ("fr", "aucune visite vendredi")],
)
def test_what_is_barred_at_a_time_asks_for_another(language: str, text: str) -> None:
    assert not is_held(text, language, "offer")


def test_a_bare_never_refuses_the_visit_that_is_asked_for_and_answers_no_other_question() -> None:
    for text in ("never", "Never ever!", "no. never again", "jamás", "कभी नहीं", "لا أبدا"):
        assert is_held(text, "", "offer")
        assert not is_held(text, "", "question")
    assert not is_held("ابدأ", "ar", "offer")  # "begin", which is written as "never" where marks are left out
