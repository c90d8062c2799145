"""A hundred seeds; `./doorstep test simulation --seeds N` runs more, and CI always twelve hundred more. A quarter of
the hundred is in the default suite.

A seed that broke a promise is not kept: it means another run as soon as the simulation draws something else. What is
kept is the bug, planted again (see `mutants`), with the seed that catches it today.
"""

from __future__ import annotations

import pytest

from tests.apart import share

from .campaign import Tally, run_chunk

SEEDS, PORTION = 100, 25


def broken(tally: Tally) -> list[str]:
    return [str(each) for each in tally.found]


@pytest.mark.parametrize("first", share(range(0, SEEDS, PORTION), every=4))
def test_no_seed_breaks_a_promise(first: int) -> None:
    assert broken(run_chunk(range(first, first + PORTION))) == []
