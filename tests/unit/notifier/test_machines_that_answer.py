"""Automatic answers are not a borrower's: they end no round, are not answered, and are shown to a person once."""

# ruff: noqa: E501 (lists of words read best side by side)
from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from services.notifier.core.reply_events import HASTE
from services.notifier.core.state import Held, Texting, Visiting
from shared.contracts.texts import ReplyUnderstood

from .events import NOW, overdue, question, replies
from .given import Scenario, delivered, given, later, until
from .heard import read

DAY, HOUR, SECOND = timedelta(days=1), timedelta(hours=1), timedelta(seconds=1)
TEXTED = (overdue(dpd=20), delivered("reminder-firm"))
FORMS = [
    "I'm driving with Do Not Disturb While Driving turned on. I'll see your message when I get where I'm going.",
    "(I’m not receiving notifications. If this is urgent, reply “urgent”) I am driving",
    "Automatic reply: I am out of the office until 3 January.",
    "This number does not accept text messages.",
    "Sorry, this mailbox is not monitored.",
    "Thank you for contacting us! Our business hours are Mon-Fri 9 to 5.",
    "Msg not delivered: the subscriber is unavailable", "Delivery report: message to +351 failed", "Your message was read",
    "自动回复：我正在开车，稍后联系您", "此号码不接收短信，请勿回复", "自動回覆：休假中", "Estoy conduciendo, te llamo luego",
    "Respuesta automática: fuera de la oficina", "Este número no recibe mensajes", "Gracias por comunicarse con nosotros",
    "Estou a conduzir, respondo depois", "Resposta automática", "Este número não aceita mensagens",
    "Je conduis, je vous rappelle", "Réponse automatique: absent du bureau", "Ce numéro n'accepte pas les SMS",
    "Balasan otomatis: sedang menyetir", "Nomor ini tidak dapat menerima SMS", "गाड़ी चला रहा हूँ, बाद में बात करता हूँ",
    "Sorry, I can't talk right now. I'll call you back.", "我正在开车，稍后回复。", "自动回复：我现在不方便接听。",
    "Away message: I am currently on leave", "Free Msg: Unable to send message - Message Blocking is active.",
    "Service access denied", "The person you called has not set up voicemail", "Auto-reply: I'm busy and won't respond to this.",
    "رد تلقائي: أنا خارج المكتب", "هذا الرقم لا يستقبل الرسائل",
]  # fmt: skip


@pytest.mark.parametrize("words", FORMS)
def test_the_forms_of_machines_are_known(words: str) -> None:
    reading = read(words, (question("offer"),), NOW)
    assert (reading.author, [meaning.kind for meaning in reading.meanings]) == ("machine", ["unknown"])


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("STOP. I'm driving", "opt-out"),
        ("auto reply: wrong number", "wrong-number"),
        ("I'm driving, I already paid yesterday", "paid"),
        ("2", "slot"),
    ],
)
def test_what_brakes_is_acted_on_whoever_wrote_it(words: str, kind: str) -> None:
    reading = read(words, (question("offer", posted_at=NOW - SECOND),), NOW)
    assert (reading.author, reading.meanings[0].kind) == ("person", kind)


def test_a_sentence_within_seconds_of_our_text_was_typed_by_nobody() -> None:
    words = "Hi there, lovely to hear from you, talk soon"
    texted = given(*TEXTED)
    for after, reason in ((HASTE, "answered-by-machine"), (HASTE + SECOND, "answered-unknown")):
        life = replace(texted, questions=(question("reminder-firm", posted_at=NOW + HOUR - after),))
        life.when(later(hours=1), replies(words)).then(reason)
        replace(texted, questions=(question("reminder-firm"),)).when(
            later(seconds=after.total_seconds()), replies(words)
        ).then(reason)
    life = replace(texted, questions=(question("reminder-firm", posted_at=NOW + HOUR - SECOND),))
    life.when(later(hours=1), replies("who is this")).then("answered-who")
    replace(texted).when(replies(words, time=NOW - SECOND)).then("answered-unknown")


def test_an_automatic_answer_ends_no_round_is_not_answered_and_is_shown_to_a_person_once() -> None:
    life = given(*TEXTED, later(hours=1)).when(replies(FORMS[0])).then("answered-by-machine", Texting)
    assert life.text("reminder-firm").asks
    assert not any(text.waits for text in life.texts)
    assert [row.why for row in life.kept] == ["machine"]
    life.settled.add(life.kept[0].sid)
    life.when(later(days=1), replies(FORMS[0])).then("answered-by-machine")
    assert len(life.kept) == 1
    assert len(life.published(ReplyUnderstood)) == 2


def answers_everything(words: str) -> Scenario:
    """Nine weeks in which each text is answered with the same words, two seconds after it came."""
    life = given(overdue(dpd=1))
    while life.at < NOW + 63 * DAY and isinstance(life.state, Texting | Held):
        waiting = [text for text in life.texts if text.waits]
        if waiting:
            life.when(delivered(waiting[0].kind), later(seconds=2), replies(words))
        else:
            life.when(until(lambda one: any(t.waits for t in one.texts) or one.at >= NOW + 63 * DAY
                            or not isinstance(one.state, Texting | Held)))  # fmt: skip
    return life


@pytest.mark.parametrize("words", [FORMS[0], "Zzz zzz zzz zzz zzz zzz zzz zzz"])
def test_a_driving_mode_ends_in_a_visit_like_silence_and_a_person_knows(words: str) -> None:
    life = answers_everything(words)
    assert isinstance(life.state, Visiting)
    assert [text.kind for text in life.texts].count("not-understood") == 0
    assert [row.why for row in life.kept] == ["machine"]


def test_what_is_not_known_for_a_machine_holds_the_case_for_a_person_and_is_told_so_once() -> None:
    life = given(overdue(dpd=1))
    told = 0
    while life.at < NOW + 49 * DAY:
        waiting = [text for text in life.texts if text.waits]
        if waiting:
            told += waiting[0].kind == "not-understood"
            life.when(delivered(waiting[0].kind), later(minutes=5), replies("zzz"))
        else:
            life.when(until(lambda one: any(t.waits for t in one.texts) or one.at >= NOW + 49 * DAY))
    assert told == 1
    assert [row.why for row in life.kept] == ["not-understood"]
    assert not isinstance(life.state, Visiting)
