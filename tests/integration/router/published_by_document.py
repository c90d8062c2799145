"""The published views as they once read a region's document, as the tables have to say it; and regions at random."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any, LiteralString

from shared.contracts.envelope import Event
from shared.contracts.values import Needs
from tests.unit.router import events
from tests.unit.router.given import Scenario

NAMES = ("ana", "eva", "leo", "rui", "zoe")
COLLECTORS: LiteralString = """
SELECT s.aggregate AS region, one.key AS collector, json_typeof(one.value -> 'home') = 'object' AS registered,
       ARRAY(SELECT held.key FROM json_each(coalesce(one.value -> 'certificates', '{}')) AS held ORDER BY 1)
           AS certificates,
       (SELECT json_agg(json_build_object('start', shift.value ->> 'start', 'end', shift.value ->> 'end'))
        FROM json_each(coalesce(one.value -> 'shifts', '{}')) AS shift) AS shifts,
       (SELECT json_agg(json_build_object('start', away ->> 'start', 'end', away ->> 'end'))
        FROM json_array_elements(coalesce(one.value -> 'absences', '[]')) AS away) AS absences
FROM router.states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'collectors') AS one
"""
STOPS: LiteralString = """
SELECT s.aggregate AS region, one.key AS booking, one.value #>> '{booking,case}' AS case_id,
       one.value #>> '{booking,visit}' AS visit, one.value ->> 'kind' AS state,
       ARRAY(SELECT json_array_elements_text(one.value -> 'crew')) AS crew,
       (one.value ->> 'version')::integer AS version,
       (one.value ->> 'arrive')::timestamptz AS arrive, (one.value ->> 'depart')::timestamptz AS depart,
       (one.value #>> '{booking,window,start}')::timestamptz AS window_start,
       (one.value #>> '{booking,window,end}')::timestamptz AS window_end,
       one.value #>> '{booking,window,zone}' AS zone, left(one.value #>> '{booking,window,local}', 10) AS day,
       one.value #>> '{booking,cell}' AS cell
FROM router.states s, json_each(convert_from(s.doc, 'UTF8')::json -> 'bookings') AS one
WHERE one.value ->> 'kind' IN ('assigned', 'underway')
"""
BY_DOCUMENT: dict[str, LiteralString] = {
    f"SELECT to_jsonb(v) FROM ({COLLECTORS}) v ORDER BY v.region, v.collector":
        "SELECT to_jsonb(v) - 'position_at' FROM router_published.collectors v ORDER BY v.region, v.collector",
    f"SELECT to_jsonb(v) FROM ({STOPS}) v ORDER BY v.region, v.booking":
        "SELECT to_jsonb(v) FROM router_published.stops v ORDER BY v.region, v.booking",
}  # fmt: skip
"""What a document says, and where it is published."""


def happenings(random: Random, number: int) -> Iterator[Any]:
    """A team, and then so many things that happen to it, in no sensible order; some of them move the clock."""
    for name in NAMES:
        yield from events.hired(name, random.randint(-8, 8), random.randint(-8, 8), days=range(1, 7))
    for count in range(number):
        yield _something(random, f"b{count}", f"b{random.randrange(max(1, count))}", count)


def _something(random: Random, new: str, some: str, count: int) -> Any:
    day, hour, who = random.randint(1, 3), random.randint(9, 16), random.choice(NAMES)
    time = events.MONDAY + timedelta(minutes=count)
    match random.choice(
        "made made made made cancelled absent shift papers left home complaint field field clock".split()
    ):
        case "made":
            return events.made(
                new, day, hour, random.randint(-8, 8), needs=Needs(crew_size=random.choice((1, 2, 2, 3)))
            )
        case "cancelled":
            return events.cancelled(some)
        case "absent":
            return events.absent(who, day, random.choice((0, 11)), 24, time=time)
        case "shift":
            return events.on_shift(who, day, *random.choice(((9, 12), (8, 20), (9, 9))), time=time)
        case "papers":
            return events.certified(who, "law", last=random.choice((2, 90)), time=time)
        case "left":
            return events.gone(who, time=time)
        case "home":
            return events.registered(who, random.randint(-8, 8), time=time)
        case "complaint":
            return events.complained(some, who)
        case "clock":
            return _goes_on(random.choice((2, 20, 60)))
        case _:
            return random.choice((events.departed, events.arrived, events.ended))(some)


def _goes_on(hours: int) -> Any:
    def go(town: Scenario) -> Event | None:
        town.at += timedelta(hours=hours)
        return None

    return go
