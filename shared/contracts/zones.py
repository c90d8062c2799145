"""The time zones that an event may name: places of the IANA database, from a fixed list, with their rules.

Not those of the machine: `available_timezones()` may hold `localtime` (https://github.com/python/cpython/issues/137976),
and the hours of a borrower would be the server's. The list is that of the `tzdata` package, which the lock fixes, less
what names no place: there a person's legal hours would be nobody's. `Etc/GMT+5` is west of Greenwich besides, which
whoever writes it rarely means.
"""

from __future__ import annotations

import zoneinfo
from importlib.resources import files

NO_PLACES = frozenset(
    "Factory localtime posixrules GMT GMT+0 GMT-0 GMT0 Greenwich UCT UTC Universal Zulu "
    "CET EET MET WET EST HST MST CST6CDT EST5EDT MST7MDT PST8PDT".split()
)
LISTED = frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())
"""All names that the package has rules for. What was stored under one of them stays readable."""
PLACES = frozenset(name for name in LISTED - NO_PLACES if not name.startswith(("Etc/", "posix/", "right/", "SystemV/")))

_held: list[zoneinfo.ZoneInfo] = []


def load() -> int:
    """Read the rules of every zone and keep them; how many. Takes 0.1 s, once.

    From then on a decision opens no file, which may fail while there are no descriptors left. The rules are the
    package's, the same on every machine.
    """
    if not _held:
        zoneinfo.reset_tzpath(to=())
        zoneinfo.ZoneInfo.clear_cache()
        _held.extend(zoneinfo.ZoneInfo(name) for name in sorted(LISTED))
    return len(_held)
