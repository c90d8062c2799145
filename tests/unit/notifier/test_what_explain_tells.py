"""What is told of a reply before it is sent is what the case decides when it comes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from services.notifier.core.reply_meanings import weighed
from services.notifier.core.state import Visiting, brakes_of
from services.notifier.hearing.consequences import ABOUT_A_VISIT, consequences
from services.notifier.understanding.reading import AskedKind
from shared.contracts.appointments import AppointmentAgreed, AppointmentNoticed, AppointmentOffered

from .events import appointment, overdue, question, replies
from .given import Scenario, given
from .test_asked_back import HOUR, OFFERED
from .test_unread_replies import TEXTED, VISITING, whys

SCHEDULERS = frozenset({"agreed", "offer", "who-comes"})
"""Texts that follow from what scheduler decides."""
WORDS = (
    "2", "4", "5", "7", "?", "", "ok", "yes", "thanks", "no", "stop", "START", "don't stop", "who is this?", "482913",
    "sunday maybe", "2?", "sunday works for my husband", "the second one please", "can you come at 7 instead",
    "any of them", "not sunday", "call me", "the dog bites", "i lost my job", "i want to die", "my mother died",
    "my lawyer will answer you", "i paid yesterday", "i will pay on friday", "i don't owe you anything",
    "wrong number", "i am not ana, wrong number, she died", "stop texting me, i lost my job",
    "stop texting me, my lawyer will answer", "i am his sister", "i am his sister, sunday maybe", "his sister here, 2?",
    "you idiots", "i'm away until monday (automatic reply)", 'Liked "Hello, this is Ana"', "别再发短信了",
    "周日可能可以", "¿quién es?", "शायद रविवार", "ربما الأحد", "START please, but call my lawyer", "maybe stop",
    "4 and call me",
)  # fmt: skip


def noticed(life: Scenario) -> None:
    assert isinstance(life.state, Visiting)
    for stage in (AppointmentOffered, AppointmentAgreed, AppointmentNoticed):
        life.when(appointment(stage, visit=life.state.visit, time=life.at))
    life.questions = (replace(question("notice", 9, posted_at=life.at), visit=life.state.visit),)


def without_slots(life: Scenario) -> None:
    assert isinstance(life.state, Visiting)
    life.questions = (replace(question("no-slots", 9, posted_at=life.at), visit=life.state.visit),)


def reminded(life: Scenario) -> None:
    life.questions = (question("reminder-firm", 9, posted_at=life.at),)


CASES: dict[AskedKind, tuple[Any, ...]] = {
    "offer": OFFERED,
    "notice": (overdue(dpd=70), VISITING, noticed),
    "question": (overdue(dpd=70), VISITING, without_slots),
    "reminder": (*TEXTED, reminded),
    "none": TEXTED,
}


@pytest.mark.parametrize("asked", CASES)
@pytest.mark.parametrize("words", WORDS)
def test_it_is_what_the_case_decides(words: str, asked: AskedKind) -> None:
    life = given(*CASES[asked])
    life.at += HOUR  # who answers within seconds is a machine
    before = {text.intent for text in life.texts}
    said = replies(words)(life)
    (read,) = life.heard(said)
    told = consequences(read, weighed(read), asked)
    life.when(said)
    texted = [text.kind for text in life.texts if text.intent not in before]
    by_the_scheduler = told.text in SCHEDULERS or (told.text == "code-unknown" and asked in ABOUT_A_VISIT)
    assert texted == ([] if told.text is None or by_the_scheduler else [told.text]), (told, life.decision)
    assert whys(life) == ([] if told.reads is None else [told.reads]), (told, life.decision)
    assert [brake.cause for brake in brakes_of(life.state)] == ([told.brake] if told.brake else []), told
    assert (told.books is not None) == (life.decision.reason == "answered-slot"), life.decision
    assert (told.guess is not None) == (life.decision.reason == "asked-back"), life.decision
    assert told.allows == (life.decision.reason == "opted-in"), life.decision
    assert not told.moves or life.decision.reason == "answered-other-time"
