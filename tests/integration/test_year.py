"""A year at a steady load ends flat: the figures that are kept say so, and what made them still runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tests.benchmarks.year import sizes
from tests.benchmarks.year.picture import drawn
from tests.benchmarks.year.shape import FLAT, STAY, ending, months_apart
from tests.benchmarks.year.world import KEPT_DAYS, year

YEAR = json.loads((ROOT / "docs/data/year.json").read_text("utf-8"))


def test_tables_of_which_everything_ends_are_flat_after_the_retention() -> None:
    months = YEAR["months"]
    assert len(months) == 12
    assert months_apart(months) <= FLAT
    assert ending(months[-1]) > 1.5 * ending(months[0]), "they filled first"


def test_rows_of_no_table_go_on_growing_but_of_those_that_stay_for_ever() -> None:
    half, last = YEAR["months"][5]["rows"], YEAR["months"][-1]["rows"]
    growing = {name for name, number in last.items() if number > 1.25 * half.get(name, 0) + 20}
    assert growing <= STAY


def test_what_is_kept_was_kept_for_as_long_as_the_pack_said() -> None:
    assert YEAR["kept_days"] == KEPT_DAYS
    assert YEAR["evidence_bytes"] > 0


def test_the_picture_is_drawn_from_the_figures() -> None:
    assert (ROOT / "docs/pictures/year.svg").read_text("utf-8") == drawn(YEAR)


@pytest.mark.campaign
async def test_some_days_of_it_go_through_all_three_services(database_url: str, tmp_path: Path) -> None:
    async with year(database_url, tmp_path, 2, 60) as world:
        for _ in range(35):
            await world.day()
            await world.end_what_is_over()
        found = await world.services["scheduler"].store.fetch("SELECT DISTINCT reason FROM history", {})
        assert {"slot-chosen", "permit-complete", "crew-arrived"} <= {row["reason"] for row in found}
        assert sizes.topics(world.log, world.clock.at).keys() >= {"loans", "texts", "appointments", "outcomes"}
