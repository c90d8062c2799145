"""Slots from real free time: two or three windows that a legal crew can serve, for the borrower to choose from.

Nothing is reserved: a booking is checked again when it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from shared.contracts.routing import Ask
from shared.contracts.values import Reason, Slot, Window
from shared.ids import derive

from . import unassigned_reasons
from .arrival_windows import arrival_windows
from .day_routes import day_routes, days_of
from .lookup import RegionContext
from .search import choices, search_space
from .visit_site import VisitSite

SAME_DAY_S = 3_600
SAME_PART_S = 1_200
"""What a slot on a day, or in a part of day, that is offered already counts as, in seconds of detour: a borrower who
can't come on Tuesday morning should find something else."""


@dataclass(frozen=True, slots=True)
class Candidate:
    window: Window
    detour_s: int
    day: str
    part: str


def quote(ask: Ask, context: RegionContext) -> tuple[tuple[Slot, ...], tuple[Reason, ...]]:
    """The slots to offer, ascending; or none, and the reasons."""
    place = context.lookup.place_of(ask.home)
    if place is None:
        return (), (unassigned_reasons.home_unreadable(),)
    # A borrower who named a time is offered what is close to it to the half hour; others get round hours.
    every = timedelta(minutes=60 if ask.around is None else 30)
    limits = context.limits(ask.zone)
    found = arrival_windows(
        context.rules.pack.calendar,
        ask.zone,
        max(ask.earliest, context.at),
        ask.latest,
        lasts=timedelta(minutes=limits.visit.window_min.value),
        visit=timedelta(minutes=ask.needs.duration_min),
        every=every,
    )
    if not found:
        return (), (unassigned_reasons.outside_hours(limits),)
    site = VisitSite(place, ask.needs, context.region.barred(ask.case, ask.not_collectors))
    days = days_of((window.start for window in found), context.region.zone or ask.zone)
    planned = day_routes(context.region, days, context.at, context.lookup)
    free = [
        _candidate(found[choice.window], choice.cost_s)
        for choice in choices(planned, site, found, search_space(planned, site, context.rules.travel))
    ]
    if not free:
        return (), unassigned_reasons.refusals(planned, site, found, context.rules, limits)
    chosen = _spread(free, ask.slots_max) if ask.around is None else _nearest(free, ask.around, ask.slots_max)
    return tuple(_slot(ask, each) for each in chosen), ()


def _slot(ask: Ask, candidate: Candidate) -> Slot:
    name = f"s-{derive('slot', ask.request, candidate.window.start.isoformat()).hex[:12]}"
    return Slot(slot=name, window=candidate.window, detour_s=candidate.detour_s)


def _spread(free: Sequence[Candidate], slots_max: int) -> list[Candidate]:
    """Cheap to reach, on different days and at different times of day."""

    def worth(chosen: Sequence[Candidate]) -> Callable[[Candidate], Any]:
        days, parts = {each.day for each in chosen}, {each.part for each in chosen}
        return lambda each: each.detour_s + SAME_DAY_S * (each.day in days) + SAME_PART_S * (each.part in parts)

    return _pick(free, slots_max, worth)


def _nearest(free: Sequence[Candidate], around: datetime, slots_max: int) -> list[Candidate]:
    """Close to the time wished for; among windows equally close the one cheapest to reach."""

    def off(candidate: Candidate) -> tuple[float, int]:
        early, late = candidate.window.start - around, around - candidate.window.end
        return max(early.total_seconds(), late.total_seconds(), 0.0), candidate.detour_s

    return _pick(free, slots_max, lambda chosen: off)


def _pick(
    free: Sequence[Candidate], slots_max: int, worth: Callable[[Sequence[Candidate]], Callable[[Candidate], Any]]
) -> list[Candidate]:
    """One after another the best that overlaps none of those chosen, of equals the earliest; ascending in time in the
    end. `free` is ascending."""
    chosen: list[Candidate] = []
    left = list(free)
    while left and len(chosen) < slots_max:
        best = min(left, key=worth(chosen))
        chosen.append(best)
        start, end = best.window.start, best.window.end
        left = [each for each in left if each.window.start >= end or each.window.end <= start]
    return sorted(chosen, key=lambda each: each.window.start)


def _candidate(window: Window, detour_s: int) -> Candidate:
    """With the local day, and whether the window begins in the morning, the afternoon or late."""
    hour = int(window.local[11:13])
    part = "morning" if hour < 12 else "afternoon" if hour < 16 else "late"
    return Candidate(window, detour_s, window.local[:10], part)
