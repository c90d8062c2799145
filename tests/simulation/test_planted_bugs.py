"""The campaign notices: each planted bug is caught by a seed that passes without it.

The seed that caught it last is tried first (see `caught`), then so many before a bug counts as missed. The default
suite takes every fourth bug, `./doorstep test long` the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from tests.apart import share
from tests.memory.runtime.unit import MemoryUnit

from .mutants.caught import likely_first
from .mutants.hunt import hunt
from .mutants.planted import PLANTED

TRIED = 200


@pytest.mark.parametrize("name", share(PLANTED, every=4))
def test_a_planted_bug_is_caught(name: str) -> None:
    _, seed, what = hunt(name, likely_first(name, range(TRIED)))
    assert seed >= 0, what


def test_there_are_so_many_of_them() -> None:
    assert len(PLANTED) == 52


@contextmanager
def _no_longer_fits() -> Iterator[None]:
    async def opened(self: MemoryUnit, inbox: Any) -> None:
        """Production calls it with more by now."""

    with patch.object(MemoryUnit, "open", opened):
        yield


def test_a_bug_that_no_longer_fits_the_code_counts_as_missed() -> None:
    with patch.dict(PLANTED, {"of another time": _no_longer_fits}):
        _, seed, what = hunt("of another time", range(3))
    assert seed == -1
    assert "TypeError" in what
