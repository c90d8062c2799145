"""A case in lines: where it stands, what stops it, what it waits for, and every decision with its reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.text import Text

from ...views.at_the_door import service_word
from ...views.case_status import owed, when
from ...views.formatting import local, spoken
from ...views.hold_ends import ends, meaning
from ...views.timeline import TimelineEntry, from_where
from ...views.timer_words import timer_words
from .seen import CaseSeen
from .tones import COLOURS, LINK, QUIET, SHAPES
from .words import beside, fitted, wrapped

SERVICES = {"notifier": "#6cc4c9", "scheduler": "#c49be0", "router": LINK}
NUMBER_WIDTH = 5
NAME_WIDTH = 11
NARROW, YEAR = 70, len("2027-")
"""On fewer columns years are left out."""


def case_head(seen: CaseSeen, width: int) -> list[Text]:
    """What is known of it now."""
    owes = owed(seen.status)
    # A narrow screen has no room for what everybody knows who looks at it: where its cases are.
    zone = f"times are {seen.zone}’s" if width >= NARROW else ""
    return [
        beside(Text(owes or "no loan is known"), Text(zone, QUIET), width),
        *(_service(row, service_word(row, seen.status), seen.zone, width) for row in seen.status["services"]),
        *_stops(seen.status, seen.zone, width),
        *_next(seen.status, seen.zone, width),
    ]


def life_lines(seen: CaseSeen, width: int) -> list[Text]:
    """The newest decisions, oldest first; `from #7` means that decision number 7 led to this one."""
    lines: list[Text] = []
    earlier = seen.decisions - len(seen.life)
    if earlier > 0:
        lines += wrapped(f"{earlier:,} earlier decisions: ./doorstep why {seen.case}", width, QUIET)
    for entry in seen.life:
        lines += entry_lines(entry, seen.zone, width)
    return lines


def entry_lines(entry: TimelineEntry, zone: str, width: int) -> list[Text]:
    """When, who, what was heard; beneath it what was decided and why. Dim where nothing followed."""
    quiet = "" if entry.accepted else QUIET
    at = local(entry.at, zone)[0 if width >= NARROW else YEAR :]
    start = Text.assemble(
        (f"{entry.number:>{NUMBER_WIDTH - 1}} ", QUIET), (f"{at}  ", quiet or QUIET),
        (f"{entry.service:<{NAME_WIDTH - 1}}", quiet or SERVICES.get(entry.service, "")),
    )  # fmt: skip
    room, said = width - start.cell_len, spoken(entry.said)
    whole = f"{said}, from {from_where(entry)}"
    heard = fitted(whole if len(whole) <= room else said, room, quiet)
    why = entry.why if entry.accepted else f"{entry.why} (nothing follows)"
    rule = wrapped(f"rule: {entry.rule}", width, QUIET, indent=NUMBER_WIDTH, lines_max=2) if entry.rule else []
    return [
        Text.assemble(start, heard, no_wrap=True, end=""),
        *wrapped(f"{why} [{entry.reason}]", width, quiet, indent=NUMBER_WIDTH),
        *rule,
    ]


def _service(row: Mapping[str, Any], word: str, zone: str, width: int) -> Text:
    start = Text.assemble((f"{row['service']:<{NAME_WIDTH}}", SERVICES.get(row["service"], "")))
    since = when(row["at"], zone)
    said = f"{word}, since {since}: {row['why']}" if width >= NARROW else f"{word}, {since[YEAR:]}"
    return Text.assemble(start, fitted(said, width - start.cell_len), no_wrap=True, end="")


def _stops(status: Mapping[str, Any], zone: str, width: int) -> list[Text]:
    found = []
    for row in status["parked"]:
        told = f"set aside by {row['service']} since {when(row['since'], zone)}: {row['detail']} [{row['code']}]"
        found.append((COLOURS["bad"], f"{SHAPES['bad']} {told}"))
    for row in status["stopped_by"]:
        found.append((COLOURS["bad"], f"{SHAPES['bad']} {row['what']} is stopped for {row['scope']}: {row['cause']}"))
    for row in status["brakes"]:
        cause = str(row.get("cause"))
        until = f", until {when(row['until'], zone)}" if row.get("until") else ""
        ended = f"; ends by {ends(cause)}" if ends(cause) else ""
        found.append((COLOURS["wait"], f"{SHAPES['wait']} held: {meaning(cause)}{until}{ended}"))
    return [fitted(told, width, colour) for colour, told in found]


def _next(status: Mapping[str, Any], zone: str, width: int) -> list[Text]:
    timers = status["waits_for"]
    if not timers:
        return [fitted(f"{'next':<{NAME_WIDTH}}no timer is set", width, QUIET)]
    told = [f"{timer_words(row['kind'])[0]} {when(row['due_at'], zone)} ({row['service']})" for row in timers]
    return [fitted(f"{'next':<{NAME_WIDTH}}{'; '.join(told)}", width)]
