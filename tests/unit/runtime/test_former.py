"""The format of the former version is the highest that it has stored."""

from __future__ import annotations

import pytest

from shared.runtime.former import FormatRange
from shared.runtime.refusal import StartRefused

FORMATS = FormatRange(oldest=2, newest=4)


@pytest.mark.parametrize("stored", [2, 3, 4])
def test_beside_the_former_version_what_is_stored_says_in_which_format(stored: int) -> None:
    assert FORMATS.beside(stored) == stored


@pytest.mark.parametrize("stored", [None, 0, 1])
def test_where_nothing_is_stored_or_only_what_is_older_the_oldest_is_meant(stored: int | None) -> None:
    assert FORMATS.beside(stored) == 2


def test_a_former_version_that_is_newer_than_ours_refuses_the_start() -> None:
    with pytest.raises(StartRefused, match=r"states of format 5 are stored, and this version has formats up to 4\."):
        FORMATS.beside(5)


def test_a_service_of_one_format_stores_in_it() -> None:
    assert FormatRange().beside(None) == FormatRange().beside(1) == 1
