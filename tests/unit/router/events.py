"""Events of a small town to send crews through: collectors, homes, bookings. Boxes are not sealed, only labelled.

Places are kilometres east and north of the town's centre (Porto); day 0 is Monday, 30 November 2026; hours are
local, which in Lisbon's winter is UTC (and before 25 October an hour less than the clocks there show).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import h3

from shared.contracts.envelope import Event
from shared.contracts.fleet import (
    Absence,
    CertificateRevoked,
    CollectorCertified,
    CollectorDeregistered,
    CollectorRegistered,
    CollectorUnavailable,
    Leaving,
    Position,
    PositionReported,
    Registration,
    Revocation,
    Shift,
    ShiftPlanned,
    Training,
)
from shared.contracts.outcomes import (
    ComplaintRaised,
    CrewArrived,
    CrewDelayed,
    CrewDeparted,
    Delay,
    FieldFact,
    Grievance,
    Result,
    VisitEnded,
)
from shared.contracts.routing import (
    Ask,
    Booking,
    BookingCancelled,
    BookingMade,
    Cancellation,
    SlotsAsked,
)
from shared.contracts.values import Certificate, Needs, Sealed, Window

REGION = "porto"
ZONE = "Europe/Lisbon"
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)
CERTIFICATES: tuple[Certificate, ...] = ("communication", "law", "psychology")
CENTRE = (41.15, -8.61)
KM_NORTH, KM_EAST = 1 / 111.2, 1 / 83.7
PAIR = Needs()

_number = count(1)
E = TypeVar("E", bound=Event)


def at(day: int, hour: float) -> datetime:
    """Local `hour` of day `day`; day 0 is the Monday on which everything is said."""
    return datetime(2026, 11, 30, tzinfo=UTC) + timedelta(days=day, hours=hour)


def box(east: float, north: float, *, field: str = "home", kid: str = "b-1") -> Sealed:
    """A box whose label tells the place: see `opened`."""
    return Sealed(kid=kid, of="e-1", field=field, box=f"{_label(east)}_{_label(north)}")


def opened(sealed: Sealed) -> tuple[float, float]:
    """The place in a labelled box."""
    east, north = (int(part.replace("m", "-")) / 1000 for part in sealed.box.split("_"))
    return CENTRE[0] + north * KM_NORTH, CENTRE[1] + east * KM_EAST


def _label(km: float) -> str:
    return str(round(km * 1000)).replace("-", "m")


def _event(kind: type[E], subject: str, data: Any, time: datetime = MONDAY, source: str = "staff-system") -> E:
    return kind(id=f"e-{next(_number)}", source=source, subject=subject, time=time, data=data)  # type: ignore[call-arg]


def registered(name: str, east: float = 0, north: float = 0, *, time: datetime = MONDAY) -> CollectorRegistered:
    home = box(east, north, kid=f"c-{name}")
    sealed = Sealed(kid=f"c-{name}", of="e-1", field="name", box=f"name-of-{name}")
    return _event(CollectorRegistered, REGION, Registration(collector=name, name=sealed, home=home, zone=ZONE), time)


def certified(
    name: str, what: Certificate, first: int = -30, last: int = 300, *, time: datetime = MONDAY
) -> CollectorCertified:
    day = date(2026, 11, 30)
    fact = Training(
        collector=name,
        certificate=what,
        valid_from=day + timedelta(days=first),
        valid_to=day + timedelta(days=last),
    )
    return _event(CollectorCertified, REGION, fact, time)


def revoked(name: str, what: Certificate, from_day: int, *, time: datetime = MONDAY) -> CertificateRevoked:
    day = date(2026, 11, 30) + timedelta(days=from_day)
    fact = Revocation(collector=name, certificate=what, revoked_from=day, cause="exam-annulled")
    return _event(CertificateRevoked, REGION, fact, time)


def gone(name: str, *, time: datetime = MONDAY) -> CollectorDeregistered:
    return _event(CollectorDeregistered, REGION, Leaving(collector=name, cause="left"), time)


def on_shift(
    name: str, day: int, start: float = 9, end: float = 18, *, shift: str | None = None, time: datetime = MONDAY
) -> ShiftPlanned:
    fact = Shift(collector=name, shift=shift or f"d{day}", start=at(day, start), end=at(day, end))
    return _event(ShiftPlanned, REGION, fact, time)


def located(name: str, when: datetime, east: float = 0, north: float = 0) -> PositionReported:
    fact = Position(collector=name, at=when, place=box(east, north, field="place", kid=f"c-{name}"))
    return _event(PositionReported, REGION, fact, when, "crew-app")


def absent(
    name: str, day: int, start: float = 0, end: float = 24, *, called: str | None = None, time: datetime = MONDAY
) -> CollectorUnavailable:
    fact = Absence(collector=name, start=at(day, start), end=at(day, end), cause="ill", absence=called)
    return _event(CollectorUnavailable, REGION, fact, time)


def hired(name: str, east: float = 0, north: float = 0, *, days: range = range(1, 11)) -> list[Event]:
    """A collector with a home, every certificate and a shift from nine to six on each of `days`."""
    shifts = [on_shift(name, day) for day in days]
    return [registered(name, east, north), *(certified(name, each) for each in CERTIFICATES), *shifts]


def window(day: int, hour: float, hours: float = 2) -> Window:
    start = at(day, hour)
    local = f"{start.astimezone(ZoneInfo(ZONE)):%Y-%m-%dT%H:%M}"
    return Window(start=start, end=start + timedelta(hours=hours), zone=ZONE, local=local)


def cell_of(east: float, north: float) -> str:
    return str(h3.latlng_to_cell(*opened(box(east, north)), 7))


def booking(
    name: str,
    day: int = 5,
    hour: float = 10,
    east: float = 1,
    north: float = 0,
    *,
    hours: float = 2,
    needs: Needs = PAIR,
    case: str | None = None,
    not_collectors: tuple[str, ...] = (),
) -> Booking:
    return Booking(
        booking=name,
        case=case or f"case-{name}",
        visit=f"v-{name}",
        window=window(day, hour, hours),
        cell=cell_of(east, north),
        home=box(east, north),
        needs=needs,
        not_collectors=not_collectors,
    )


def made(name: str, *args: Any, **more: Any) -> BookingMade:
    return _event(BookingMade, REGION, booking(name, *args, **more), source="scheduler")


def cancelled(name: str, cause: str = "paid") -> BookingCancelled:
    fact = Cancellation(booking=name, case=f"case-{name}", visit=f"v-{name}", cause=cause)
    return _event(BookingCancelled, REGION, fact, source="scheduler")


def asked(
    name: str = "q1",
    east: float = 1,
    north: float = 0,
    *,
    first: datetime | None = None,
    last: datetime | None = None,
    around: datetime | None = None,
    slots_max: int = 3,
    needs: Needs = PAIR,
    not_collectors: tuple[str, ...] = (),
    sealed: Sealed | None = None,
) -> SlotsAsked:
    ask = Ask(
        request=name,
        case=f"case-{name}",
        visit=f"v-{name}",
        zone=ZONE,
        cell=cell_of(east, north),
        home=sealed or box(east, north),
        needs=needs,
        earliest=first or at(4, 9),
        latest=last or at(10, 19),
        around=around,
        slots_max=slots_max,
        not_collectors=not_collectors,
    )
    return _event(SlotsAsked, REGION, ask, source="scheduler")


def _fact(name: str) -> dict[str, Any]:
    return {"visit": f"v-{name}", "region": REGION, "booking": name, "crew": ("ana", "rui")}


def departed(name: str) -> CrewDeparted:
    return _event(CrewDeparted, f"case-{name}", FieldFact(**_fact(name)), source="crew-app")


def delayed(name: str, expected_at: datetime) -> CrewDelayed:
    delay = Delay(**_fact(name), expected_at=expected_at)
    return _event(CrewDelayed, f"case-{name}", delay, source="crew-app")


def arrived(name: str) -> CrewArrived:
    return _event(CrewArrived, f"case-{name}", FieldFact(**_fact(name)), source="crew-app")


def ended(name: str) -> VisitEnded:
    return _event(VisitEnded, f"case-{name}", Result(**_fact(name), outcome="paid"), source="crew-app")


def complained(name: str, *about: str) -> ComplaintRaised:
    fact = Grievance(visit=f"v-{name}", region=REGION, cause="rude", collectors=about)
    return _event(ComplaintRaised, f"case-{name}", fact, source="crew-app")
