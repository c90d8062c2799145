"""A row of the table: one outage, what has to be said about it, and how soon it has to be over."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .outage_system import Wanted
    from .trial import Trial

ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Row:
    """`do` carries the outage out. `said` are sayings of which one must be heard within `said_within_s` of its
    beginning: `ready:CAUSE`, `fact:NAME` (beside the causes), `metric:NAME`, `log:EVENT`, `supervisor:WORDS`,
    `command:WORDS`.

    After its end everything that was sent must be done within `recovers_within_s`, `by` itself or by the one command
    that the message names. `bound_s` ends a row that hangs. `own` is the system of its own that
    a row gets which harms it; the others share one. `not_yet`
    says what is missing where the product can't pass yet: the row runs, and its failure is not the campaign's.
    """

    name: str
    what: str
    do: Callable[[Trial], Awaitable[None]]
    said: tuple[str, ...]
    said_within_s: float = 20.0
    recovers_within_s: float = 60.0
    by: str = ALONE
    bound_s: float = 180.0
    own: Wanted | None = None
    not_yet: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody said something about the outage, so many seconds after it began. `saying` is of the form above."""

    at_s: float
    saying: str
    sentence: str = ""


@dataclass(slots=True)
class Seen:
    """What was seen of one row. `lost` and `doubled` are sentences, one for each thing; `trouble` is what kept the row
    from being carried out; `skipped` why it can't be here. `recovered_s` counts from the outage's end."""

    notices: Sequence[Notice] = ()
    recovered_s: float | None = None
    recovered_by: str = ALONE
    lost: Sequence[str] = ()
    doubled: Sequence[str] = ()
    wrong: list[str] = field(default_factory=list)
    trouble: str = ""
    skipped: str = ""
    seconds: float = 0.0


class Skipped(Exception):
    """This machine can't have that outage; the sentence says why."""
