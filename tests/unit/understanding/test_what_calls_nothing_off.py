"""A no to a change, to failing, or to how one comes is no no to the visit; and an hour since when somebody waits, or at
which they leave, is no hour that they agree to.
"""

from __future__ import annotations

import pytest

from .asking import meanings, reading


@pytest.mark.parametrize(
    "text",
    ["nope all good", "no change needed", "i can't miss it, i'll be there",
     "no i dont want to change it", "i won't forget",
     "no puedo fallar, ahí estaré", "ningún cambio", "no hace falta cambiar nada", "não posso faltar", "sem mudanças",
     "je ne raterai pas", "pas besoin de changer", "rien à changer", "没有变化", "不会失约", "没什么要改的",
     "koi badlav nahi", "nahi sab theek hai", "मैं भूलूंगा नहीं", "tidak ada perubahan", "saya tidak akan lupa",
     "ما في تغيير", "لا كل شي تمام", "لن أتأخر", "please dont cancel", "不取消", "n'annulez pas"],
)  # fmt: skip
def test_who_denies_a_change_or_a_failing_wants_the_visit(text: str) -> None:
    assert meanings(text, "notice") == ["confirm"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("no", "decline"), ("no need to come", "decline"), ("no change it", "reschedule"), ("non changez", "decline"),
     ("no, change the time", "reschedule"), ("i have work, cant miss it", "reschedule"), ("nahi badal do", "decline"),
     ("no puedo faltar al trabajo", "reschedule"), ("je ne peux pas rater mon train", "reschedule"),
     ("要不要改时间", "reschedule"), ("不改时间不行", "reschedule"), ("no changes but i cant be there", "reschedule"),
     ("no change of plan, dont come", "decline"), ("no need to move it, just cancel", "unclear"),
     ("لا غيروا الموعد", "unclear"), ("no, ok", "unclear"), ("cancel karo", "decline")],
)  # fmt: skip
def test_what_asks_for_a_change_or_tells_why_not_stays(text: str, meaning: str) -> None:
    assert meanings(text, "notice") == [meaning]


def test_on_a_reminder_no_change_is_no_acknowledgement() -> None:
    assert meanings("no change", "reminder") == ["unclear"]


@pytest.mark.parametrize(
    "text",
    ["dont come late", "don't come by the back door", "please dont come before 2", "don't come after 4",
     "no vengan antes de las 2", "no vengan solos", "ne venez pas avant 14h", "ne venez pas trop tôt", "别提前来",
     "不要一个人来", "não venham muito cedo", "2 baje se pehle mat aana", "akele mat aana",
     "jangan datang sebelum jam 2",
     "jangan datang terlalu cepat", "لا تجون قبل الساعة 2", "لا تجي لوحدك", "doorbell doesn't work, knock",
     "la sonnette ne marche pas", "doorbell kaam nahi karti, khatkhatana", "الجرس مش شغال", "bel tidak berfungsi"],
)  # fmt: skip
def test_how_to_come_and_what_fails_at_the_door_call_nothing_off(text: str) -> None:
    assert meanings(text, "notice") == ["confirm"]


@pytest.mark.parametrize(
    "text",
    ["don't come", "dont come here", "dont come late just dont come", "don't come, it's too late",
     "no vengan estoy sola",
     "dont come im alone", "别来了太晚了", "太晚了别来", "late hai mat aana", "ghar pe mat aana akele hoon",
     "jangan datang saya sendirian", "no vengan tarde o no vengan", "the doorbell doesnt work, dont come",
     "no vengan en la tarde"],
)  # fmt: skip
def test_a_no_beside_which_anything_else_is_told_stays_one(text: str) -> None:
    assert meanings(text, "notice") == ["decline"]


def test_an_hour_outside_the_agreed_ones_is_a_wish_for_it() -> None:
    found = reading("dont come before 5", "notice")
    assert [meaning.kind for meaning in found.meanings] == ["reschedule", "propose"]
    assert found.time is not None
    assert found.time.start.hour == 17


@pytest.mark.parametrize(
    "text",
    ["here since 2", "we've been in since two", "estoy aquí desde las 2", "tô em casa desde as 2",
     "je suis là depuis 14h",
     "从两点等到现在", "自从两点就在家等", "2 baje se wait kar raha hoon", "2 बजे से घर पर बैठा हूं",
     "udah di rumah dari jam 2",
     "انا هنا من الساعة 2", "leaving at 2", "me voy a las 2", "vou embora às 14h", "yes, but i leave at 3",
     "my son cant be there, only me", "dont come before 3"],
)  # fmt: skip
def test_since_when_somebody_waits_or_when_they_leave_goes_to_a_person(text: str) -> None:
    assert meanings(text, "notice") == ["unclear"]


@pytest.mark.parametrize("text", ["home from 2", "estaré en casa desde las 2", "2 baje wait karunga", "周五两点在家等"])
def test_from_when_on_somebody_is_there_agrees(text: str) -> None:
    assert meanings(text, "notice") == ["confirm"]
