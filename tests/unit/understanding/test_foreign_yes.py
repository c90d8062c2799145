"""A "ja" is the yes of languages that nobody taught us: it asks for no other time and promises nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion

from .asking import AT, WINDOWS, meanings, reading, slot

ALONE = (
    "ja",
    "Ja",
    "JA!",
    "ja.",
    "Ja gerne",
    "ja bitte",
    "ja danke",
    "ja das passt",
    "ja, heute",
    "ja ja",
    "jaja ja",
    "ja das geht",
    "ja so geht es",
)
KINDS: tuple[AskedKind, ...] = ("offer", "notice", "reminder", "question", "none")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("text", ALONE)
def test_it_is_no_time_and_no_day_of_paying(text: str, kind: AskedKind) -> None:
    assert meanings(text, kind) == ["unclear"]
    assert reading(text, kind).time is None


@pytest.mark.parametrize("text", ["ja ok", "okay ja", "ja 2", "ja, 2"])
def test_beside_an_answer_it_asks_for_nothing_else(text: str) -> None:
    assert "propose" not in meanings(text)
    assert slot(text) in (None, 2)


@pytest.mark.parametrize("text", ["ja pode vir", "vem ja", "agora ja", "quero ja", "pode ser ja", "já", "já!"])
def test_in_portuguese_it_is_now(text: str) -> None:
    assert meanings(text) == ["propose"]


def test_who_is_known_to_write_portuguese_means_now() -> None:
    found = read("ja", OpenQuestion("offer", WINDOWS["offer"], ""), AT, "pt")
    assert [one.kind for one in found.meanings] == ["propose"]


@pytest.mark.parametrize("text", ["ja paguei", "ja, paguei ontem", "ja fiz o pagamento"])
def test_already_stays_already(text: str) -> None:
    assert meanings(text, "reminder") == ["paid"]


def test_an_opt_out_beside_it_is_one() -> None:
    for text in ("ja stop", "stop ja", "ja, STOP", "para ja"):
        assert "stop" in meanings(text)


def test_the_moment_counts_for_nothing() -> None:
    midnight: datetime = AT.replace(hour=0, minute=0)
    assert [one.kind for one in read("ja", OpenQuestion("offer", WINDOWS["offer"], ""), midnight).meanings] == [
        "unclear"
    ]
