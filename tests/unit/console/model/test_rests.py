"""Services come first: while the machine is full, the model hardly works, and catches up afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.console.model.rests import NEAR, ProcessorUse, processor_use, rest_s


@pytest.mark.parametrize(
    ("behind", "share", "rests"),
    [
        (NEAR, 0.5, 1.9),
        (NEAR, 0.1, 1.9),
        (NEAR, 0.05, 0.1),
        (NEAR, None, 0.3),
        (NEAR - 1, 0.9, 0.1),
        (NEAR - 1, None, 0.1),
    ],
)
def test_it_rests_the_longer_the_more_others_want_the_processor(behind: int, share: float | None, rests: float) -> None:
    assert rest_s(0.1, behind, share) == pytest.approx(rests)


def test_no_rest_is_so_long_that_it_looks_dead() -> None:
    assert rest_s(9, NEAR, 0.9) == 2
    assert rest_s(9, NEAR, None) == rest_s(9, 1, 0.9) == 0.5


def test_what_it_waited_is_a_share_of_what_it_wanted() -> None:
    before = ProcessorUse(1_000, 500)
    assert ProcessorUse(1_300, 600).share_waited(before) == 0.25
    assert before.share_waited(before) == 0


@pytest.mark.parametrize("told", ["", "12", "one two 3"])
def test_where_the_system_says_nothing_nobody_knows(tmp_path: Path, told: str) -> None:
    (tmp_path / "schedstat").write_text(told)
    assert processor_use(tmp_path / "schedstat") is None
    assert processor_use(tmp_path / "none") is None


def test_what_the_system_says_is_read(tmp_path: Path) -> None:
    (tmp_path / "schedstat").write_text("743159 33103 1\n")
    assert processor_use(tmp_path / "schedstat") == ProcessorUse(743159, 33103)
