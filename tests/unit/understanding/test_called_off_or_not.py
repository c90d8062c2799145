"""Who asks whether a visit is cancelled, or meant to cancel it, has called nothing off; a wrong number of a house is no
wrong telephone number; and an hour of one's own day, a word that sounds like a number, or a part of a day that is ruled
out says nothing by accident.
"""

from __future__ import annotations

import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings, reading


@pytest.mark.parametrize(
    "text",
    ["is the visit cancelled?", "did you cancel my visit?", "cancelled?", "¿está cancelada la visita?",
     "se canceló la visita?", "没取消吧？", "是不是取消了？", "取消了没", "cancelaram a visita?", "c'est annulé ?",
     "le rdv est annulé ou pas ?", "cancel ho gaya kya?", "क्या विजिट रद्द हो गई?", "dibatalkan ya?", "ga dibatalin kan?",
     "هل تم الغاء الزيارة؟", "ما انلغت الزيارة صح؟"],
)  # fmt: skip
def test_who_asks_whether_it_is_cancelled_calls_nothing_off(text: str) -> None:
    assert meanings(text, "notice") in (["help"], ["unclear"])


@pytest.mark.parametrize(
    "text",
    ["i was going to cancel but come", "i wanted to cancel but never mind, see you then",
     "quería cancelar pero mejor vengan", "我本来打算取消，不过还是来吧", "queria cancelar mas tudo bem, podem vir",
     "je voulais annuler mais finalement venez", "cancel karne wala tha par aa jao",
     "tadinya mau batalin tapi datang aja", "كنت ناوي ألغي بس تعالوا", "原本要取消，算了来吧"],
)  # fmt: skip
def test_who_meant_to_cancel_but_wants_us_calls_nothing_off(text: str) -> None:
    assert meanings(text, "notice") in (["confirm"], ["unclear"])


@pytest.mark.parametrize(
    "text",
    ["I wasn't going to cancel but yes, please do", "i don't want to cancel but i have to",
     "no need to cancel, well actually yes do", "no quería cancelar pero sí por favor", "我没想取消，不过行吧",
     "não queria cancelar mas sim, pode", "je ne voulais pas annuler mais oui svp",
     "cancel nahi karna tha par haan kar do", "saya tidak mau membatalkan tapi ya silakan"],
)  # fmt: skip
def test_a_yes_to_cancelling_confirms_no_visit(text: str) -> None:
    assert "confirm" not in meanings(text, "notice")


@pytest.mark.parametrize(
    "text",
    ["can you cancel it?", "i want to cancel", "puedo cancelar?", "quería cancelar la visita", "取消了吧", "可以取消吗",
     "queria cancelar a visita", "je voulais annuler la visite", "cancel karna hai", "cancel ho sakta hai?",
     "bisa dibatalkan?", "tolong dibatalkan ya?", "取消了好吗", "batal ya", "الغوا الموعد"],
)  # fmt: skip
def test_who_cancels_or_asks_for_it_still_does(text: str) -> None:
    assert meanings(text, "notice") == ["decline"]


@pytest.mark.parametrize(
    "text",
    ["please cancel friday", "yes you can cancel friday", "ok cancelled friday then", "sí, cancélala por favor",
     "oui annule vendredi", "main cancel nahi karne wala tha lekin haan please"],
)  # fmt: skip
def test_a_yes_beside_what_is_to_be_cancelled_confirms_no_visit(text: str) -> None:
    assert "confirm" not in meanings(text, "notice")


@pytest.mark.parametrize(
    "text",
    ["estuve pensando, sí, cancélenla", "نعم كنسلوها", "cancelled my visit, thanks", "i cancelled my appointment"],
)
def test_who_tells_that_it_is_cancelled_or_to_cancel_it_still_does(text: str) -> None:
    assert meanings(text, "notice") == ["decline"]


@pytest.mark.parametrize(
    "text",
    ["you cancelled my visit", "je voulais savoir si c'est annulé", "不会取消了吧",
     "scrap the cancellation please come", "想过取消，但你们来吧", "فكرت الغي بس تعالوا", "i have cancelled it",
     "meant to cancel this but changed my mind, come", "estava pra cancelar mas deixa, podem vir"],
)  # fmt: skip
def test_what_is_told_of_cancelling_calls_nothing_off_and_disputes_nothing(text: str) -> None:
    assert not set(meanings(text, "notice")) & {"decline", "reschedule", "dispute"}


@pytest.mark.parametrize("text", ["i cancelled that contract years ago", "i cancelled the policy, i owe nothing"])
def test_a_contract_that_was_cancelled_is_still_a_dispute(text: str) -> None:
    assert meanings(text, "notice") == ["dispute"]


def test_i_was_going_to_come_but_have_to_cancel_is_a_no() -> None:
    assert meanings("i was going to come but i have to cancel", "notice") == ["decline"]


@pytest.mark.parametrize(
    "text",
    ["you got the wrong door number, we're 14", "wrong flat number on the notice, it's 4B",
     "wrong block number mate its block 7", "el número de la puerta está mal, somos el 14",
     "se equivocaron de número de casa, es la 8", "门牌号写错了，是14号", "房间号码错了",
     "vocês erraram o número da casa",
     "faux numéro de porte", "ghar ka number galat hai, 14 hai", "मकान नंबर गलत है", "salah nomor rumah, harusnya 22",
     "رقم الباب غلط، احنا 14", "wrong number on the letter, our house is 19", "number wrong, house is 14",
     "tienen mal la dirección, es el 12", "地址错了，是12号", "adresse erronée, c'est le 7",
     "the number is wrong on my door, it's flat 9", "its house 9 not 6, wrong number", "mauvaise adresse, c'est le 12"],
)  # fmt: skip
@pytest.mark.parametrize("asked", ["notice", "offer"])
def test_a_wrong_number_of_a_house_drops_nobody_and_moves_nothing(text: str, asked: AskedKind) -> None:
    assert meanings(text, asked) == ["unclear"]


@pytest.mark.parametrize(
    "text",
    [
        "wrong number, stop coming to my house, 3rd time",
        "wrong number, stop coming to my door",
        "号码错了",
        "número equivocado, esta es mi casa",
    ],
)
def test_a_wrong_telephone_number_beside_a_house_stays_one(text: str) -> None:
    assert "wrong_number" in meanings(text, "notice")


@pytest.mark.parametrize("text", ["ne sonnez pas", "svp ne sonnez pas le bébé dort", "no doorbell please, knock"])
def test_what_is_asked_at_the_door_refuses_nobody(text: str) -> None:
    assert meanings(text, "notice") == ["confirm"]


@pytest.mark.parametrize(
    "text",
    ["please don't knock, baby sleeping", "no knocking please", "请勿敲门", "no golpeen la puerta",
     "não batam na minha porta", "jangan ketuk pintu", "لا تدقون الباب", "ne frappez pas à ma porte"],
)  # fmt: skip
def test_a_no_to_knocking_is_neither_a_yes_nor_a_no_to_the_visit(text: str) -> None:
    assert meanings(text, "notice") == ["unclear"]


@pytest.mark.parametrize("text", ["stop knocking on my door", "nobody knock here please", "别再来敲门"])
def test_who_is_to_be_left_in_peace_refuses_the_visit(text: str) -> None:
    assert meanings(text, "notice") == ["decline"]


def test_a_no_to_coming_and_ringing_stays_one() -> None:
    assert meanings("ne venez pas sonner chez moi", "notice") == ["decline"]


@pytest.mark.parametrize(
    "text",
    ["my shift ends 2, so after that", "i clock off 2", "i wake up 1", "salgo 2, después", "saio 2, depois disso",
     "je finis 2, donc après", "我2点下班，之后都行", "meri shift 2 khatam, uske baad",
     "saya pulang kerja jam 2, setelah itu", "دوامي يخلص 2، بعدها", "work lets me out at 1 friday so that one",
     "won", "i won", "a tree", "一起"],
)  # fmt: skip
def test_an_hour_of_ones_own_day_and_what_sounds_like_a_number_choose_nothing(text: str) -> None:
    assert meanings(text, "offer") == ["unclear"]


@pytest.mark.parametrize(
    "text",
    ["work lets me out at 1 friday so that one", "i finish work at 1 friday so that works",
     "el viernes salgo del trabajo a la 1 así que bien", "je finis à 13h vendredi donc ok", "我周五1点下班，可以"],
)  # fmt: skip
def test_an_hour_of_ones_own_day_before_the_visit_moves_it_not(text: str) -> None:
    assert meanings(text, "notice") in (["unclear"], ["confirm"])


def test_an_hour_of_ones_own_day_behind_the_visit_asks_for_another() -> None:
    assert "reschedule" in meanings("i finish work at 6 friday", "notice")


@pytest.mark.parametrize(
    ("text", "slot"), [("2 please, my shift ends at 1", 2), ("option won", 1), ("option 2, my shift ends then", 2)]
)
def test_a_place_that_is_named_is_taken(text: str, slot: int) -> None:
    assert reading(text, "offer").slot == slot


@pytest.mark.parametrize("text", ["friday but not in the morning", "vendredi mais pas le matin", "周五但是上午不行"])
def test_a_day_without_a_part_of_it_is_asked_back(text: str) -> None:
    found = reading(text, "offer")
    assert (found.slot or found.guess) == 2
    assert found.meanings[0].confidence < 0.9
