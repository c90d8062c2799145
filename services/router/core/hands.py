"""Collectors who are in no crew on a day, as candidates for a new one that would go to one door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.router.core.daybook import Book
from services.router.core.door import REACH_S, Door
from services.router.core.fleet import Span
from services.router.core.insertion import Ints, ints
from services.router.core.travel import Travel, row
from shared.contracts.values import CollectorId


@dataclass(frozen=True, slots=True)
class Hands:
    """One row per collector and stretch of work, sorted by day, then cost: there and back again, in seconds."""

    collector: list[CollectorId]
    spans: list[Span]
    arr: Ints
    due: Ints
    cost: Ints
    day: Ints


def hands_for(book: Book, door: Door, legal: Sequence[set[CollectorId]], travel: Travel) -> Hands:
    """Every free collector near enough, on every day of the book."""
    found = [
        (day, name, span)
        for day, names in enumerate(legal)
        for name in sorted(names - book.taken[day].keys())
        for span in book.spans_on(name, day)
    ]
    if not found:
        return Hands([], [], ints([]), ints([]), ints([]), ints([]))
    here = row(door.place)
    homes = np.array([book.homes[name] for _, name, _ in found])
    begins = np.array([book.start_of(name, day) for day, name, _ in found])
    spans = ints([span for _, _, span in found])
    come, go = travel.seconds(begins, here), travel.seconds(here, homes)
    cost, day = come + go, ints([day for day, _, _ in found])
    order = [each for each in np.lexsort((cost, day)).tolist() if cost[each] <= REACH_S]
    return Hands(
        [found[each][1] for each in order],
        [found[each][2] for each in order],
        ints((spans[:, 0] + come)[order]),
        ints((spans[:, 1] - go)[order]),
        ints(cost[order]),
        ints(day[order]),
    )
