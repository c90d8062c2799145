"""Who can serve which window at what cost: crews already formed for the day, or a new one of collectors still free.

The cost is the travel added, in seconds, summed over the members who travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from services.router.core.daybook import Book, Route
from services.router.core.door import Door
from services.router.core.feasibility import legal
from services.router.core.fleet import whole
from services.router.core.gaps import Gaps, gaps_for
from services.router.core.hands import Hands, hands_for
from services.router.core.insertion import Kernel, ints
from services.router.core.travel import Travel
from shared.contracts.values import Window


@dataclass(frozen=True, slots=True)
class Choice:
    """The cheapest crew for window number `window`: before stop `position` of `route`, which has none if it is new."""

    window: int
    cost_s: int
    route: Route
    position: int


def choices(book: Book, door: Door, windows: Sequence[Window], travel: Travel, kernel: Kernel) -> list[Choice]:
    """The cheapest legal crew of each window that has one, in the order of the windows."""
    opens = ints([whole(window.start) for window in windows])
    closes = ints([whole(window.end) for window in windows])
    day = ints(np.searchsorted([day.start_s for day in book.days], opens, side="right") - 1)
    who = legal(book, door.needs, door.barred)
    gaps = gaps_for(book, door, who, travel, kernel)
    hands = hands_for(book, door, who, travel)
    joined = kernel.cheapest(opens, closes, day, door.stay_s, gaps.arr, gaps.due, gaps.cost, gaps.day)
    formed = kernel.muster(
        opens, closes, day, door.stay_s, door.needs.crew_size, hands.arr, hands.due, hands.cost, hands.day
    )
    return [
        choice
        for window, (gap, team) in enumerate(zip(joined.tolist(), formed.tolist(), strict=True))
        if (choice := _cheaper(window, int(day[window]), gap, team, gaps, hands)) is not None
    ]


def _cheaper(window: int, day: int, gap: int, team: list[int], gaps: Gaps, hands: Hands) -> Choice | None:
    """A crew that is out already wins a tie: nobody else need leave home."""
    new = None
    if team[0] >= 0:
        order = sorted(team, key=lambda hand: hands.collector[hand])
        crew = tuple(hands.collector[hand] for hand in order)
        route = Route(day, crew, tuple(hands.spans[hand] for hand in order), ())
        new = Choice(window, int(sum(hands.cost[hand] for hand in team)), route, 0)
    if gap < 0:
        return new
    old = Choice(window, int(gaps.cost[gap]), gaps.routes[gaps.route[gap]], gaps.position[gap])
    return old if new is None or old.cost_s <= new.cost_s else new
