"""Who tells that nobody has come yet waits for us: the visit stays, and so does the number. A person reads it."""

from __future__ import annotations

import pytest

from .asking import meanings

WAITS = (
    "aquí no hay nadie todavía", "no ha venido nadie", "llevo una hora esperando y nadie aparece",
    "já passa da hora e ainda não chegou ninguém", "não veio ninguém",
    "estou esperando faz uma hora e ninguém apareceu",
    "personne n'est venu", "il n'y a encore personne ici, vous êtes en retard",
    "belum ada orang datang", "tidak ada yang datang", "saya sudah tunggu satu jam, belum ada siapa siapa",
    "تأخروا، لا أحد هنا", "لم يأت أحد", "ما جاء حدا",
    "अभी तक कोई नहीं आया", "koi nahi aaya abhi tak", "ek ghante se wait kar raha hu koi aaya nahi",
    "还没有人来", "没人来啊", "冇人嚟喎", "nobody is here yet", "no one here yet, its past 4", "you guys are late",
)  # fmt: skip


@pytest.mark.parametrize("text", WAITS)
def test_on_a_notice_it_calls_nothing_off_and_drops_no_number(text: str) -> None:
    assert meanings(text, "notice") == ["unclear"]


@pytest.mark.parametrize("text", ["nobody came, can we do monday at 10", "no ha venido nadie, mejor el lunes a las 10"])
def test_who_asks_for_another_day_because_of_it_gets_one(text: str) -> None:
    assert meanings(text, "notice") == ["reschedule", "propose"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("aquí no hay nadie con ese nombre", "wrong_number"), ("لا يوجد أحد بهذا الاسم هنا", "wrong_number"),
     ("yahan is naam ka koi nahi hai", "wrong_number"), ("nobody should come to my house", "decline"),
     ("que no venga nadie", "decline"), ("jangan ada yang datang ke rumah", "decline"), ("谁都不要来", "decline")],
)  # fmt: skip
def test_who_knows_nobody_of_that_name_or_wants_nobody_to_come_says_another_thing(text: str, meaning: str) -> None:
    assert meanings(text, "notice") == [meaning]
