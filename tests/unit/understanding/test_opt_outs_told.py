"""An opt-out that is told and not made: it was before, by mistake, somebody else's, asked about, or of another thing."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from .asking import meanings


@pytest.mark.parametrize(
    "text",
    [
        "I opted out in spring, could I have the reminders back please", "以前退订过，现在重新想收通知", "el otro día cancelé los avisos, los necesito de nuevo", "je m'étais désabonnée, je voudrais de nouveau les sms",
        "dulu saya unreg, sekarang mau terima sms lagi", "pehle sms band karwaya tha, ab phir se chahiye", "كنت موقف الرسايل وعايزها ترجع", "之前取消咗短訊，而家想收返",
    ],
)  # fmt: skip
def test_who_opted_out_before_and_wants_texts_again_wants_texts(text: str) -> None:
    assert meanings(text, "none") == ["start"]


@pytest.mark.parametrize(
    "text",
    [
        "I unsubscribed last week and you text me again", "I already opted out", "我之前退订过，怎么又发", "ya me di de baja, no me escriban otra vez", "je me suis désabonné, arrêtez",
    ],
)  # fmt: skip
def test_who_opted_out_before_and_wishes_for_nothing_opts_out(text: str) -> None:
    assert "stop" in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "my son says tell them to stop texting, I don't mind them", "我女儿让你们别发了，我觉得挺有用", "mi esposa dice que paren, a mí sí me ayudan", "mon mari veut que vous arrêtiez, moi ça me dérange pas",
        "ibu saya nyuruh kalian berhenti sms, saya sih ga masalah", "meri behen bolti hai msg band karwao, mujhe koi dikkat nahi", "stop the interest", "byaj band karo", "what happens if I reply STOP?",
    ],
)  # fmt: skip
def test_somebody_else_s_wish_or_another_matter_is_no_opt_out(text: str) -> None:
    assert "stop" not in meanings(text, "reminder")


@pytest.mark.parametrize(
    "text",
    [
        "I'd be glad if this were the last message", "que este sea el último mensaje", "que esta seja a última mensagem", "que ce message soit le dernier", "semoga ini sms terakhir", "希望这是最后一条短信",
        "I prefer a letter", "prefiero que me escriban por carta", "vous me lâchez avec vos sms", "这个号码别用了", "回T退订", "sms karna band karenge ya nahi", "berhenti kirim sms lagi ya",
    ],
)  # fmt: skip
def test_an_opt_out_by_wish_or_by_another_way_is_found(text: str) -> None:
    assert "stop" in meanings(text, "reminder")
