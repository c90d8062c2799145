"""What Arabic borrowers write: in the Gulf, Egypt, the Levant, Iraq and the Maghreb, in their letters and in Latin."""

# ruff: noqa: E501 (texts are read as lists)
import pytest

from services.notifier.understanding.arabizi import stands_for_a_letter
from services.notifier.understanding.reader import read
from services.notifier.understanding.reading import AskedKind, OpenQuestion

from .asking import AT, WINDOWS, meanings, slot

MEANT: dict[tuple[AskedKind, str], tuple[str, ...]] = {
    ("offer", "decline"): ("لا الخميس ولا الجمعه ولا السبت", "ماريد احد يجي للبيت", "ولا شي", "mafish wa2t", "wala wa7ed", "لالا"),
    ("notice", "confirm"): ("نترياكم", "mestanik", "الله يحييكم", "على خير ان شاء الله", "راني فالدار", "ahlan w sahlan"),
    ("notice", "decline"): ("كنسلوها", "الغوها"),
    ("reminder", "paid"): ("ما انا دفعت امبارح", "مبارح حولتلكن ياهن"),
    ("reminder", "hardship"): ("m3eesh ay felos", "فنشوني", "قاعد بدون دوام من ثلاث شهور"),
    ("reminder", "promise"): ("2adfa3 bokra", "awel ma a2bad"),
    ("reminder", "verify"): ("ايه اللي يضمنلي انكم مش نصابين",),
    ("reminder", "wrong_number"): ("ما في حدا هون اسمه احمد", "الرقم ده مش بتاع احمد"),
    ("reminder", "dispute"): ("الرقم اللي كاتبينه غلط",),
    ("question", "call_me"): ("حدا يحكيني لو سمحتو", "فيكم تدقولي بكرا الصبح"),
    ("none", "start"): ("رجعولي التنبيهات",),
}  # fmt: skip
TAKEN = {
    "عالخميس ان شاء الله": 1, "el khamis tamam": 1, "el khamis mesh haynfa3, el gom3a mashi": 2, "هالجمعه خوش": 2,
    "nhar jem3a wakha": 2, "es sabt a7san li": 3, "السبت منيح": 3, "موافق عالثاني": 2, "عقب باجر زين": 1,
    "ba3d bokra tamam": 1, "مو فاضي الخميس بس الجمعه تمام": 2, "الجمعه زين بس اتصلوا قبلها": 2, "نمره اتنين": 2,
    "الثاني بس لا ترسلون كثير": 2, "خليها التالتة": 3,
}  # fmt: skip
NOT_TAKEN = (
    "ما افتح لاحد", "مو خوش الخميس", "el khamis msh haynfa3", "الخميس ماهو زين", "ba3d bokra mabedi",
    "الخميس نبي نسافر", "3andi 3 wlad", "كان الخميس زين", "الخميس محد بالبيت",
)  # fmt: skip


def in_arabic(text: str, kind: AskedKind) -> tuple[list[str], int | None]:
    said = read(text, OpenQuestion(kind, WINDOWS.get(kind, ()), ""), AT, "ar")
    return [meaning.kind for meaning in said.meanings], said.slot


@pytest.mark.parametrize(("asked", "wanted"), MEANT, ids=lambda one: one)
def test_every_dialect_has_its_own_words_for_one_thing(asked: AskedKind, wanted: str) -> None:
    wrong = {text: got for text in MEANT[asked, wanted] if wanted not in (got := in_arabic(text, asked)[0])}
    assert wrong == {}


def test_a_window_is_taken_by_its_day_in_any_dialect_and_in_latin_letters() -> None:
    assert {text: in_arabic(text, "offer")[1] for text in TAKEN} == TAKEN


def test_somebody_is_no_sunday_and_what_is_denied_is_not_taken() -> None:
    assert {text: got for text in NOT_TAKEN if "choose" in (got := in_arabic(text, "offer")[0])} == {}


@pytest.mark.parametrize(
    ("before", "digit", "after"), [("arba", "3", ""), ("", "7", "ad"), ("wa", "2", "t"), ("sob", "7", "")]
)
def test_a_digit_inside_a_word_is_a_letter_of_arabic(before: str, digit: str, after: str) -> None:
    assert stands_for_a_letter(before, digit, after)


@pytest.mark.parametrize(
    ("before", "digit", "after"), [("", "3", ""), ("", "3", "pm"), ("raqam", "2", ""), ("", "1", "a"), ("رقم", "2", "")]
)
def test_a_digit_alone_behind_an_option_or_before_an_hour_is_a_number(before: str, digit: str, after: str) -> None:
    assert not stands_for_a_letter(before, digit, after)


def test_digits_in_words_of_other_languages_stay_numbers() -> None:
    assert slot("slot2 pls") == 2
    assert meanings("option2 is fine") == ["choose"]
