"""A stop and a refusal of visits in one breath: neither hides the other."""

from __future__ import annotations

import pytest

from services.notifier.hearing.doubts import read_doubted
from services.notifier.understanding.reading import OpenQuestion, ReplyReading

from .events import NOW

BOTH = (
    "STOP and dont come", "STOP don't come", "STOP no visits", "STOP & no visits", "STOP + no visits",
    "STOP n dont come",
    "STOP also dont come", "STOP and never come", "STOP and don't send anybody, I have a gun", "STOP ALL and dont come",
    "STOPALL and dont come", "CANCEL and dont come", "quit and dont come", "please stop and don't come to my house",
    "Stop dont send anyone", "STOP anyone coming gets shot", "STOP or I call the police if anyone comes",
    "STOP et ne venez pas", "STOP et n'envoyez personne", "STOP et que personne ne vienne", "arrêtez et ne venez pas",
    "PARAR y no vengan", "BAJA y no vengan", "basta y no vengan", "SAIR e não venham", "PARAR e não venham",
    "STOP 不要上门", "STOP 并且不要来我家", "STOP और घर मत आना", "STOP और किसी को मत भेजो", "STOP aur ghar mat aana",
    "STOP jangan datang", "STOP dan jangan datang", "BERHENTI dan jangan datang", "STOP لا تأتوا", "توقفوا ولا تأتوا",
    "توقف ولا تأتوا", "ni sms ni visite", "na message karo na ghar aao", "ना मैसेज करो ना घर आओ",
    "STOP texts and don't send anybody", "stop texts and don't visit", "no texts and don't send anybody",
    "dont text or send anybody", "dont text and dont send anybody",
    "Não me enviem mais mensagens e não venham à minha casa", "no me envíen más mensajes y no vengan a mi casa",
    "أوقفوا الرسائل ولا تأتوا إلى بيتي", "لا أريد رسائل ولا زيارات",
)  # fmt: skip
A_STOP = (
    "STOP and no one comes", "stop and nobody comes here", "STOP if anyone comes i shoot",
    "ni textos ni visites merci", "sem sms e sem visitas por favor",
)  # fmt: skip
REFUSALS = (
    "stop coming", "stop sending people", "stop coming and don't send anyone", "stop by and dont bring anyone",
    "don't come and don't send anybody", "no vengan y no manden a nadie",
)  # fmt: skip
NEITHER = (
    "stop and talk to me first", "stop at the gate and dont come in", "cancel and dont come friday",
    "end of month and no visits", "don't stop and don't hesitate to come", "dont come friday and dont come saturday",
)  # fmt: skip


def _read(text: str) -> ReplyReading:
    return read_doubted(text, OpenQuestion("offer"), NOW, "")


def _stops(reading: ReplyReading) -> bool:
    return any(meaning.kind == "stop" for meaning in reading.meanings)


@pytest.mark.parametrize("text", BOTH)
def test_a_stop_and_a_refusal_in_one_breath_are_both_heard(text: str) -> None:
    found = _read(text)
    assert _stops(found)
    assert found.no_visits is not None


@pytest.mark.parametrize("text", A_STOP)
def test_a_stop_beside_words_that_may_refuse_is_never_lost(text: str) -> None:
    assert _stops(_read(text))


@pytest.mark.parametrize("text", REFUSALS)
def test_a_refusal_of_visits_alone_is_no_stop(text: str) -> None:
    found = _read(text)
    assert not _stops(found)
    assert found.no_visits is not None


@pytest.mark.parametrize("text", NEITHER)
def test_another_stop_beside_a_no_is_neither(text: str) -> None:
    found = _read(text)
    assert not _stops(found)
    assert found.no_visits is None


def test_the_words_of_a_refusal_are_found_where_they_stand() -> None:
    text = "Não me enviem mais SMS e não venham"
    refused = _read(text).no_visits
    assert refused is not None
    assert [text[span.start : span.end] for span in refused.spans] == ["não", "venham"]
