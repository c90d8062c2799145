"""Databases put back to what they were days before: everything is held, and nobody hears from us twice."""

from __future__ import annotations

from collections.abc import Mapping
from unittest.mock import patch

import pytest

from shared.runtime import place_watch
from shared.runtime.places import Comparison, GroupOffset, KeptPlaces, LogPlace
from tests.memory.runtime import log

from .restored import check, restored
from .violation import Violation

SEEDS = range(3)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_restored_world_is_held_and_posts_and_publishes_nothing(seed: int) -> None:
    found = restored(seed)
    check(found)
    assert {"notifier", "scheduler"} <= found.held
    held = found.world.databases["notifier"].places.held
    assert held is not None
    assert held.cause == "restored"


def _nothing_is_compared(group: Mapping[LogPlace, GroupOffset], kept: KeptPlaces) -> Comparison:
    return Comparison({}, {})


def test_without_the_comparison_every_such_world_breaks_a_promise() -> None:
    for seed in SEEDS:
        with (
            patch.object(place_watch, "compare", _nothing_is_compared),
            patch.object(log, "compare", _nothing_is_compared),
            pytest.raises(Violation),
        ):
            check(restored(seed))
