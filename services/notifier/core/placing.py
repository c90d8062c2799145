"""A visit is a contact like any other: does it leave every cap of its person whole, wherever in its window it may be?

1. A visit is weighed before its slot is offered, when it is agreed, and when it is permitted.
2. From the moment it is agreed it has a place in the ledger, so that later texts of any case of the person make way.
3. A visit that became one contact too many all the same (a text of another case went out while the offer was) is
   withdrawn, cause `over-cap`: the promise not to pester is older than the promise to come. The borrower is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.contracts.values import Slot
from shared.policy import Pack

from .ledger import ON_THE_WAY, Contact, Ledger, Span, earliest

OVER_CAP = "visit-over-cap"


@dataclass(frozen=True, slots=True)
class OverCap:
    """`until` is when a window may begin at the earliest; None when no visit is allowed at all."""

    rule: str
    until: datetime | None


def visit_lasts(pack: Pack) -> timedelta:
    """How long a window is."""
    return timedelta(minutes=pack.visit.window_min.value)


def slots_over_cap(
    slots: Iterable[Slot], offer: Span, ledger: Ledger, case: str, pack: Pack, but: str
) -> OverCap | None:
    """The last of the moments that these slots would have to wait for; None when each fits behind the offer itself."""
    found = [
        over
        for slot in slots
        if (over := _weighed(slot.window.start, slot.window.end, offer, ledger, case, pack, but)) is not None
    ]
    return max(found, key=lambda over: over.until or offer[0], default=None)


def visit_over_cap(start: datetime, visit: str, ledger: Ledger, case: str, pack: Pack) -> OverCap | None:
    """What stands against the visit in the window that begins at `start`, if anything does."""
    return _weighed(start, start + visit_lasts(pack), None, ledger, case, pack, visit)


def reserved_over_cap(visit: str, ledger: Ledger, case: str, pack: Pack) -> OverCap | None:
    """The same for a visit that has its place in the ledger."""
    place: Contact | None = ledger.visit(visit)
    return None if place is None else visit_over_cap(place.at, visit, ledger, case, pack)


def _weighed(
    start: datetime, end: datetime, offer: Span | None, ledger: Ledger, case: str, pack: Pack, but: str
) -> OverCap | None:
    leaves = [leaf for leaf in pack.contact.caps if "visit" in leaf.value.channels and leaf.is_in_force(start.date())]
    lasts = end - start + ON_THE_WAY
    moment, rule, moved = start - ON_THE_WAY, "", True
    while moved:  # a later moment may break another cap; behind the last contact none stands
        moved = False
        for leaf in leaves:
            spans = ledger.spans(leaf.value, case, visit_lasts(pack), but)
            if offer is not None and "text" in leaf.value.channels:
                spans.append(offer)
            first = earliest(moment, spans, leaf.value, lasts)
            if first is None:
                return OverCap(leaf.rule, None)
            if first > moment:
                moment, rule, moved = first, leaf.rule, True
    return OverCap(rule, moment + ON_THE_WAY) if rule else None
