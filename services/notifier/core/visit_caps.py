"""A visit is a contact like any other: does it leave every cap of its person whole, wherever in its window it may be?

1. A visit is weighed before its slot is offered, when it is agreed, and when it is permitted.
2. From the moment it is agreed it has a place in the ledger, so that later texts of any case of the person make way.
3. A visit that became one contact too many all the same (a text of another case went out while the offer was) is
   withdrawn, cause `over-cap`: the promise not to pester is older than the promise to come. The borrower is told.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from shared.contracts.values import Slot
from shared.policy.caps import Interval, capped
from shared.policy.parts import Cap

from .ledger import ON_THE_WAY, Contact, Ledger
from .rules import Rules

OVER_CAP = "visit-over-cap"


@dataclass(frozen=True, slots=True)
class OverCap:
    """`until` is when a window may begin at the earliest; None when no visit is allowed at all."""

    rule: str
    until: datetime | None


def slots_over_cap(
    slots: Iterable[Slot], offer: Interval, ledger: Ledger, case: str, rules: Rules, but: str
) -> OverCap | None:
    """The last of the moments that these slots would have to wait for; None when each fits behind the offer itself."""
    weighed = (
        _weighed(window.start, window.end, window.zone, offer, ledger, case, rules, but)
        for window in (slot.window for slot in slots)
    )
    found = [over for over in weighed if over is not None]
    return max(found, key=lambda over: over.until or offer[0], default=None)


def visit_over_cap(start: datetime, zone: str, visit: str, ledger: Ledger, case: str, rules: Rules) -> OverCap | None:
    """What stands against the visit in the window that begins at `start`, if anything does."""
    return _weighed(start, start + rules.visit_lasts, zone, None, ledger, case, rules, visit)


def reserved_over_cap(visit: str, zone: str, ledger: Ledger, case: str, rules: Rules) -> OverCap | None:
    """The same for a visit that has its place in the ledger."""
    place: Contact | None = ledger.visit(visit)
    return None if place is None else visit_over_cap(place.at, zone, visit, ledger, case, rules)


def _weighed(
    start: datetime,
    end: datetime,
    zone: str,
    offer: Interval | None,
    ledger: Ledger,
    case: str,
    rules: Rules,
    but: str,
) -> OverCap | None:
    def spans_of(cap: Cap) -> list[Interval]:
        spans = ledger.spans(cap, case, rules.visit_lasts, but)
        return [*spans, offer] if offer is not None and "text" in cap.channels else spans

    lasts = end - start + ON_THE_WAY
    moment, rule = start - ON_THE_WAY, ""
    # A later moment may break another cap, and lie on a day with other caps; behind the last contact none stands.
    while True:
        caps = rules.on(moment + ON_THE_WAY, zone).contact.caps
        found = capped(moment, lasts, caps, "visit", spans_of)
        if found is None:
            return OverCap(rule, moment + ON_THE_WAY) if rule else None
        if found.until is None:
            return OverCap(found.rule, None)
        moment, rule = found.until, found.rule
