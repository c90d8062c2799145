"""An opt-out is found in any wording; what is denied, quoted or somebody else's is none."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from .asking import meanings
from .composed_optouts import composed, says_stop


@pytest.mark.parametrize(
    "text",
    [
        "thursday is fine. but stop texting me", "u can come friday just dont text me anymore", "ok ok. unsubscribe", "I said STOP",
        "how do i stop these texts", "my consent is withdrawn, I revoke it", "周四可以 但别再发短信了", "el jueves si, pero ya no me manden mensajes",
        "jeudi ok mais plus de sms", "guruvar theek hai par msg mat bhejo", "kamis bisa tapi jangan sms lagi", "الخميس مناسب لكن لا ترسلوا رسائل",
    ],
)  # fmt: skip
def test_an_opt_out_inside_other_things_is_found(text: str) -> None:
    assert "stop" in meanings(text)


@pytest.mark.parametrize(
    "text",
    [
        "don't stop", "please don't stop the reminders", "I never said stop", "my daughter typed stop by mistake", "stop by at six", "the bus stop",
        "end of the day", "non stop shifts", "text me less often", "don't call me at work", "what if I reply stop", "别停", "不停加班", "公司上班时间别打电话",
        "no dejen de avisarme", "la parada", "n'arrêtez pas", "band mat karo", "jangan berhenti kirim", "لا توقفوا الرسائل",
    ],
)  # fmt: skip
def test_what_only_looks_like_an_opt_out_is_none(text: str) -> None:
    assert "stop" not in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "no texts after nine please", "don't call, just text me", "stop calling and text me instead", "don't text my wife, text me", "why did you stop texting me",
        "stop charging me twice", "I'll stop at the bank on the way", "does stop also cancel my visit", "someone pressed stop by mistake", "晚上别发短信", "打电话不方便,短信联系",
        "no me llamen, mejor mensajes", "con un mensaje por semana basta", "não me liguem, mandem mensagem", "vou sair mais cedo na quinta", "un sms suffit, pas trois",
        "l'arrêt est en face", "phone mat karo message bhejo", "jangan telpon, sms aja", "لا تتصلوا ارسلوا رسالة",
    ],
)  # fmt: skip
def test_a_limit_another_way_or_another_matter_is_no_opt_out(text: str) -> None:
    assert "stop" not in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "one more of these and I call the police", "I have asked to be taken off before", "these messages have to stop", "how do I get these to stop", "lose my number", "i'd be obliged if you would cease texting",
        "no longer wish to hear from you", "🛑", "再发我就投诉", "能不能停", "门号请从名单移除", "otro mensaje más y los denuncio", "ya paren", "já pedi para pararem", "mais uma mensagem e eu processo",
        "j'ai déjà dit d'arrêter", "encore un sms et je porte plainte", "agli baar msg aaya to police", "chain se jeene do", "sms lagi saya lapor polisi", "saya keberatan menerima sms",
        "ماتبعتوليش رسايل تاني", "لاترسلوا رسائل", "فكونا من رسايلكم", "ma abi rasayel",
    ],
)  # fmt: skip
def test_an_opt_out_in_words_that_nobody_expected_is_found(text: str) -> None:
    assert "stop" in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "don't stop sending these",
        "继续给我发提醒",
        "no paren de avisarme",
        "message band mat karna",
        "jangan berhenti kirim sms",
    ],
)
def test_who_wants_texts_to_go_on_wants_texts(text: str) -> None:
    assert meanings(text, "reminder") == ["start"]


@pytest.mark.parametrize(
    "text",
    [
        "take me out of this group pls", "block my number in your system and leave it at that", "1 more text and im reporting u", "nomoretextsplease", "my lawyer says stop contacting me",
        "do not contact my phone again", "bórrenme de la difusión esa", "un mensajito más y los demando", "me tira desse grupo", "bloqueiem meu contato",
        "suspendam o envio por favor", "virez moi de ce groupe", "mera number block kar do apne system me", "keluarin saya dari grup ini", "sekali lagi sms saya lapor OJK",
        "kuasa hukum saya minta kalian jangan hubungi saya", "طلعوني من القروب", "احظروا رقمي عندكم", "把我从群里踢出去", "再发一条我就报警",
    ],
)  # fmt: skip
def test_groups_blocks_glued_words_and_last_warnings_are_opt_outs(text: str) -> None:
    assert "stop" in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "stop sending your lads round, texting is fine", "stop fighting you two!! sorry wrong chat", "my mate told me to reply STOP but i want to sort this out", "not asking to be taken off the list just want the balance", "take my number and ring me",
        "dejen de discutir niñas!! perdón, me equivoqué de chat", "un amigo me dijo que pusiera BAJA pero yo quiero pagar", "nao estou pedindo para sair, so quero o valor", "arrêtez de vous disputer les enfants", "aap logo ke ladke bhejna band karo, msg theek hai",
        "temen saya bilang balas STOP tapi saya mau bayar", "بطلوا تتخانقوا يا ولاد", "别吵架了你们俩", "不是要退订 我只想知道还差多少", "朋友叫我回TD 可是我想还钱",
    ],
)  # fmt: skip
def test_quarrels_visitors_and_what_a_friend_advised_are_no_opt_outs(text: str) -> None:
    assert "stop" not in meanings(text, "reminder")


SENT = "Ana of Norte Bank: we would visit on Fri 27 Nov, 14:00 to 16:00. ReplyWords 1 to agree. ReplyWords STOP to opt out."


@pytest.mark.parametrize("text", [SENT, f"{SENT} ok", f"> {SENT}", f"Liked “{SENT}”", SENT.lower(), SENT[40:]])
def test_a_copy_of_our_own_text_is_no_opt_out(text: str) -> None:
    assert "stop" not in meanings(text, "notice", SENT)


def test_an_opt_out_behind_a_copy_of_our_own_text_is_one() -> None:
    assert meanings(f"“{SENT}” stop", "notice", SENT) == ["stop"]


def test_composed_opt_outs_are_found() -> None:
    assert [text for language, text in composed("optout", 320) if not says_stop(text, language)] == []


def test_composed_texts_of_other_kinds_are_no_opt_outs() -> None:
    wrong = [text for language, text in composed("other", 320) if says_stop(text, language)]
    assert len(wrong) <= 3, wrong
