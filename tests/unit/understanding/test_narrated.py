"""What a reply narrates: others' questions, places of work, others' illness as a reason. And brakes that stay."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.understanding.reading import AskedKind

from .asking import meanings


@pytest.mark.parametrize(
    ("text", "asked", "wanted"),
    [
        ("theatre nurse, on shift at the hospital thursday and friday. saturday please", "offer", {"choose"}),
        ("estoy de guardia en el hospital jueves y viernes, el sábado me va bien", "offer", {"choose"}),
        ("je suis d'astreinte à l'hôpital, donc aucun des trois", "offer", {"decline"}),
        ("nenek dibawa ke rumah sakit hari itu, bisa ganti hari?", "notice", {"reschedule"}),
        ("mausi ko hospital le jana hai, date badal do", "notice", {"reschedule"}),
        ("my brother is in court on Friday over his divorce and I drive him, can we rearrange", "notice", {"reschedule"}),
        ("paré de pagar no: ya pagué, estaba en el hospital con mi tía", "reminder", {"paid"}),
        ("no más mensajes, mi suegra pregunta quién es", "reminder", {"stop"}),
        ("don't text me again, my boss keeps asking who is this", "reminder", {"stop"}),
        ("j'ai toujours payé mais le garage a fermé et je n'ai plus un sou", "reminder", {"hardship"}),
        ("maine hamesha bhara hai par abhi paise nahi hai", "reminder", {"hardship"}),
        ("saari bakriyan mar gayi, ab paise nahi hai", "reminder", {"hardship"}),
        ("toda la vida pagué a tiempo pero me despidieron", "reminder", {"hardship"}),
        ("ando muerta de hambre, el sábado está bien", "offer", {"choose"}),
        ("ce numéro n'est plus celui de Mme Perrot", "reminder", {"wrong_number"}),
    ],
)  # fmt: skip
def test_what_is_told_of_others_or_of_work_is_not_what_the_writer_says(
    text: str, asked: AskedKind, wanted: set[str]
) -> None:
    assert set(meanings(text, asked)) == wanted


@pytest.mark.parametrize(
    ("text", "asked", "brake"),
    [
        ("I'm in hospital because of a stroke, so I can't pay", "reminder", "vulnerable"),
        ("my nurse says I have months to live, another day please", "notice", "vulnerable"),
        ("mi papá murió en el hospital donde trabajo", "reminder", "deceased"),
        ("no puedo trabajar, estoy en el hospital", "reminder", "vulnerable"),
        ("my solicitor will be in court on friday, talk to her", "reminder", "represented"),
        ("my wife is dead and her phone is dead too", "reminder", "deceased"),
        ("人在急诊，还不了钱", "reminder", "vulnerable"),
        ("因为不想活了，所以周六吧", "offer", "vulnerable"),
        ("my husband already paid, he is in hospital", "reminder", "paid"),
        ("my mate in the police is asking me who are you", "reminder", "verify"),
        ("saturday, and my mother has dementia so be gentle", "offer", "vulnerable"),
    ],
)  # fmt: skip
def test_no_reason_takes_a_brake_back(text: str, asked: AskedKind, brake: str) -> None:
    assert brake in meanings(text, asked)


def test_the_day_of_a_reason_is_no_day_that_is_proposed() -> None:
    assert meanings("my father is operated on Monday, another day please", "notice") == ["reschedule"]
    assert "propose" in meanings("my father is operated on Friday, can we change to Monday", "notice")
