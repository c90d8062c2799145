"""Whole cases as they were once decided: today's code decides the same, for the same reasons, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from .files import parted, recorded, told
from .stories import STORIES

RECORD = "python -m tests.golden.histories --record"


@pytest.mark.parametrize("path", recorded(), ids=lambda path: path.stem)
def test_a_recorded_history_is_decided_the_same_today(path: Path) -> None:
    differs = parted(path)
    if differs:
        pytest.fail(f"{differs}\n\nIf that is meant: {RECORD}, and let it be read.", pytrace=False)


def test_every_story_is_recorded_and_told_the_same_twice() -> None:
    assert {path.stem for path in recorded()} == set(STORIES), f"run {RECORD}"
    for name in ("notifier-stop", "scheduler-crew-fell-ill", "router-nobody-is-certified"):
        assert told(name) == told(name)
