"""How many contacts in how many days: when is one more allowed?

A contact need not be a moment: nobody knows when in its window a visit will be, so it counts wherever in its span it
may be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from .leaf import Leaf
from .parts import Cap, Channel

Interval = tuple[datetime, datetime]
AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Capped:
    """One contact more would break a cap until `until`; None where the cap allows none at all."""

    until: datetime | None
    rule: str


def capped(
    at: datetime,
    lasts: timedelta,
    caps: Iterable[Leaf[Cap]],
    channel: Channel,
    spans_of: Callable[[Cap], Sequence[Interval]],
) -> Capped | None:
    """The first of `caps` that a contact over `channel` at `at`, lasting `lasts`, would break; None when it may be.

    `spans_of` are the contacts that a cap counts.
    """
    for leaf in caps:
        if channel in leaf.value.channels:
            moment = earliest(at, spans_of(leaf.value), leaf.value, lasts)
            if moment is None or moment > at:
                return Capped(moment, leaf.rule)
    return None


def earliest(at: datetime, spans: Sequence[Interval], cap: Cap, lasts: timedelta = AT_ONCE) -> datetime | None:
    """The first moment from `at` on when one more contact, lasting `lasts`, breaks no window of the cap.

    Every window that holds it is looked at, also those that end later: contacts that lie ahead (a visit that was
    agreed) count too. None when the cap allows no contact at all.
    """
    if cap.contacts_max == 0:
        return None
    span = timedelta(days=cap.days)
    # What stands in the way leaves a window when it lies a window behind, and at no other moment.
    candidates = sorted({at, *(last + span for _, last in spans if last + span > at)})
    return next(moment for moment in candidates if _fits((moment, moment + lasts), spans, cap.contacts_max, span))


def _fits(new: Interval, others: Sequence[Interval], contacts_max: int, span: timedelta) -> bool:
    """Does each window that may hold `new` hold at most `contacts_max`? A contact is somewhere in its span."""
    if len(others) < contacts_max:
        return True
    everything = (*others, new)
    return all(
        sum(first < begins + span and begins <= last for first, last in everything) <= contacts_max
        for begins in {last for _, last in everything}
        if begins <= new[1] and new[0] < begins + span
    )
