"""Events, timers, inputs and moments in the words that a person reads."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

_AGED = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))
_CAPITALS = re.compile(r"(?<=[a-z])(?=[A-Z])")


def spoken(said: str) -> str:
    """`loan overdue` of `doorstep.loan.overdue.v1`, `timer cadence` of `timer:cadence`, `text settled` of an input."""
    kind, _, name = said.partition(":")
    if kind == "timer" and name:
        return f"timer {name}"
    if kind == "direct" and name:
        return _CAPITALS.sub(" ", name).lower()
    parts = said.removeprefix("doorstep.").split(".")
    if len(parts) > 1 and re.fullmatch(r"v\d+", parts[-1]):
        parts = parts[:-1] if parts[-1] == "v1" else parts
    return " ".join(parts).replace("-", " ")


def local(at: datetime, zone: str) -> str:
    """`2026-11-02 09:00`, in the zone."""
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


def day_and_hour(at: datetime) -> str:
    """`Fri 27 Nov 14:00`, as it is."""
    return at.strftime("%a %d %b %H:%M")


def span(start: datetime, end: datetime) -> str:
    """`Fri 27 Nov 14:00 to 16:00`; with both days where they differ."""
    return (
        f"{day_and_hour(start)} to {end:%H:%M}"
        if start.date() == end.date()
        else (f"{day_and_hour(start)} to {day_and_hour(end)}")
    )


def moment(text: Any) -> datetime | None:
    """The moment that a document holds as text, or None."""
    try:
        found = datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError:
        return None
    return found if found.tzinfo is not None else None


def iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at is not None else None


def took(ms: int | None) -> str:
    """`30 ms`, `2.5 s`, `1 min`, or `-`."""
    if ms is None:
        return "-"
    if ms < 1000:
        return f"{ms} ms"
    return f"{ms / 1000:.3g} s" if ms < 60_000 else f"{ms / 60_000:.3g} min"


def age(span: timedelta) -> str:
    """`3 d`, `2 h`, `5 min`, `4 s`: as coarse as a person wants to know, rounded down; never negative."""
    seconds = max(0, int(span.total_seconds()))
    for size, unit in _AGED:
        if seconds >= size:
            return f"{seconds // size} {unit}"
    return "0 s"
