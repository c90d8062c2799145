"""Whatever stands in a bank's records, a name in a text is one line of letters that can be seen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifier.core.wording.names import (
    MARKS_MAX,
    NAME_UNITS_MAX,
    NAMES_UNITS_MAX,
    cleaned,
    cleaned_all,
    is_unseen,
)
from services.notifier.core.wording.segments import utf16_units

UNSEEN = [
    chr(code) for code in (*range(0x20), 0x7F, 0x85, 0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029)
]
UNSEEN += [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF, 0x61C, 0xE0001, 0xE000)]
UNSEEN += list("\u034f\u115f\u2800\u3164\ufe0f\uffa0\U000e0100")


@pytest.mark.parametrize("letter", UNSEEN, ids=lambda letter: f"U+{ord(letter):04X}")
def test_marks_of_direction_controls_and_what_has_no_width_stay_out(letter: str) -> None:
    found = cleaned(f"{letter}Ana{letter}Reis{letter}", "-")
    assert found in ("AnaReis", "Ana Reis")


@given(st.text(max_size=200))
def test_no_name_brings_in_what_can_not_be_seen(name: str) -> None:
    found = cleaned(name, "the service team")
    assert found
    assert utf16_units(found) <= NAME_UNITS_MAX
    assert not any(is_unseen(letter) or letter in "{}\n" for letter in found)
    assert found == " ".join(found.split()) or found == "the service team"
    assert not found[0].isspace() or found == "the service team"


@given(st.lists(st.text(max_size=60), max_size=6))
def test_many_names_share_what_room_there_is(names: list[str]) -> None:
    found = cleaned_all(names, "a colleague")
    assert len(found) == max(1, len(names))
    assert all(found)
    assert sum(map(utf16_units, found)) <= max(NAMES_UNITS_MAX, len("a colleague") * len(found))


def test_a_long_name_is_cut_at_a_space_where_that_leaves_most_of_it() -> None:
    assert cleaned("Maria Fernanda Gonzalez Rodriguez de la Vega", "-") == "Maria Fernanda Gonzalez"
    assert cleaned("𠮷" * 40, "-") == "𠮷" * (NAME_UNITS_MAX // 2)
    assert cleaned("A" * 50, "-") == "A" * NAME_UNITS_MAX
    assert cleaned("A " + "B" * 60, "-") == "A " + "B" * (NAME_UNITS_MAX - 2)


def test_a_name_of_nothing_that_can_be_seen_is_none() -> None:
    assert cleaned("\u200b\u202e \t{}", "-") == "-"
    assert cleaned(None, "-") == "-"
    assert cleaned_all([], "-") == ["-"]


def test_marks_belong_to_letters_and_are_few() -> None:
    assert cleaned("Zoe\u0308", "-") == "Zoë"
    assert cleaned("\u0301\u0301", "-") == "-"
    tower = cleaned("Z" + "\u0335" * 30, "-")
    assert sum(unicodedata.combining(letter) > 0 for letter in tower) == MARKS_MAX
    assert cleaned("फ़ातिमा ज़ैदी", "-") == "फ़ातिमा ज़ैदी"
    assert cleaned("أحمد الحَسَن", "-") == "أحمد الحَسَن"
