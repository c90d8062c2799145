"""A window beside much that nobody explained is taken in doubt, or guessed: the borrower is asked back."""

from __future__ import annotations

import pytest

from services.notifier.understanding.choice import DOUBTFUL

from .asking import reading, slot


@pytest.mark.parametrize(
    ("text", "window"),
    [("Friday will be suitable. A gardener besides and keen on wood Yours Ethelred Grimsby", 2),
     ("the 26th?? thats the parade, im a firefighter we have the ceremony. how bout the 27th", 2),
     ("thursday works too, friday works too", 1), ("周五也行 周六也行", 2), ("jumat juga bisa, sabtu juga bisa", 2),
     ("sexta também pode, sábado também dá", 2), ("14", 2), ("28", 3)],
)  # fmt: skip
def test_it_is_taken_in_doubt(text: str, window: int) -> None:
    found = reading(text)
    assert (found.slot, [meaning.kind for meaning in found.meanings]) == (window, ["choose"])
    assert found.meanings[0].confidence <= DOUBTFUL


@pytest.mark.parametrize("text", ["friday zorp blatt quimble frodo", "el viernes zurriburri cachivache piripi"])
def test_a_window_among_unknown_words_is_a_guess(text: str) -> None:
    found = reading(text)
    assert ([meaning.kind for meaning in found.meanings], found.guess) == (["unclear"], 2)


@pytest.mark.parametrize(
    "text",
    ["friday is my daughters birthday party", "how long does the friday one take", "never fridays zorp blatt quimble",
     "saturday also can? thursday also can?", "11", "7"],
)  # fmt: skip
def test_a_day_that_is_spoken_of_is_not_taken(text: str) -> None:
    assert slot(text) is None
