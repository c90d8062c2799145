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
        "don't stop sending these",
        "继续给我发提醒",
        "no paren de avisarme",
        "message band mat karna",
        "jangan berhenti kirim sms",
    ],
)
def test_who_wants_texts_to_go_on_wants_texts(text: str) -> None:
    assert meanings(text, "reminder") == ["start"]


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
