"""English as it is texted in Manila, Lagos, Nairobi, Cape Town, Singapore, Mumbai: what is chosen, and what is not."""

import pytest

from .asking import meanings, slot


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("biyernes ng hapon", 2),
        ("yung pangatlo po", 3),
        ("Sabado ng umaga po", 3),
        ("alhamisi asubuhi", 1),
        ("jumamosi iko poa", 3),
        ("thursday 10 to 12 fine, but no uniform pls", 1),
        ("Vrydag middag please", 2),
        ("thursday mawnin", 1),
        ("sat mrng only", 3),
        ("friday after jumma pls", 2),
        ("After Friday prayers I'm home", 2),
        ("saturday itself sir", 3),
        ("dem fit come thursday", 1),
        ("I select option no 1 sir", 1),
        ("Thursday my madam is not around, Friday I go village, so take the remaining one", 3),
        ("friday is my day off so come then", 2),
        ("friday is my day off so no problem", 2),
    ],
)
def test_a_window_is_chosen_in_words_of_ones_own_english(text: str, wanted: int) -> None:
    assert (meanings(text), slot(text)) == (["choose"], wanted)


@pytest.mark.parametrize(
    "text",
    [
        "friday is my day off so no",
        "saturday i am home, so no thanks",
        "el viernes libro así que no",
        "friday je suis libre donc non",
        "siguro sabado ng umaga",
        "kung walang pasok biyernes",
        "labda ijumaa",
        "friday can meh",
        "friday or sat i confirm u again",
        "lekker weekend",
        "fri i on leave",
        "before jumma",
        "hindi po pwede sa biyernes",
    ],
)
def test_no_window_is_chosen_where_it_is_taken_back_doubted_or_only_told(text: str) -> None:
    assert "choose" not in meanings(text)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("wala pong tao sa bahay", "decline"),
        ("hindi po ako si Maria", "wrong_number"),
        ("tigilan nyo na pag text sakin", "stop"),
        ("no need to send ppl", "decline"),
        ("wala po akong trabaho ngayon", "hardship"),
        ("how i go know say una no be 419", "verify"),
        ("by friday i go balance una", "promise"),
    ],
)
def test_what_else_is_told_in_them(text: str, wanted: str) -> None:
    assert meanings(text) == [wanted]
