"""Which slots are searched for, offered, and can still be had."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from shared.policy.local_time import local_day

from .lookup import TakenTime
from .notice import deadline, keeps_promise
from .rules import VisitRules
from .state import Offer
from .visit_values import AnyWindow, OfferedSlot

SlotRule = Literal[
    "window-begun", "too-far-ahead", "too-near-for-notice", "local-time-differs", "out-of-hours", "person-visited"
]


@dataclass(frozen=True, slots=True)
class SlotObjection:
    """`code` is what is not satisfied, `cite` the pack's leaf."""

    code: SlotRule
    cite: str = ""


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


def usable(
    slots: Iterable[OfferedSlot], at: datetime, taken: Iterable[TakenTime], rules: VisitRules
) -> tuple[OfferedSlot, ...]:
    """The first slots that may be offered: in contact hours, with time for an answer and a notice, promise true."""
    times = tuple(taken)
    fit = (slot for slot in slots if next(objections(slot.window, at, times, rules), None) is None)
    return tuple(slot for slot, _ in zip(fit, range(rules.slots_max), strict=False))


def objections(
    window: AnyWindow, at: datetime, taken: Iterable[TakenTime], rules: VisitRules
) -> Iterator[SlotObjection]:
    """Everything for which a window may not be offered at `at`, whoever could serve it."""
    yield from _out_of_reach(window, at, rules)
    if not keeps_promise(window):
        yield SlotObjection("local-time-differs")
    if rules.calendar.rule_of("visit", window) is None:
        yield SlotObjection("out-of-hours", rules.calendar.rule_on("visit", local_day(window.start, window.zone)))
    if too_near(window, taken, rules):
        yield SlotObjection("person-visited", rules.visit_every_cite)


def reachable(window: AnyWindow, at: datetime, rules: VisitRules) -> bool:
    """Can a crew be found and the notice be given before its deadline? A window years ahead is no window."""
    return next(_out_of_reach(window, at, rules), None) is None


def _out_of_reach(window: AnyWindow, at: datetime, rules: VisitRules) -> Iterator[SlotObjection]:
    if window.start <= at:
        yield SlotObjection("window-begun")
    elif window.start >= at + 2 * rules.wish_horizon:
        yield SlotObjection("too-far-ahead")
    elif _ready(at, window.zone, rules) > deadline(window, rules):
        yield SlotObjection("too-near-for-notice", rules.lead_cite)


def _ready(at: datetime, zone: str, rules: VisitRules) -> datetime:
    """When the notice of what is chosen at `at` may be expected to have arrived."""
    return rules.calendar.first_open("text", zone, at + rules.crew_slack) + rules.book_ahead


def too_near(window: AnyWindow, taken: Iterable[TakenTime], rules: VisitRules) -> bool:
    """Would this be a second visit of one person within the days that must lie between two?"""
    return any(abs(window.start - other.start) < rules.visit_every for other in taken)


def post_until(slots: tuple[OfferedSlot, ...], at: datetime, rules: VisitRules) -> datetime:
    """When an offer that could not be sent is pointless: the last slot can't be noticed any more, or it is stale."""
    return min(at + rules.post_within, max(deadline(slot.window, rules) for slot in slots) - rules.book_ahead)


def expiry(offer: Offer, delivered_at: datetime, rules: VisitRules) -> datetime:
    """Until when an answer counts: the time to answer, or the last slot that can still be noticed."""
    return min(
        delivered_at + rules.answer_within,
        max(deadline(slot.window, rules) for slot in offer.slots) - rules.book_ahead,
    )
