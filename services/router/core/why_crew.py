"""Why this crew, why not that collector, why not this window: the search that decides is made once more, for nothing.

A window of which there is no booking is asked about for the middle of the borrower's cell, which is good to about a
kilometre: the home itself is known only while a booking lasts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, islice

import numpy as np

from shared.contracts.routing import Booking
from shared.contracts.values import CollectorId, Reason, Sealed, Window
from shared.contracts.why_not import WhyNotAnswer, WhyNotLine
from shared.decision.answers import answer_of, in_words, line
from shared.decision.replaced import replace

from .booked_days import Crew
from .crew_assignment import NoLegalCrew, crew_for
from .day_routes import DayRoutes, day_routes, days_of
from .lookup import RegionContext
from .obstacles import Obstacle, obstacles
from .search import Choice, choices, search_space
from .state import OpenBooking, Underway
from .travel import Travel, centre_of, row
from .unassigned_reasons import visiting_stopped
from .visit_site import VisitSite

PARTNERS_MAX = 12
"""With so many others a collector is tried, the nearest first."""
TEAMS_MAX = 24
CELL = "middle-of-the-cell"
IN_CELL = "it was asked for the middle of the borrower's cell, which is good to about a kilometre"
ABLE: frozenset[Obstacle] = frozenset({"no-free-time", "crew-too-small"})
"""What a collector is said to meet who may well be able to come: the search asks for windows that nobody can serve."""
OWN: dict[Obstacle, str] = {
    "home-unknown": "their registration or home can't be read",
    "excluded": "they must not come to this door again",
    "no-certificate": "they are without a valid certificate on the day",
    "no-shift": "they have no shift in the window",
    "absent": "they have a shift, but are absent or on duty elsewhere",
    "in-another-crew": "they go that day with a crew that can't take this visit",
    "too-far": "they live or work too far away",
    "no-free-time": "their day leaves no time for it",
    "crew-too-small": "nobody could go with them",
}


def why_not_window(booking: Booking, context: RegionContext) -> tuple[WhyNotAnswer, ...]:
    """One answer: would a crew be found for `booking`, which nobody made?"""
    about = booking.window.local.replace("T", " ")
    answer = _searched(about, booking, context)
    return (answer.model_copy(update={"lines": (*answer.lines, line(CELL, True, IN_CELL))}),)


def in_the_middle_of_its_cell(booking: Booking, context: RegionContext) -> tuple[Booking, RegionContext]:
    """The same booking with a home that can be read: the middle of its cell, where that is a cell."""
    home = Sealed(kid=CELL, of=CELL, field="home", box=CELL)
    middle = centre_of(booking.cell)
    places = {**context.lookup.places, **({CELL: middle} if middle is not None else {})}
    here = replace(context, lookup=replace(context.lookup, places=places))
    return booking.model_copy(update={"home": home}), here


def why_this_crew(
    visit: OpenBooking, collector: CollectorId | None, context: RegionContext
) -> tuple[WhyNotAnswer, ...]:
    """Of the crew that goes, and of `collector`, where one is named."""
    answers = (_of_crew(visit, context),)
    return answers if collector is None else (*answers, _of_collector(collector, visit, context))


def _searched(about: str, booking: Booking, context: RegionContext) -> WhyNotAnswer:
    stopped = context.visits_stopped(booking.case)
    if stopped is not None:
        return _without_crew(about, (visiting_stopped(stopped),))
    found = crew_for(context.region, booking, 0, context)
    if isinstance(found, NoLegalCrew):
        return _without_crew(about, found.reasons)
    text = f"a crew could serve it: {_crew(found.change.crew)}, {_min(found.detour_s)} of added travel"
    return answer_of(about, in_words("crew-assigned", text), True, None, (line("crew-found", True, text),))


def _without_crew(about: str, reasons: Sequence[Reason]) -> WhyNotAnswer:
    first = reasons[0]
    lines = (line(reason.code, False, reason.text, reason.rule) for reason in reasons)
    return answer_of(about, in_words(f"unassigned-{first.code}", first.text, rule=first.rule), False, None, lines)


def _of_crew(visit: OpenBooking, context: RegionContext) -> WhyNotAnswer:
    about = f"crew {_crew(visit.crew)}"
    return answer_of(about, in_words("crew-assigned", "this crew makes the visit"), True, None, _chosen(visit, context))


def _chosen(visit: OpenBooking, context: RegionContext) -> Iterator[WhyNotLine]:
    if isinstance(visit, Underway):
        yield line("under-way", True, "it is on its way or at the door, and is left alone until the visit has ended")
        return
    found = crew_for(context.region, visit.booking, visit.version, context)
    if isinstance(found, NoLegalCrew):
        yield line("still-goes", True, f"nobody would be found anew: {found.reasons[0].text}")
    elif set(found.change.crew) == set(visit.crew):
        yield line("nearest", True, f"of all crews that may go it adds the least travel: {_min(found.detour_s)}")
    else:
        now = f"{_crew(found.change.crew)} would add {_min(found.detour_s)} of travel now"
        yield line(
            "nearest", True, f"it added the least travel when it was chosen; {now}, and a crew that is known stays"
        )
    yield line("legal", True, "each of them is registered, certified on the day, at work and not barred from this door")
    yield line("together", True, f"{len(visit.crew)} of them, as many as the visit needs", _size_rule(visit, context))


def _of_collector(collector: CollectorId, visit: OpenBooking, context: RegionContext) -> WhyNotAnswer:
    about = f"collector {collector}"
    if collector in visit.crew:
        return answer_of(about, in_words("goes", "they are in the crew that goes"), True, None, ())
    if collector not in context.region.collectors:
        return _stands(about, "unknown", "no such collector is known in this region")
    planned, site = _planned(visit, context)
    if site is None:
        return _stands(about, "home-unreadable", "the borrower's home can't be read: its key is gone or it is damaged")
    obstacle = obstacles(planned, site, (visit.booking.window,), context.rules)[collector]
    window, travel = visit.booking.window, context.rules.travel
    best = _cheapest_with(collector, planned, site, window, travel) if obstacle in ABLE else None
    if best is None:
        return _stands(about, obstacle, OWN[obstacle])
    others = _crew(each for each in best.route.crew if each != collector) or "nobody else"
    text = f"they could come, with {others}: that adds {_min(best.cost_s)} of travel, and the least is taken"
    return _stands(about, "adds-more-travel", text)


def _cheapest_with(
    collector: CollectorId, planned: DayRoutes, site: VisitSite, window: Window, travel: Travel
) -> Choice | None:
    """The cheapest crew that the collector is in: theirs of that day, or one with collectors who are still free."""
    their_crew = planned.crew_of(collector, 0)
    teams = [their_crew] if their_crew is not None else _teams(collector, planned, site, travel)
    everybody = planned.region.collectors.keys()
    only = (replace(site, barred=frozenset(everybody - set(team)) | site.barred) for team in teams)
    found = (choices(planned, theirs, (window,), search_space(planned, theirs, travel)) for theirs in only)
    return min((each for some in found for each in some), key=lambda each: each.cost_s, default=None)


def _teams(collector: CollectorId, planned: DayRoutes, site: VisitSite, travel: Travel) -> list[Crew]:
    free = sorted(planned.homes.keys() - planned.booked[0].crews_of.keys() - site.barred - {collector})
    ways = travel.seconds(np.array([planned.homes[each] for each in free]).reshape(-1, 2), row(site.place))
    near = [free[each] for each in np.argsort(ways, kind="stable")[:PARTNERS_MAX].tolist()]
    return [(collector, *others) for others in islice(combinations(near, site.needs.crew_size - 1), TEAMS_MAX)]


def _planned(visit: OpenBooking, context: RegionContext) -> tuple[DayRoutes, VisitSite | None]:
    """The day of the booking as if nobody went to it, and its door where that can be read."""
    booking, region = visit.booking, context.region
    days = days_of((booking.window.start,), region.zone or booking.window.zone)
    planned = day_routes(region, days, context.at, context.lookup, (booking.booking,))
    place = context.lookup.place_of(booking.home)
    if place is None:
        return planned, None
    return planned, VisitSite(place, booking.needs, region.barred(booking.case, booking.not_collectors))


def _stands(about: str, code: str, text: str) -> WhyNotAnswer:
    return answer_of(about, in_words(code, text), False, None, (line(code, False, text),))


def _crew(names: Iterable[CollectorId]) -> str:
    return " and ".join(names)


def _min(seconds: int) -> str:
    return f"{seconds // 60} min"


def _size_rule(visit: OpenBooking, context: RegionContext) -> str:
    return context.limits(visit.booking.window.zone).visit.crew_size.rule
