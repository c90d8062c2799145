"""The window that a long answer comes down to, what is left of the others, and places told in other words than ours.

Such a choice is asked back, unless one clause says it plainly.
"""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.hearing.doubts import read_doubted
from services.notifier.understanding.reading import OpenQuestion

from .asking import AT, WINDOWS, reading, slot

# Thursday 10, Friday 14, Saturday 9 are offered
CONCLUDED = {
    3: [
        "Thursday the plumber's in, Friday I drive my aunt to Bristol and we're never back before nine, so all in all put me down for Saturday, parking is round the back",
        "mire, el jueves tengo inventario, el viernes me llevan el coche al taller, total que solo me queda el sábado",
        "então, quinta eu viajo pra Campinas, sexta o menino tem apresentação, só sobra o sábado mesmo, pode vir",
        "jeudi je garde mes nièces, vendredi j'ai un entretien à Tours, il ne reste que samedi",
        "guruwar ko khet mein paani dena hai, shukrawar ko bhatije ki sagai, to shanivar hi bachta hai",
        "kamis saya ada arisan, jumat jaga warung ibu, ya udah sabtu aja bu",
        "الخميس عندي مناوبة والجمعة عزومة عند اهلي، ما يبقى الا السبت",
        "周四要去进货，周五孩子学校有活动走不开，算来算去也就周六有空",
        "Thursday and Friday I work, that leaves one",
    ],
    1: ["i cant do any except thursday", "除了周四都不行", "jangan jumat jangan sabtu, kamis saja"],
}  # fmt: skip
NOT_CONCLUDED = [
    "Thursday the plumber's in, Friday I'm in Bristol and Saturday is the wake",
    "Thursday I work, Friday I work, so Saturday maybe, it depends on my daughter",
    "kamis saya kerja, jumat saya kerja, jadi sabtu siapa yang datang?",
    "el jueves trabajo y el viernes también, el sábado podía pero ya no",
    "oh yes, do come on Saturday 🙄",
    "saturday was lovely thanks",
]


@pytest.mark.parametrize(("number", "text"), [(n, text) for n, texts in CONCLUDED.items() for text in texts])
def test_a_long_answer_takes_the_day_it_comes_down_to(number: int, text: str) -> None:
    assert slot(text) == number


@pytest.mark.parametrize("text", NOT_CONCLUDED)
def test_reasons_for_all_of_them_doubts_and_mockery_take_no_window(text: str) -> None:
    assert "choose" not in [meaning.kind for meaning in reading(text).meanings]


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (3, "the later one works, I get home at seven"),
        (3, "sabse aakhri wala"),
        (1, "the first one but not before half ten"),
        (3, "a terceira hipótese, se faz favor"),
        (3, "para el sábado"),
        (2, "kamis ga bisa, yang jumat habis jumatan boleh"),
    ],
)
def test_a_place_may_be_told_in_many_words(number: int, text: str) -> None:
    assert slot(text) == number


def test_a_number_that_is_called_one_is_asked_back_and_a_refused_one_is_none() -> None:
    asked = OpenQuestion("offer", WINDOWS["offer"])
    for text, language in (("no 2 ya", "id"), ("2 no. pakka", "hi"), ("no. 2 ok with us", "en")):
        read = read_doubted(text, asked, AT, language)
        assert (read.slot, read.meanings[0].confidence < 0.9) == (2, True)
    assert read_doubted("no 2", asked, AT, "").slot is None
