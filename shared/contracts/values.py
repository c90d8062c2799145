"""Values that events are made of. Every string is bounded, every time aware, every amount in minor units.

Money is never a float: `Money(minor=12050, currency="EUR")` is 120.50 euro.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from .currencies import MINOR_DIGITS
from .times import NEWS, Instant, Zone

Ident = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$")]
CaseId = Ident
BorrowerId = Ident
CollectorId = Ident
Region = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
Cell = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{15}$", strict=True)]
"""An H3 index at resolution 7 (about 5 km²): coarse enough to be readable, fine enough to screen by."""
Code = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
"""A reason a machine can count: lower-case words with hyphens."""
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
"""A reason a person can read. Never holds personal data."""
Cite = Annotated[str, StringConstraints(max_length=200, pattern=r"^[^\x00-\x1f\x7f-\x9f]*$")]
"""A rule of a policy pack and where it comes from; empty when a reason rests on none."""
Count = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
"""A whole number that a column and a browser can hold."""
Certificate = Literal["law", "communication", "psychology"]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
LanguageTag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,4}$")]
"""BCP 47 (RFC 5646), as far as it names a language, a script and a region."""


def _known_currency(code: str) -> str:
    if code not in MINOR_DIGITS:
        raise ValueError("unknown currency")
    return code


Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$"), AfterValidator(_known_currency)]
MINOR_MAX = 10**15


class Value(BaseModel):
    """Frozen, strict about types, and closed: a producer can't smuggle a field in."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_max_length=4096, defer_build=True)


class Amount(Value):
    """Money that was booked, in minor units of an ISO 4217 currency; below zero what was taken back."""

    minor: Annotated[int, Field(strict=True, gt=-MINOR_MAX - 1, le=MINOR_MAX)]
    currency: Currency


class Money(Amount):
    """A positive amount in minor units of an ISO 4217 currency."""

    minor: Annotated[int, Field(strict=True, gt=0, le=MINOR_MAX)]
    currency: Currency


class Balance(Value):
    """What is still owed, in minor units; nothing owed is 0, and below zero when more was paid than was owed."""

    minor: Annotated[int, Field(strict=True, ge=-MINOR_MAX, le=MINOR_MAX)]
    currency: Currency


class Sealed(Value):
    """A personal value, unreadable without its owner's data key.

    AES-256-GCM under data key `kid`, bound to the event `of` it was sealed for and to its field name. It may
    travel on in later events unchanged; deleting the key makes every copy unreadable.
    """

    kid: Ident
    of: Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=r"^[\x21-\x7e]+$")]
    field: Code
    box: Annotated[str, StringConstraints(min_length=1, max_length=30_000_000, pattern=r"^[A-Za-z0-9_=-]+$")]


class Window(Value):
    """An arrival window, as promised: UTC instants, the zone, and the local start that a person was told.

    In an event that comes in the three agree (`NEWS` as validation context). So an hour that clocks skip can't be
    promised; of one that comes twice, `start` says which. What was agreed long ago may differ, because zones change
    their rules: it must stay readable, so that somebody can be told.
    """

    start: Instant
    end: Instant
    zone: Zone
    local: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$")]

    @model_validator(mode="after")
    def _agrees(self, info: ValidationInfo) -> Self:
        if self.end < self.start:
            raise ValueError("a window does not end before it starts")
        if info.context is NEWS and self.start.astimezone(ZoneInfo(self.zone)).isoformat()[:16] != self.local:
            raise ValueError("clocks of the zone show another time at the start")
        return self


class Slot(Value):
    """A window the router can serve: it has a legal crew with free time. `detour_s` is the added travel."""

    slot: Ident
    window: Window
    detour_s: Count


class Needs(Value):
    """What a visit asks of its crew."""

    crew_size: Annotated[int, Field(strict=True, ge=1, le=4)] = 2
    certificates: tuple[Certificate, ...] = ("communication", "law", "psychology")
    duration_min: Annotated[int, Field(strict=True, ge=5, le=240)] = 30


class Reason(Value):
    """Why, for machines and for people, with the rule it rests on where there is one."""

    code: Code
    text: Sentence
    rule: Cite = ""


class Member(Value):
    """One collector of a crew. The name is sealed under the collector's own key."""

    collector: CollectorId
    name: Sealed


class PermitLine(Value):
    """One rule of a permit and the event that satisfied it."""

    rule: Code
    satisfied_by: Annotated[str, StringConstraints(max_length=64, pattern=r"^[\x21-\x7e]*$")]
    text: Sentence
