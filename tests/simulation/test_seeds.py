"""A hundred seeds, and those that once broke a promise; `./doorstep test simulation --seeds N` runs more, and CI always
twelve hundred more. A quarter of them is in the default suite."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.apart import share

from .campaign import Tally, run_chunk

SEEDS, PORTION = 100, 25
KEPT = Path(__file__).with_name("kept_seeds.txt")


def kept() -> list[int]:
    lines = KEPT.read_text(encoding="utf-8").splitlines()
    return [int(line.split()[0]) for line in lines if line and not line.startswith("#")]


def broken(tally: Tally) -> list[str]:
    return [str(each) for each in tally.found]


@pytest.mark.parametrize("first", share(range(0, SEEDS, PORTION), every=4))
def test_no_seed_breaks_a_promise(first: int) -> None:
    assert broken(run_chunk(range(first, first + PORTION))) == []


@pytest.mark.parametrize("seed", kept())
def test_a_seed_that_once_broke_a_promise_keeps_it(seed: int) -> None:
    assert broken(run_chunk([seed])) == []
