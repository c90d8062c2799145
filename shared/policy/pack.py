"""A policy pack: the limits of one jurisdiction, versioned, each with its source. Packs are files next to this one."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from pydantic import StringConstraints, ValidationError, model_validator

from .leaf import Part
from .parts import Cadence, Contact, Gate, Holds, Notice, OptOut, Retention, Visit

NAME = r"^[a-z][a-z0-9-]{0,31}$"


class Pack(Part):
    """`version` names the pack and its revision; every event decided under it carries that."""

    name: Annotated[str, StringConstraints(pattern=NAME)]
    version: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*@\d{4}\.\d{2}\.\d+$", max_length=64)]
    title: str
    confirmed_by_a_lawyer: bool
    contact: Contact
    opt_out: OptOut
    cadence: Cadence
    gate: Gate
    notice: Notice
    visit: Visit
    holds: Holds
    retention: Retention

    @model_validator(mode="after")
    def _hangs_together(self) -> Pack:
        if not self.version.startswith(f"{self.name}@"):
            raise ValueError("version must start with the pack's name and @")
        steps = [step.dpd for step in self.cadence.steps.value]
        if not steps or steps != sorted(set(steps)):
            raise ValueError("cadence.steps must rise in dpd and not be empty")
        if self.cadence.attempts_max.value < self.gate.attempts_min.value:
            raise ValueError("cadence.attempts_max is below gate.attempts_min: no case could ever pass the gate")
        if self.visit.ahead_min_days.value * 1440 <= self.notice.lead_min.value:
            raise ValueError("visit.ahead_min_days leaves no time for notice.lead_min")
        return self


class NoPack(Exception):
    """There is no such pack, or its file is wrong. The message says which file and field, and what it should be."""


def names() -> tuple[str, ...]:
    """The packs that come with the product."""
    found = (entry.name for entry in (files("shared.policy") / "packs").iterdir())
    return tuple(sorted(name.removesuffix(".toml") for name in found if name.endswith(".toml")))


@cache
def load_pack(name: str) -> Pack:
    """The pack called `name`. Raises `NoPack` in words an operator can act on."""
    if name not in names():
        raise NoPack(f"there is no policy pack {name!r}; there are: {', '.join(names())}")
    text = (files("shared.policy") / "packs" / f"{name}.toml").read_text(encoding="utf-8")
    return parse_pack(text, f"{name}.toml")


def parse_pack(text: str, origin: str) -> Pack:
    """A pack from TOML. Raises `NoPack` naming `origin` and each wrong field."""
    try:
        return Pack.model_validate(_with_paths(tomllib.loads(text), ""))
    except tomllib.TOMLDecodeError as error:
        raise NoPack(f"{origin} is not TOML: {error}") from None
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, e['loc'])) or 'pack'}: {e['msg']}" for e in error.errors(include_url=False)]
        raise NoPack(f"{origin}: " + "; ".join(lines)) from None


def _with_paths(found: Any, path: str) -> Any:
    """The document with each leaf told where it stands."""
    if isinstance(found, list):
        return [_with_paths(item, f"{path}[{number}]") for number, item in enumerate(found)]
    if not isinstance(found, dict):
        return found
    if "cite" in found:
        return found | {"path": path}
    return {key: _with_paths(value, f"{path}.{key}" if path else key) for key, value in found.items()}
