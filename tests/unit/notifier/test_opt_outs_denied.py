"""Who asks us not to stop has not opted out; who complains that we do not stop has."""

# ruff: noqa: E501 (lists of words read best side by side)
from __future__ import annotations

import pytest

from .events import NOW
from .heard import read

DENIED = [
    "don't stop", "Please do not stop!", "dont ever stop sending these", "never stop", "I don't want you to stop",
    "i didn't ask you to stop", "not asking you to stop", "no need to stop", "I never said stop",
    "please don't unsubscribe me", "I do not want to opt out", "don't remove me from the list",
    "Count me in! We have got to STOP this terrible bill from passing!!",
    "唔好停", "唔好停發短訊", "咪停", "不要停", "别停止发送短信", "請不要停止傳簡訊", "不想退订", "别退订",
    "no paren", "no dejen de escribirme", "no dejes de mandar mensajes", "no quiero darme de baja", "nunca paren",
    "não parem", "não deixem de me escrever", "nao quero cancelar as mensagens",
    "n'arrêtez pas", "n'arrêtez surtout pas de m'écrire", "je ne veux pas me désabonner",
    "jangan berhenti kirim", "jangan stop", "tidak usah berhenti sms",
    "message bhejna band mat karo", "मैसेज भेजना बंद मत करो", "لا تتوقف عن ارسال الرسائل", "لا توقف", "не прекращайте писать",
]  # fmt: skip
MEANT = [
    "don't text me, stop", "dont text me stop", "No, stop", "no stop", "don't stop? I said STOP", "please just stop",
    "make it stop", "you never stop texting me", "why don't you stop texting me", "you did not stop texting me",
    "they don't stop sending messages", "为什么不停止发短信", "not interested, stop", "jangan sms lagi, berhenti",
    "stop. and do not come", "Stop. Thank you", "STOP 12345", "please stop sending text reminders", "I told you \"stop texting me\"", "no me escriban mas", "唔好再send",
]  # fmt: skip


@pytest.mark.parametrize("words", DENIED)
def test_a_denied_opt_out_is_none(words: str) -> None:
    assert "opt-out" not in [meaning.kind for meaning in read(words, (), NOW).meanings]


@pytest.mark.parametrize("words", MEANT)
def test_what_remains_in_doubt_is_an_opt_out(words: str) -> None:
    assert read(words, (), NOW).meanings[0].kind == "opt-out"


def test_an_absence_note_that_says_how_to_leave_its_own_list_is_no_opt_out() -> None:
    note = "Thank you for contacting Pizza Corner! We will get back to you. Reply STOP to unsubscribe."
    assert [meaning.kind for meaning in read(note, (), NOW).meanings] == ["unknown"]


def test_what_is_said_beside_a_denied_opt_out_counts() -> None:
    assert [meaning.kind for meaning in read("please don't unsubscribe me. i have no money", (), NOW).meanings] == [
        "opt-in",  # a wish to be texted on
        "hardship",
    ]
