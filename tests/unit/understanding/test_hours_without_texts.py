"""Hours at which no texts are wanted are no wish for a visit at those hours."""

from __future__ import annotations

import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings

AT_NIGHT = (
    "please stop texting me at night", "can you please stop sending these at night", "stop sending these at night",
    "no texts at night please", "dont text me after 9pm", "STOP at night", "stop texting at 3am ffs",
    "pas de sms la nuit", "arrêtez d'envoyer des sms la nuit", "晚上别发短信", "半夜不要再发了",
    "لا ترسلوا رسائل في الليل",
    "dejen de mandar mensajes de noche", "no manden mensajes por la noche", "parem de mandar sms à noite",
    "podem parar de enviar isto à noite?", "raat ko message mat karo", "berhenti kirim pesan malam hari",
    "jangan sms malam malam",
)  # fmt: skip
ALWAYS = (
    "stop texting me day and night", "stop texting me its night", "stop texting me it's night",
    "stop texting me morning noon and night", "deja de mandarme mensajes día y noche",
    "arrêtez de m'envoyer des sms jour et nuit",
)  # fmt: skip
WISHES = (
    "dont call in the morning, come in the evening", "friday evening, dont text before 8am", "come in the evening",
)  # fmt: skip


@pytest.mark.parametrize("asked", ["offer", "notice", "question"])
@pytest.mark.parametrize("text", AT_NIGHT)
def test_no_texts_at_night_is_for_a_person_and_no_wish_for_a_visit(text: str, asked: AskedKind) -> None:
    assert meanings(text, asked) == ["unclear"]


@pytest.mark.parametrize("text", ALWAYS)
def test_no_texts_by_day_nor_by_night_is_a_stop(text: str) -> None:
    assert meanings(text) == ["stop"]


@pytest.mark.parametrize("text", WISHES)
def test_an_hour_told_beside_one_without_texts_is_a_wish(text: str) -> None:
    assert "propose" in meanings(text)


def test_a_window_chosen_beside_hours_without_texts_stays_chosen() -> None:
    assert meanings("2, no texts at night please") == ["choose"]
