"""The corpus of bad records, thrown at a whole simulated world while it works and processes die."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from tests.security.corpus import RECORDS, BadRecord

from .logs import watched_logs
from .world import World

APART = timedelta(hours=3)


def throw(world: World, record: BadRecord) -> None:
    now = world.moment.at
    key = record.case.encode() if record.key == b"" and record.case else record.key
    part = world.broker.partition_of(record.topic, (key or b"").decode(errors="replace"))
    world.broker.append(record.topic, key, record.value(now), part)


@pytest.mark.parametrize("seed", [11, 12])
def test_bad_records_end_as_dead_letters_and_break_no_promise(seed: int) -> None:
    with watched_logs():
        world = World(seed, size=3)
        # Ids are unique per source, and the history that is watched keeps no source.
        thrown = [record for record in RECORDS if record.name != "the same id of another source"]
        for number, record in enumerate(thrown):
            world.later(world.moment.at + number * APART, partial(throw, world, record))
        world.run()
        world.close()
    kept = world.databases["notifier"].dead.values()
    codes = {row.code for row in kept}
    assert {record.expected for record in RECORDS if record.is_dead} <= codes
    assert len(kept) >= sum(record.is_dead for record in RECORDS)
