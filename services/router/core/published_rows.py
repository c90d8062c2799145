"""What router publishes of a region, as rows of tables of its own: written with each change, and only what it touched.

So nobody who looks has to read a region's document, and that may be older than the region (a snapshot). Every night all
of it is written once more: what a former version decided, beside this one, is in no row.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from shared.contracts.values import CollectorId, Ident
from shared.decision import Row

from .changes import (
    CrewChosen,
    CrewLacking,
    Ended,
    Excluded,
    RegionChange,
    Retimed,
    SetOff,
    Settled,
    Tidied,
    Withdrawn,
)
from .fleet import Collector, CollectorAbsence, CollectorShift
from .state import OpenBooking, RegionState

SPAN = {"start", "end"}


@dataclass(frozen=True, slots=True)
class CollectorShown(Row):
    """`certificates`, `shifts` and `absences` are JSON; None where there are none of the latter two."""

    statement: ClassVar[str] = "put_collectors"
    region: str
    collector: CollectorId
    registered: bool
    certificates: str
    shifts: str | None
    absences: str | None


@dataclass(frozen=True, slots=True)
class StopShown(Row):
    """A door that a crew is to go to; `crew` is JSON, `day` the window's, as the borrower was told it."""

    statement: ClassVar[str] = "put_stops"
    region: str
    booking: Ident
    case_id: str
    visit: str
    state: str
    crew: str
    version: int
    arrive: datetime
    depart: datetime
    window_start: datetime
    window_end: datetime
    zone: str
    day: str
    cell: str


@dataclass(frozen=True, slots=True)
class StopGone(Row):
    """Nobody goes to this booking any more."""

    statement: ClassVar[str] = "drop_stops"
    region: str
    booking: Ident


@dataclass(frozen=True, slots=True)
class StopsKept(Row):
    """The region has these bookings (JSON) and no others."""

    statement: ClassVar[str] = "keep_stops"
    region: str
    bookings: str


def rows_of(before: RegionState, after: RegionState, changes: Sequence[RegionChange]) -> list[Row]:
    """What is to be written because these changes led from one state to the other."""
    if any(isinstance(change, Tidied) for change in changes):
        return list(all_rows(after))
    rows: list[Row] = []
    for name in dict.fromkeys(_collectors(changes)):
        if after.collectors[name] is not before.collectors.get(name):
            rows.append(collector_shown(after.region, name, after.collectors[name]))
    for booking in dict.fromkeys(_bookings(changes)):
        old, new = before.bookings.get(booking), after.bookings.get(booking)
        if isinstance(new, OpenBooking):
            if new is not old:
                rows.append(stop_shown(after.region, booking, new))
        elif isinstance(old, OpenBooking):
            rows.append(StopGone(after.region, booking))
    return rows


def all_rows(region: RegionState) -> Iterator[Row]:
    """Everything that is published of a region."""
    for name, collector in region.collectors.items():
        yield collector_shown(region.region, name, collector)
    stops = {name: visit for name, visit in region.bookings.items() if isinstance(visit, OpenBooking)}
    yield StopsKept(region.region, json.dumps(list(stops)))
    for name, visit in stops.items():
        yield stop_shown(region.region, name, visit)


def collector_shown(region: str, name: CollectorId, collector: Collector) -> CollectorShown:
    return CollectorShown(
        region,
        name,
        collector.home is not None,
        json.dumps(list(collector.certificates)),
        _spans(collector.shifts.values()),
        _spans(collector.absences),
    )


def stop_shown(region: str, name: Ident, visit: OpenBooking) -> StopShown:
    booking, window = visit.booking, visit.booking.window
    return StopShown(
        region, name, booking.case, booking.visit, visit.kind, json.dumps(visit.crew), visit.version, visit.arrive,
        visit.depart, window.start, window.end, window.zone, window.local[:10], booking.cell,
    )  # fmt: skip


def _spans(spans: Iterable[CollectorShift | CollectorAbsence]) -> str | None:
    """As the document writes them."""
    found = [span.__pydantic_serializer__.to_json(span, include=SPAN).decode() for span in spans]
    return f"[{','.join(found)}]" if found else None


def _collectors(changes: Iterable[RegionChange]) -> Iterator[CollectorId]:
    for change in changes:
        if not isinstance(
            change, CrewChosen | CrewLacking | Ended | Excluded | Retimed | SetOff | Settled | Tidied | Withdrawn
        ):
            yield change.fact.collector


def _bookings(changes: Iterable[RegionChange]) -> Iterator[Ident]:
    for change in changes:
        match change:
            case CrewChosen():
                yield change.booking.booking
                yield from (leg.booking for leg in change.legs)
            case CrewLacking():
                yield change.booking.booking
            case Retimed():
                yield from (leg.booking for leg in change.legs)
            case SetOff() | Withdrawn() | Ended():
                yield change.booking
            case _:
                pass
