"""A published keyword that is the whole reply opts out, however it is written; inside a sentence it says what it says."""

# ruff: noqa: E501 (texts are read as lists)
from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path

import pytest

from services.notifier.hearing.hear import said_by_a_stranger
from services.notifier.understanding.reading import AskedKind

from .asking import AT, meanings

PUBLISHED = Path(__file__).parents[2] / "corpus/opt_outs/published.toml"
LISTS = tomllib.loads(PUBLISHED.read_text("utf-8"))["list"]
LEFT = {
    "T": "a letter alone tells nothing where nobody is known to write Chinese",
    "N": "a no in English and Portuguese",
    "0000": "a number, which answers an offer",
    "OFF": "who is off that day says so in one word",
    "ANNULER": "a gloss of CANCEL beside no list of a carrier's; it calls the visit off",
}
KEYWORDS = sorted({keyword for one in LISTS for keyword in one["keywords"]} - LEFT.keys())
NO_VISIT_OPEN: tuple[AskedKind, ...] = ("none", "reminder")


def ways(keyword: str) -> set[str]:
    bare = "".join(one for one in unicodedata.normalize("NFD", keyword) if not unicodedata.combining(one))
    return {keyword, keyword.lower(), keyword.capitalize(), bare, f"{keyword}!", f"{keyword.lower()}.", f" {keyword} "}


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_published_keyword_alone_opts_out(keyword: str) -> None:
    assert {text for text in ways(keyword) for kind in NO_VISIT_OPEN if "stop" not in meanings(text, kind)} == set()
    assert {text for text in ways(keyword) if said_by_a_stranger(text, AT) != "stop"} == set()


@pytest.mark.parametrize("keyword", sorted(LEFT))
def test_what_is_left_alone_opts_nobody_out(keyword: str) -> None:
    assert said_by_a_stranger(keyword, AT) == "other"


def test_every_list_says_where_it_is_published() -> None:
    assert all(one["name"] and one["address"].startswith("http") and one["keywords"] for one in LISTS)


@pytest.mark.parametrize(
    "text",
    [
        "st op", "sto p", "S TOP", "st op please", "por favor al to", "BA JA", "sa lir", "ar ret", "arre ter svp", "can cel",
        "un subscribe", "Un-subscribe", "un sub", "op t out", "un reg", "des cadastrar", "par ar", "结 束",
        "detener por favor", "arrêter s'il vous plaît", "terminar, obrigado", "dadme de baja", "Dadnos de baja por favor",
    ],
)  # fmt: skip
def test_a_keyword_that_is_written_apart_or_politely_opts_out(text: str) -> None:
    assert meanings(text, "reminder") == ["stop"]
    assert meanings(text, "offer") == ["stop"]


@pytest.mark.parametrize("text", ["CANCELAR", "Cancelar por favor", "cancelar!", "取消"])
def test_cancel_of_other_languages_opts_out_where_no_visit_is_open(text: str) -> None:
    assert meanings(text, "reminder") == ["stop"]


def test_a_polite_cancel_beside_an_open_visit_is_of_the_visit() -> None:
    assert meanings("cancelar por favor", "notice") == ["decline"]


@pytest.mark.parametrize(
    "text",
    [
        "cancelar la visita", "quiero cancelar la visita", "cancelar o agendamento", "cancel the visit", "cancelar el viernes",
        "cancelar la deuda", "el fin de semana", "fin de mes", "en fin de matinée", "fim de semana", "je dois arrêter à 10h",
        "arrêter à 10h", "je vais quitter le travail à 18h", "quitter à midi", "voy a terminar a las 5", "terminar às 18h",
        "termino de trabajar a las seis", "encerrar o turno às 19h", "finalizar el turno a las 8", "detener el coche",
        "estoy de baja", "de baja médica", "baja el lunes", "salgo a las 5", "voy a salir a las 4", "vou sair às 17h", "terminar?",
        "quitter ?", "结束工作后可以", "会议三点结束", "取消星期五", "st paul", "op no 2", "can call", "un abrazo", "bus stop", "al lado",
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["offer", "notice"])
def test_inside_a_sentence_it_opts_nobody_out(text: str, kind: AskedKind) -> None:
    assert "stop" not in meanings(text, kind)


def test_who_wants_texts_again_still_does() -> None:
    assert meanings("subscribe", "none") == ["start"]
