"""Zones are places of a fixed list, whatever the machine has, and their rules are there before the first decision."""

from __future__ import annotations

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from pydantic import TypeAdapter, ValidationError

from shared.contracts.times import NEWS, Zone
from shared.contracts.zones import LISTED, PLACES

ZONE: TypeAdapter[str] = TypeAdapter(Zone)
NO_PLACES = (
    "localtime", "Factory", "posixrules", "GMT", "GMT+5", "GMT-0", "GMT0", "Etc/GMT+5", "Etc/GMT-14", "Etc/UTC", "UTC",
    "UCT", "Zulu", "Universal", "Greenwich", "EST", "EST5EDT", "PST8PDT", "CET", "EET", "posix/Europe/Lisbon",
    "right/Europe/Lisbon", "europe/lisbon", "Europe/Lisboa", "Europe", "Europe/", "../etc/localtime", "",
)  # fmt: skip


@pytest.mark.parametrize("name", NO_PLACES)
def test_what_is_no_place_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        ZONE.validate_python(name, context=NEWS)


@pytest.mark.parametrize(
    "name",
    ["Europe/Lisbon", "Europe/Kiev", "Europe/Kyiv", "Asia/Calcutta", "America/Argentina/Buenos_Aires", "US/Eastern",
     "Portugal", "Japan", "Atlantic/Azores", "America/Port-au-Prince"],
)  # fmt: skip
def test_places_are_taken_by_their_old_names_too(name: str) -> None:
    assert ZONE.validate_python(name, context=NEWS) == name


def test_what_was_stored_before_stays_readable() -> None:
    assert ZONE.validate_python("Etc/UTC") == "Etc/UTC"
    assert "localtime" not in LISTED


def test_the_list_is_long_enough_and_each_zone_has_rules() -> None:
    assert 500 < len(PLACES) < len(LISTED)
    assert all(ZoneInfo(name) for name in PLACES)


def test_once_loaded_no_zone_opens_a_file() -> None:
    """In a process of its own: where rules come from is the same for all of a process."""
    program = (
        "import gc, os\n"
        "from zoneinfo import ZoneInfo\n"
        "from shared.contracts.zones import LISTED, load\n"
        "assert load() == load() == len(LISTED)\n"
        "gc.collect()\n"
        "import resource\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))\n"
        "[ZoneInfo(name).key for name in LISTED]\n"
        "print('all of them')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=180, check=False)
    assert done.stdout == "all of them\n", done.stderr
