"""Slots from real free time: two or three windows that a legal crew can serve, for the borrower to choose from.

Nothing is reserved: a booking is checked again when it is made.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from services.router.core import why
from services.router.core.arrival_windows import arrival_windows
from services.router.core.daybook import days_of, open_book
from services.router.core.door import Door
from services.router.core.means import Moment
from services.router.core.region import Region
from services.router.core.search import choices
from shared.contracts.routing import Ask
from shared.contracts.values import Reason, Slot, Window
from shared.ids import derive

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


def quote(region: Region, ask: Ask, now: Moment) -> tuple[tuple[Slot, ...], tuple[Reason, ...]]:
    """The slots to offer, ascending; or none, and the reasons."""
    place = now.sight.place_of(ask.home)
    if place is None:
        return (), (why.home_unreadable(),)
    # A borrower who named a time is offered what is close to it to the half hour; others get round hours.
    every = timedelta(minutes=60 if ask.around is None else 30)
    limits = now.limits(ask.zone)
    found = arrival_windows(
        now.means.pack.calendar,
        ask.zone,
        max(ask.earliest, now.at),
        ask.latest,
        lasts=timedelta(minutes=limits.visit.window_min.value),
        visit=timedelta(minutes=ask.needs.duration_min),
        every=every,
    )
    if not found:
        return (), (why.outside_hours(limits),)
    door = Door(place, ask.needs, region.barred(ask.case, ask.not_collectors))
    days = days_of((window.start for window in found), region.zone or ask.zone)
    book = open_book(region, days, now.at, now.sight)
    free = [
        _candidate(found[choice.window], choice.cost_s)
        for choice in choices(book, door, found, now.means.travel, now.means.kernel)
    ]
    if not free:
        return (), why.refusals(book, door, found, now.means, limits)
    chosen = _spread(free, ask.slots_max) if ask.around is None else _nearest(free, ask.around, ask.slots_max)
    return tuple(_slot(ask, each) for each in chosen), ()


def _slot(ask: Ask, candidate: Candidate) -> Slot:
    name = f"s-{derive('slot', ask.request, candidate.window.start.isoformat()).hex[:12]}"
    return Slot(slot=name, window=candidate.window, detour_s=candidate.detour_s)


def _spread(free: Sequence[Candidate], slots_max: int) -> list[Candidate]:
    """Cheap to reach, on different days and at different times of day."""

    def worth(candidate: Candidate, chosen: Sequence[Candidate]) -> int:
        same_day = SAME_DAY_S if any(candidate.day == other.day for other in chosen) else 0
        same_part = SAME_PART_S if any(candidate.part == other.part for other in chosen) else 0
        return candidate.detour_s + same_day + same_part

    return _pick(free, slots_max, worth)


def _nearest(free: Sequence[Candidate], around: datetime, slots_max: int) -> list[Candidate]:
    """Close to the time wished for; among windows equally close the one cheapest to reach."""

    def worth(candidate: Candidate, chosen: Sequence[Candidate]) -> tuple[float, int]:
        early, late = candidate.window.start - around, around - candidate.window.end
        return max(early.total_seconds(), late.total_seconds(), 0.0), candidate.detour_s

    return _pick(free, slots_max, worth)


def _pick(
    free: Sequence[Candidate], slots_max: int, worth: Callable[[Candidate, Sequence[Candidate]], Any]
) -> list[Candidate]:
    """One after another the best that overlaps none of those chosen; ascending in time in the end."""
    chosen: list[Candidate] = []
    left = list(free)
    while left and len(chosen) < slots_max:
        best = min(left, key=lambda each: (worth(each, chosen), each.window.start))
        chosen.append(best)
        left = [each for each in left if each.window.start >= best.window.end or each.window.end <= best.window.start]
    return sorted(chosen, key=lambda each: each.window.start)


def _candidate(window: Window, detour_s: int) -> Candidate:
    """With the local day, and whether the window begins in the morning, the afternoon or late."""
    hour = int(window.local[11:13])
    part = "morning" if hour < 12 else "afternoon" if hour < 16 else "late"
    return Candidate(window, detour_s, window.local[:10], part)
