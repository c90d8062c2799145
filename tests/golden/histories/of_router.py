"""Stories of a region, as router plans it, in the days after the clocks went back on 25 October."""

from __future__ import annotations

from shared.contracts.routing import SlotsQuoted
from tests.properties.router.region_shell import RegionShell
from tests.unit.router import events

from .story_recorder import RouterStory

FRIDAY, TUESDAY = -38, -34  # of October
MORNING = events.at(FRIDAY, 8)


def hire(region: RouterStory, name: str, east: float, north: float, *, trained: bool = True) -> None:
    region.hear(events.registered(name, east, north, time=MORNING))
    for certificate in events.CERTIFICATES[: None if trained else 1]:
        region.hear(events.certified(name, certificate, first=-100))
    region.hear(events.on_shift(name, TUESDAY, 9, 18, time=MORNING))


def staffed(*names: str) -> RouterStory:
    region = RouterStory(RegionShell(MORNING))
    for number, name in enumerate(names):
        hire(region, name, 2 * number, 1)
    return region


def booked(*names: str) -> RouterStory:
    region = staffed(*names)
    region.hear(events.made("b1", TUESDAY, 10, 1, 1), events.made("b2", TUESDAY, 13, 3, -1))
    return region


def slots_asked_and_a_crew_until_it_is_done() -> RouterStory:
    region = staffed("ana", "rui")
    region.hear(events.asked("q1", 1, 1, first=events.at(TUESDAY, 0), last=events.at(TUESDAY + 2, 0)))
    (quote,) = region.shell.told(SlotsQuoted)
    made = events.made("b1", TUESDAY, 10, 1, 1)
    window = quote.slots[0].window
    region.hear(made.model_copy(update={"data": made.data.model_copy(update={"window": window})}))
    region.rings("plan:")
    region.shell.at = window.start
    region.hear(events.departed("b1"), events.arrived("b1"))
    region.later(hours=1)
    region.hear(events.ended("b1"))
    for _ in range(3):
        region.rings("tidy")
    return region


def crew_fell_ill_and_another_goes() -> RouterStory:
    region = booked("ana", "rui", "eva", "leo")
    region.later(days=1)
    region.hear(events.absent("rui", TUESDAY))
    return region


def crew_fell_ill_and_nobody_is_left() -> RouterStory:
    region = booked("ana", "rui")
    region.later(days=1)
    region.hear(events.absent("rui", TUESDAY))
    return region


def half_a_day_away_and_only_the_afternoon_changes_hands() -> RouterStory:
    region = booked("ana", "rui", "eva", "leo")
    crew = region.shell.region.bookings["b1"].crew  # type: ignore[union-attr]
    region.hear(events.absent(crew[0], TUESDAY, 12, 24))
    return region


def a_complaint_keeps_somebody_from_a_door() -> RouterStory:
    region = booked("ana", "rui", "eva")
    crew = region.shell.region.bookings["b1"].crew  # type: ignore[union-attr]
    region.hear(events.complained("b1", crew[0]))
    region.hear(events.asked("b1", 1, 1, first=events.at(TUESDAY, 0), last=events.at(TUESDAY + 1, 0)))
    return region


def nobody_is_certified() -> RouterStory:
    region = RouterStory(RegionShell(MORNING))
    hire(region, "ana", 0, 0)
    hire(region, "rui", 2, 1, trained=False)
    region.hear(events.asked("q1", 1, 1, first=events.at(TUESDAY, 0), last=events.at(TUESDAY + 1, 0)))
    region.hear(events.made("b1", TUESDAY, 10, 1, 1))
    return region


def visiting_switched_off() -> RouterStory:
    region = staffed("ana", "rui")
    region.shell.stopped = frozenset({"visiting:region:porto"})
    region.hear(events.asked("q1", 1, 1, first=events.at(TUESDAY, 0), last=events.at(TUESDAY + 1, 0)))
    region.hear(events.made("b1", TUESDAY, 10, 1, 1))
    region.shell.stopped = frozenset()
    region.hear(events.made("b2", TUESDAY, 14, 1, 1))
    return region


def a_booking_cancelled_on_the_evening_before() -> RouterStory:
    region = booked("ana", "rui")
    region.rings("plan:")
    region.hear(events.cancelled("b2"))
    return region
