"""Kinds of faults that replies of others showed, which nobody had fitted to: the texts here are of the same kind."""

from __future__ import annotations

import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings, reading, slot


@pytest.mark.parametrize(
    ("text", "window"),
    [("Fri pls, if poss", 2), ("vendredi si possible", 2), ("el viernes si es posible", 2), ("jumat kalau bisa ya", 2),
     ("如果可以的话周五", 2), ("周六早上可以,不要太早", 3), ("sat早上可以,唔好太早", 3)],
)  # fmt: skip
def test_a_courtesy_or_a_wish_beside_a_window_takes_nothing_back(text: str, window: int) -> None:
    assert slot(text) == window


@pytest.mark.parametrize(
    "text", ["vem não, obrigado", "precisa vir não moço", "rien de tout ça", "ni l'un ni l'autre", "posso não"]
)
def test_a_no_behind_its_verb_or_of_them_all_is_a_no(text: str) -> None:
    assert meanings(text) == ["decline"]


@pytest.mark.parametrize(
    ("text", "kind", "meaning"),
    [("請不要再傳給她", "none", "stop"), ("求求你们放过我的手机", "reminder", "stop"),
     ("podem tirarem meu numero da lista", "reminder", "stop"),
     ("ne me retirez surtout pas des rappels", "reminder", "unclear"),
     ("هاد الرقم ماشي ديالو", "reminder", "wrong_number"), ("ese monto no es el que firmé", "reminder", "dispute"),
     ("this amount isnt what i signed", "reminder", "dispute"),
     ("ce montant n'est pas celui que j'ai signé", "reminder", "dispute")],
)  # fmt: skip
def test_what_is_meant_is_found_in_other_words(text: str, kind: AskedKind, meaning: str) -> None:
    assert meanings(text, kind) == [meaning]


def test_a_day_with_a_question_in_cantonese_is_proposed() -> None:
    assert meanings("下星期二夜晚七點好唔好") == ["propose"]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [("Ja", "unclear"), ("ok ja", "confirm"), ("Sim, já", "confirm"), ("now", "unclear"), ("ahora", "unclear")],
)
def test_now_is_no_other_time_for_a_visit_and_a_yes_in_one_language_may_be_now_in_another(
    text: str, meaning: str
) -> None:
    assert meanings(text, "notice") == [meaning]


@pytest.mark.parametrize("text", ["周五换成周六", "周五改成周六吧"])
def test_a_day_that_is_given_up_for_another_is_ruled_out(text: str) -> None:
    assert slot(text) == 3


@pytest.mark.parametrize(
    ("text", "start"),
    [("tomorrow week at ten past four", "2026-12-02T16:10"), ("wednesday fortnight at 2", "2026-12-09T14:00"),
     ("周日来吧", "2026-11-29T00:00"), ("来周再说，周一来", "2026-11-30T00:00"),
     ("besok pagi2 saja", "2026-11-25T08:00"), ("लेकिन गुरुवार इसी समय", "2026-11-26T14:00")],
)  # fmt: skip
def test_weeks_counted_from_a_day_words_said_twice_and_the_same_hour_are_times(text: str, start: str) -> None:
    time = reading(text, "notice").time
    assert time is not None
    assert time.start.isoformat().startswith(start)


@pytest.mark.parametrize(
    ("text", "window"),
    [("the 1st, no, the last one", 3), ("la 1 euh nn la derniere plutot", 3), ("١ لا لا ٢", 2),
     ("el 1... no me cae pedido a esa hora, mejor el 3", 3), ("1 cant do, rather 3", 3), ("1 not 2", 1)],
)  # fmt: skip
def test_a_number_that_is_taken_back_for_another_is_not_chosen(text: str, window: int) -> None:
    assert slot(text) == window


def test_a_number_with_a_no_before_another_may_mean_either() -> None:
    assert meanings("1 no 3") == ["unclear"]


@pytest.mark.parametrize(
    ("text", "kind", "meaning"),
    [("周四见不了人 往后推推吧", "offer", "decline"), ("o segundo, de dia tô na rua", "offer", "choose"),
     ("届时在家恭候，有劳", "notice", "confirm"), ("quedo enterado y conforme con la visita", "notice", "confirm"),
     ("shall be at the property at the appointed hour", "notice", "confirm"),
     ("agradecia que retirassem o meu contacto da vossa lista", "reminder", "stop"),
     ("i work nights. no more of these please", "reminder", "stop")],
)  # fmt: skip
def test_what_was_said_formally_or_with_a_phrase_of_its_own_is_read(text: str, kind: AskedKind, meaning: str) -> None:
    assert meanings(text, kind) == [meaning]
