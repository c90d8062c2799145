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
    "nobody at my door", "no sign of anyone", "im waiting here since morning", "aquí no hay nadie",
    "no hay nadie afuera", "no se presentó nadie", "ya es tarde y no aparecen", "não tem ninguém aqui ainda",
    "não bateu ninguém aqui", "il n'y a personne ici", "je n'ai vu personne", "personne ne s'est présenté",
    "tidak ada orang di depan",
    "belum ada yang ke sini", "yahan koi nahi hai abhi", "ek ghante se wait kar raha hu", "यहां अभी कोई नहीं है",
    "ما في حدا هون لسا", "محد جا للحين", "بستناكم من ساعة", "没有人来", "沒有人來敲門", "門口冇人喎",
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


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("you guys are late, dont come anymore", "decline"), ("nobody came so cancel the visit", "decline"),
     ("no vino nadie, ya no vengan", "decline"), ("vous êtes en retard, ne venez plus", "decline"),
     ("kalian telat, jangan datang lagi", "decline"), ("koi nahi aaya, ab mat aana", "decline"),
     ("تأخرتوا، لا تجون", "decline"), ("你们迟到了，别来了", "decline"), ("nobody came, stop texting me", "stop"),
     ("no ha venido nadie, número equivocado", "wrong_number"), ("没人来过，打错了", "wrong_number"),
     ("aquí no hay nadie llamado Pedro", "wrong_number"), ("yahan koi nahi hai is naam ka", "wrong_number"),
     ("aqui não tem ninguém chamado João", "wrong_number")],
)  # fmt: skip
def test_what_is_refused_besides_stays_refused(text: str, meaning: str) -> None:
    assert meanings(text, "notice") == [meaning]


@pytest.mark.parametrize("text", ["aquí no hay nadie", "yahan koi nahi", "لا أحد هنا"])
def test_where_no_visit_is_told_nobody_here_is_a_wrong_number(text: str) -> None:
    assert meanings(text, "none") == ["wrong_number"]
