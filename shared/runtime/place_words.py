"""Why everything is held until a recovery, in words: for `/ready`, `status`, `doctor` and the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .causes import NotReadyCause
from .places import RecoveryOwed

CAUSE_OF: Mapping[str, NotReadyCause] = {"restored": "restored", "lost": "lost"}
NAMED_MAX = 3
WAITS = "nothing is read, sent or published"


def sentence(held: RecoveryOwed) -> str:
    """Which places, and what waits. Names no more than a few."""
    places = held.detail.get("places", [])
    named = ", ".join(_named(held.cause, place) for place in places[:NAMED_MAX])
    more = f" and {len(places) - NAMED_MAX} more" if len(places) > NAMED_MAX else ""
    since = f"since {held.since:%Y-%m-%d %H:%M} UTC {WAITS}"
    if held.cause == "lost":
        return f"the log ends before what was read of it: {named}{more}; {since}"
    return f"the database is older than what was read: {named}{more}; {since}"


def _named(cause: str, place: Mapping[str, Any]) -> str:
    where = f"{place.get('topic')} {place.get('partition')}"
    if cause == "lost":
        return f"{where} (read up to {place.get('database')})"
    return f"{where} (it has {place.get('database')}, {place.get('group')} was read)"
