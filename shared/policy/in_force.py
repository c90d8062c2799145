"""What binds on a day. The one place that looks at a leaf's dates and standing, and says what holds instead:

1. A window, cap or blackout that is not in force is not there. So where no window is in force there is no contact.
2. `contact.gap_min` that is not in force asks for no gap.
3. Of every other leaf there must be a value, so while a pack's own is not in force the house's holds: that of the
   default pack, the strictest that we know.

A draft is never in force, whatever its dates. Days are local: those of the borrower, or of the door.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeVar

from .leaf import Leaf, Part
from .parts import Limits

P = TypeVar("P", bound=Part)
NO_RULE: dict[str, Any] = {"contact.gap_min": 0}
"""Leaves that are switched off by a value, and are while they are not in force."""


@dataclass(frozen=True, eq=False)
class Editions:
    """The limits from each day on at which a leaf begins or ceases to bind; the first from the beginning of time."""

    since: tuple[tuple[date, Limits], ...]

    def on(self, day: date) -> Limits:
        """Those that bind on the local day `day`."""
        return next(limits for first, limits in reversed(self.since) if first <= day)


def editions(written: Limits, house: Limits) -> Editions:
    """What binds when, for leaves as they stand in a pack."""
    first_days = {date.min}
    for leaf in leaves(written):
        first_days.add(leaf.effective_from)
        if leaf.effective_to is not None and leaf.effective_to < date.max:
            first_days.add(leaf.effective_to + timedelta(days=1))
    return Editions(tuple((day, in_force(written, house, day)) for day in sorted(first_days)))


def in_force(written: Limits, house: Limits, day: date) -> Limits:
    """The limits that bind on `day`."""
    parts = {
        name: _part(getattr(written, name), getattr(house, name), name, day) for name in type(written).model_fields
    }
    return written.model_copy(update=parts)


def leaves(limits: Part) -> tuple[Leaf[Any], ...]:
    """All leaves, in the order of the schema."""
    found: list[Leaf[Any]] = []
    for name in type(limits).model_fields:
        value = getattr(limits, name)
        for one in value if isinstance(value, tuple) else (value,):
            found += (one,) if isinstance(one, Leaf) else leaves(one)
    return tuple(found)


def _part(own: P, house: P, path: str, day: date) -> P:
    return own.model_copy(
        update={
            name: _leaf(getattr(own, name), getattr(house, name), f"{path}.{name}", day)
            for name in type(own).model_fields
        }
    )


def _leaf(own: Any, house: Any, path: str, day: date) -> Any:
    if isinstance(own, tuple):
        return tuple(leaf for leaf in own if leaf.is_in_force(day))
    if own.is_in_force(day):
        return own
    return own.model_copy(update={"value": NO_RULE[path]}) if path in NO_RULE else house
