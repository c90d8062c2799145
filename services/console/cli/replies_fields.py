"""The fields of a labelled line, each read or refused in words that don't repeat its value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

from services.notifier.understanding.reading import AskedKind, OfferedWindow, OpenQuestion
from shared.contracts.times import EARLIEST, LATEST
from shared.contracts.zones import LISTED

ASKED: tuple[AskedKind, ...] = get_args(AskedKind)
HALF_A_CHARACTER = re.compile("[\ud800-\udfff]")
Fields = Mapping[str, Any]


class WrongField(ValueError):
    """What is wrong with a line, as the second half of a sentence."""


def id_in(line: Fields) -> str | int:
    """A text or a whole number, as it is printed again."""
    found = _present(line, "id")
    if isinstance(found, int) and not isinstance(found, bool):
        return found
    return text_in(line, "id")


def text_in(line: Fields, name: str, default: str | None = None, within: str = "") -> str:
    """Raises `WrongField`, also where it is missing without a `default`; so do all of these."""
    found = _present(line, name, within) if default is None else line.get(name, default)
    if not isinstance(found, str):
        raise WrongField(f"{within}{name} is no text")
    if HALF_A_CHARACTER.search(found):
        raise WrongField(f"{within}{name} holds half a character (a surrogate without its other half)")
    return found


def zone_in(line: Fields) -> ZoneInfo:
    name = text_in(line, "tz")
    if name not in LISTED:
        raise WrongField("tz is no time zone of the IANA database, like Europe/Lisbon")
    return ZoneInfo(name)


def moment_in(line: Fields, name: str, within: str = "") -> datetime:
    """As it is written, with an offset or without."""
    text = text_in(line, name, within=within)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise WrongField(f"{within}{name} is no date and time, like 2026-11-24T14:20:00+08:00") from None
    if not EARLIEST <= (found if found.tzinfo else found.replace(tzinfo=UTC)) < LATEST:
        raise WrongField(f"{within}{name} is not in the years {EARLIEST.year} to {LATEST.year - 1}")
    return found


def aware_moment_in(line: Fields, name: str, within: str = "") -> datetime:
    """As it is written, with its offset."""
    found = moment_in(line, name, within)
    if found.tzinfo is None:
        raise WrongField(f"{within}{name} has no offset from UTC, like +08:00")
    return found


def local_moment_in(line: Fields, name: str, zone: ZoneInfo, within: str = "") -> datetime:
    return aware_moment_in(line, name, within).astimezone(zone)


def question_in(line: Fields, zone: ZoneInfo) -> OpenQuestion:
    """What was asked, in the borrower's own zone: `slots` of an offer, `start` and `end` of a notice."""
    asked = _object(_present(line, "asked"), "asked")
    said = text_in(asked, "kind", within="asked.")
    kind = next((known for known in ASKED if known == said), None)
    if kind is None:
        raise WrongField(f"asked.kind is none of {', '.join(ASKED)}")
    slots = asked.get("slots", [])
    if not isinstance(slots, list):
        raise WrongField("asked.slots is no list")
    windows = [_slot(slot, zone, f"asked.slots[{place}]") for place, slot in enumerate(slots)]
    if len({window.number for window in windows}) != len(windows):
        raise WrongField("two of asked.slots have the same n")
    if "start" in asked or "end" in asked:
        windows.append(_window(asked, 1, zone, "asked."))
    return OpenQuestion(kind, tuple(windows), text_in(asked, "text", "", "asked."))


def _slot(slot: Any, zone: ZoneInfo, within: str) -> OfferedWindow:
    fields = _object(slot, within)
    number = _present(fields, "n", f"{within}.")
    if not isinstance(number, int) or isinstance(number, bool):
        raise WrongField(f"{within}.n is no whole number")
    return _window(fields, number, zone, f"{within}.")


def _window(fields: Fields, number: int, zone: ZoneInfo, within: str) -> OfferedWindow:
    start, end = (local_moment_in(fields, name, zone, within) for name in ("start", "end"))
    if start >= end:
        raise WrongField(f"{within}end is not after {within}start")
    return OfferedWindow(number, start, end)


def _object(found: Any, name: str) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise WrongField(f"{name} is no object")
    return found


def _present(line: Fields, name: str, within: str = "") -> Any:
    if name not in line:
        raise WrongField(f"{within}{name} is missing")
    return line[name]
