"""Which slots are searched for, offered, and can still be had."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from shared.contracts.values import Slot, Window

from .lookup import TakenTime
from .notice import deadline, keeps_promise
from .rules import VisitRules
from .state import Offer


def search(
    at: datetime, zone: str, around: datetime | None, rules: VisitRules, not_before: datetime | None = None
) -> tuple[datetime, datetime]:
    """Between which instants to look: from the opening of a local day on.

    Around a time that the borrower proposed it is as early as an answer and a notice allow, and not beyond the horizon.
    Where it may only begin later, at the visiting hours from `not_before` on, it ends as much later.
    """
    earliest, latest = _search(at, zone, around, rules)
    first = earliest if not_before is None else max(earliest, rules.calendar.first_open("visit", zone, not_before))
    return first, latest + (first - earliest)


def _search(at: datetime, zone: str, around: datetime | None, rules: VisitRules) -> tuple[datetime, datetime]:
    if around is None:
        first, last = at + rules.search_from, at + rules.search_to
        return rules.calendar.beginning("visit", zone, first), rules.calendar.beginning("visit", zone, last)
    earliest, horizon = _ready(at, zone, rules) + rules.answer_room + rules.lead, at + rules.wish_horizon
    middle = min(max(around, earliest), horizon)
    return max(earliest, middle - rules.wish_room), min(middle + rules.wish_room, horizon)


def usable(slots: Iterable[Slot], at: datetime, taken: Iterable[TakenTime], rules: VisitRules) -> tuple[Slot, ...]:
    """The first slots that may be offered: in contact hours, with time for an answer and a notice, promise true."""
    times = tuple(taken)
    fit = (
        slot
        for slot in slots
        if reachable(slot.window, at, rules)
        and keeps_promise(slot.window)
        and rules.calendar.rule_of("visit", slot.window) is not None
        and not too_near(slot.window, times, rules)
    )
    return tuple(slot for slot, _ in zip(fit, range(rules.slots_max), strict=False))


def reachable(window: Window, at: datetime, rules: VisitRules) -> bool:
    """Can a crew be found and the notice be given before its deadline? A window years ahead is no window."""
    soon = at < window.start < at + 2 * rules.wish_horizon
    return soon and _ready(at, window.zone, rules) <= deadline(window, rules)


def _ready(at: datetime, zone: str, rules: VisitRules) -> datetime:
    """When the notice of what is chosen at `at` may be expected to have arrived."""
    return rules.calendar.first_open("text", zone, at + rules.crew_slack) + rules.book_ahead


def too_near(window: Window, taken: Iterable[TakenTime], rules: VisitRules) -> bool:
    """Would this be a second visit of one person within the days that must lie between two?"""
    return any(abs(window.start - other.start) < rules.visit_every for other in taken)


def post_until(slots: tuple[Slot, ...], at: datetime, rules: VisitRules) -> datetime:
    """When an offer that could not be sent is pointless: the last slot can't be noticed any more, or it is stale."""
    return min(at + rules.post_within, max(deadline(slot.window, rules) for slot in slots) - rules.book_ahead)


def expiry(offer: Offer, delivered_at: datetime, rules: VisitRules) -> datetime:
    """Until when an answer counts: the time to answer, or the last slot that can still be noticed."""
    return min(
        delivered_at + rules.answer_within,
        max(deadline(slot.window, rules) for slot in offer.slots) - rules.book_ahead,
    )
