"""The campaign notices: each planted bug is caught by a seed that passes without it.

Most are caught by one of the first seeds; so many are tried before a bug counts as missed.
"""

from __future__ import annotations

import pytest

from .mutants.hunt import hunt
from .mutants.planted import PLANTED

TRIED = 200


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_bug_is_caught(name: str) -> None:
    _, seed, what = hunt(name, range(TRIED))
    assert seed >= 0, what


def test_there_are_so_many_of_them() -> None:
    assert len(PLANTED) == 28
