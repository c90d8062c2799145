"""A policy pack: the limits of one jurisdiction, versioned, each with its source. Packs are files next to this one.

A pack says what differs from `default`, which has every limit there is: what a pack leaves out is taken from there.
Nobody reads a limit from a pack as such; one asks for the limits `on` a local day, see `in_force`.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import StringConstraints, ValidationError

from .contact_calendar import ContactCalendar
from .in_force import Editions, editions
from .leaf import Part
from .parts import Limits

HOUSE = "default"
NAME = r"^[a-z][a-z0-9-]{0,31}$"
SECTIONS: dict[str, Any] = {name: info.annotation for name, info in Limits.model_fields.items()}


class Title(Part):
    """What a pack says of itself. `version` names it and its revision; every event decided under it carries that."""

    name: Annotated[str, StringConstraints(pattern=NAME)]
    version: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*@\d{4}\.\d{2}\.\d+$", max_length=64)]
    title: str
    confirmed_by_a_lawyer: bool


@dataclass(frozen=True, eq=False)
class Pack:
    """`written` has its leaves as they stand in the file, in force or not; decisions ask `on` a day instead."""

    title: Title
    written: Limits
    editions: Editions = field(repr=False)
    calendar: ContactCalendar = field(repr=False)

    @property
    def version(self) -> str:
        return self.title.version

    def on(self, day: date) -> Limits:
        """The limits that bind on the local day `day`."""
        return self.editions.on(day)


class NoPack(Exception):
    """There is no such pack, or its file is wrong. The message says which file and field, and what it should be."""


def resolve(jurisdiction: str, day: date) -> Limits:
    """The rules in force in `jurisdiction` on that local day; each leaf says its pack, path, source and standing."""
    return load_pack(jurisdiction).on(day)


def names() -> tuple[str, ...]:
    """The packs that come with the product."""
    found = (entry.name for entry in (files("shared.policy") / "packs").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def load_pack(name: str) -> Pack:
    """The pack called `name`. Raises `NoPack` in words an operator can act on."""
    if name not in names():
        raise NoPack(f"there is no policy pack {name!r}; there are: {', '.join(names())}")
    return parse_pack(_text(name), f"{name}.toml")


def parse_pack(text: str, origin: str) -> Pack:
    """A pack from TOML. Raises `NoPack` naming `origin` and each wrong field."""
    try:
        document = tomllib.loads(text)
        limits = {key: value for key, value in document.items() if key not in Title.model_fields}
        title = Title.model_validate({key: document[key] for key in Title.model_fields if key in document})
        written = Limits.model_validate(_completed(_placed(limits, title.name, "")))
    except tomllib.TOMLDecodeError as error:
        raise NoPack(f"{origin} is not TOML: {error}") from None
    except ValidationError as error:
        raise NoPack(f"{origin}: " + "; ".join(map(_said, error.errors(include_url=False)))) from None
    house = Limits.model_validate(_house())
    found = editions(written, house)
    for first, those in found.since:
        wrong = _contradiction(those)
        if wrong is not None:
            since = "" if first == date.min else f" from {first} on"
            raise NoPack(f"{origin}{since}: {wrong}")
    if not title.version.startswith(f"{title.name}@"):
        raise NoPack(f"{origin}: version must start with the pack's name and @")
    return Pack(title, written, found, ContactCalendar(found.on))


def _contradiction(limits: Limits) -> str | None:
    """Why limits that are in force together make no sense."""
    steps = [step.dpd for step in limits.cadence.steps.value]
    if not steps or steps != sorted(set(steps)):
        return "cadence.steps must rise in dpd and not be empty"
    if limits.cadence.attempts_max.value < limits.gate.attempts_min.value:
        return "cadence.attempts_max is below gate.attempts_min: no case could ever pass the gate"
    if limits.visit.ahead_min_days.value * 1440 <= limits.notice.lead_min.value:
        return "visit.ahead_min_days leaves no time for notice.lead_min"
    counted = max((cap.value.days for cap in limits.contact.caps), default=0)
    if limits.retention.cases_days.value <= max(counted, limits.retention.ids_days.value):
        return (
            "retention.cases_days is not longer than retention.ids_days and every contact.caps: they count what is kept"
        )
    return None


def _said(error: Any) -> str:
    place = [str(step) for step in error["loc"]]
    path = ".".join(place) or "pack"
    if error["type"] != "extra_forbidden":
        return f"{path}: {error['msg']}"
    part = SECTIONS.get(place[0]) if len(place) == 2 else Limits if len(place) == 1 else None
    there = f"; there are: {', '.join(part.model_fields)}" if part is not None else ""
    return f"{path}: nothing reads this, so it would bind nobody{there}"


def _text(name: str) -> str:
    return (files("shared.policy") / "packs" / f"{name}.toml").read_text(encoding="utf-8")


@cache
def _house() -> dict[str, Any]:
    """The sections of the default pack."""
    document = tomllib.loads(_text(HOUSE))
    return {name: _placed(document[name], HOUSE, name) for name in SECTIONS}


def _completed(own: dict[str, Any]) -> dict[str, Any]:
    """The document with what it leaves out taken from the house."""
    whole = {name: {**leaves, **own.get(name, {})} for name, leaves in _house().items()}
    return {**own, **whole}


def _placed(found: Any, pack: str, path: str) -> Any:
    """The document with each leaf told where it stands."""
    if isinstance(found, list):
        return [_placed(item, pack, f"{path}[{number}]") for number, item in enumerate(found)]
    if not isinstance(found, dict):
        return found
    if "cite" in found:
        return found | {"pack": pack, "path": path}
    return {key: _placed(value, pack, f"{path}.{key}" if path else key) for key, value in found.items()}
