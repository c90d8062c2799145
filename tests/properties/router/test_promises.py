"""Whatever happens in a town, in whatever order: every promise is kept after every step."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from services.router.core.state import Assigned
from shared.contracts.outcomes import CrewArrived, CrewDeparted
from shared.contracts.routing import CrewChanged, CrewUnassigned, SlotsQuoted
from shared.contracts.values import Needs
from shared.decision import TimerDue
from tests.unit.router.events import (
    CERTIFICATES,
    MONDAY,
    absent,
    arrived,
    asked,
    at,
    booking,
    cancelled,
    certified,
    complained,
    departed,
    ended,
    located,
    made,
    on_shift,
    registered,
)
from tests.unit.router.given import Scenario
from tests.unit.router.given import given as given_town

from .check import check

NAMES = ("ana", "eva", "leo", "rui", "zoe")
KM = st.integers(-12, 12)
DAY = st.integers(1, 4)
HOUR = st.integers(18, 34).map(lambda half: half / 2)
NAME = st.sampled_from(NAMES)
NEEDS = st.sampled_from([Needs(), Needs(), Needs(crew_size=1), Needs(crew_size=3, duration_min=60)])


class Tale(list[Any]):
    """Events in order; written short, because an event in full fills a page."""

    def __repr__(self) -> str:
        return "\n".join(_short(said) for said in self)


def _short(said: Any) -> str:
    return said.__qualname__ if callable(said) else f"{type(said).__name__} {said.data.model_dump(exclude=DULL)}"


DULL = {"home", "name", "needs", "cell", "zone", "case", "visit", "languages"}


@st.composite
def staff(draw: st.DrawFn) -> Tale:
    """Five collectors: most of them trained and at work on most days, some with odd or split shifts."""
    found = Tale()
    for name in NAMES:
        found.append(registered(name, draw(KM), draw(KM)))
        last = draw(st.sampled_from([100, 100, 100, 2]))
        found += [certified(name, each, last=last) for each in CERTIFICATES]
        for day in range(1, 5):
            start, end = draw(st.sampled_from([(9, 18), (9, 18), (8, 20), (12, 17.5), (9, 9)]))
            found.append(on_shift(name, day, start, end))
        if draw(st.booleans()):
            found.append(absent(name, draw(DAY), 12, draw(st.sampled_from([13, 15, 24]))))
    return found


def goes_on(hours: int) -> Callable[[Scenario], None]:
    """The clock goes on."""

    def go(town: Scenario) -> None:
        town.at += timedelta(hours=hours)

    return go


def seen(name: str, east: int, north: int) -> Callable[[Scenario], None]:
    """The collector's position is reported now."""

    def report(town: Scenario) -> None:
        town.when(located(name, town.at, east, north))

    return report


@st.composite
def happening(draw: st.DrawFn, number: int) -> Any:
    """One thing that happens; `number` numbers it."""
    name, some = f"b{number}", f"b{draw(st.integers(0, max(number - 1, 0)))}"
    kind = draw(
        st.sampled_from("made made made made made cancelled absent shift home complaint field clock position".split())
    )
    barred = (draw(NAME),) if draw(st.integers(0, 4)) == 0 else ()
    where = {"day": draw(DAY), "hour": draw(HOUR), "east": draw(KM), "north": draw(KM)}
    match kind:
        case "made":
            return made(name, **where, needs=draw(NEEDS), not_collectors=barred)
        case "cancelled":
            return cancelled(some)
        case "absent":
            start = draw(st.sampled_from([0, 10, 14]))
            return absent(draw(NAME), draw(DAY), start, start + draw(st.sampled_from([2, 12])))
        case "shift":
            start, end = draw(st.sampled_from([(9, 12), (11, 18), (9, 20), (9, 9)]))
            return on_shift(draw(NAME), draw(DAY), start, end, time=MONDAY + timedelta(minutes=number))
        case "home":
            return registered(draw(NAME), draw(KM), draw(KM), time=MONDAY + timedelta(minutes=number))
        case "complaint":
            return complained(some, draw(NAME))
        case "clock":
            return goes_on(draw(st.sampled_from([1, 4, 20])))
        case "position":
            return seen(draw(NAME), draw(KM), draw(KM))
        case _:
            return draw(st.sampled_from([departed(some), arrived(some), ended(some)]))


@st.composite
def happenings(draw: st.DrawFn) -> Tale:
    return Tale(draw(happening(number)) for number in range(draw(st.integers(1, 22))))


@given(staff(), happenings())
@settings(max_examples=60, deadline=None)
def test_every_promise_is_kept_after_every_step(team: Tale, events: Tale) -> None:
    town = given_town(team)
    for said in events:
        town.when(said)
        check(town)


@given(staff(), happenings(), NAME, DAY)
@settings(max_examples=40, deadline=None)
def test_whoever_is_away_all_day_goes_nowhere_that_day(team: Tale, events: Tale, who: str, day: int) -> None:
    calm = [said for said in events if not callable(said) and not isinstance(said, CrewDeparted | CrewArrived)]
    town = given_town(team).when(*calm)
    before = {name: visit for name, visit in town.region.bookings.items() if isinstance(visit, Assigned)}
    town.when(absent(who, day))
    check(town)
    told = {data.booking for kind in (CrewChanged, CrewUnassigned) for data in town.all_told(kind)}
    for name, visit in before.items():
        after = town.region.bookings[name]
        hit = who in visit.crew and at(day, 0) <= visit.booking.window.start < at(day + 1, 0)
        assert (name in told) == hit
        if hit:
            assert not (isinstance(after, Assigned) and who in after.crew)
        else:
            assert isinstance(after, Assigned)
            assert after.crew == visit.crew
            assert after.version == visit.version


@given(staff(), happenings(), KM, KM, NEEDS)
@settings(max_examples=40, deadline=None)
def test_what_is_quoted_can_be_booked(team: Tale, events: Tale, east: int, north: int, needs: Needs) -> None:
    town = given_town(team).when(*events)
    town.when(asked("q", east, north, first=at(1, 0), last=at(5, 0), slots_max=6, needs=needs))
    for slot in town.told(SlotsQuoted).slots:
        kept = deepcopy(town.tables)
        fresh = Scenario(region=town.region, at=town.at, duties=dict(town.duties), tables=kept)
        event = made("new", east=east, north=north, needs=needs, case="case-q")
        fact = booking("new", east=east, north=north, needs=needs, case="case-q").model_copy(
            update={"window": slot.window}
        )
        fresh.when(event.model_copy(update={"data": fact})).then("crew-assigned")
        check(fresh)


@given(staff(), st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_of_fleet_events_does_not_matter(team: Tale, random: Any) -> None:
    shuffled = list(team)
    random.shuffle(shuffled)
    assert given_town(team).region == given_town(shuffled).region


@given(staff(), happenings(), st.integers(0, 12))
@settings(max_examples=40, deadline=None)
def test_tidying_never_touches_what_lies_ahead(team: Tale, events: Tale, day: int) -> None:
    town = given_town(team).when(*events)
    before = town.region
    town.at = max(town.at, at(day, 2))
    town.when(TimerDue("tidy", town.at)).then("tidied")
    for name, visit in before.bookings.items():
        over = (visit.booking.window.end if hasattr(visit, "booking") else visit.until) < town.at - timedelta(days=2)
        assert (name not in town.region.bookings) == over


@given(staff(), happenings())
@settings(max_examples=30, deadline=None)
def test_replaying_the_changes_gives_the_same_region(team: Tale, events: Tale) -> None:
    one, two = given_town(team).when(*events), given_town(team).when(*events)
    assert one.region == two.region
    assert one.duties == two.duties
