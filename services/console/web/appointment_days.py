"""Appointments as days and weeks of the place where they are: rows of `appointments` → what the page shows. Pure.

A day is as long as it is there: 23 or 25 hours where clocks are changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from ..views.at_the_door import visit_word

DaySpan = Literal["day", "week"]
DAYS: dict[DaySpan, int] = {"day": 1, "week": 7}
HOUR = timedelta(hours=1)
HOUR_S = 3_600
# In the order of a visit's life: so they stand in lists.
ORDER = ("booking", "agreed", "in-doubt", "permitted", "under-way", "at-the-door", "paid", "promised",
         "plan-wanted", "disputed", "refused", "kept", "nobody-home", "wrong-address", "not-safe", "nobody-came",
         "no-report", "permit-void", "missed", "moved", "given-up", "cancelled", "expired")  # fmt: skip


@dataclass(frozen=True, slots=True)
class DayAppointment:
    """`clock` is `09:00–11:00` in the zone; `offset` says which hour is meant where one comes twice, else nothing.
    `named_at` is when the borrower is told who comes, while that is ahead: until then somebody else may."""

    case: str
    start: datetime
    end: datetime
    zone: str
    clock: str
    offset: str
    state: str
    region: str
    crew: tuple[str, ...]
    reason: str
    ended_at: datetime | None
    named_at: datetime | None = None

    @property
    def named(self) -> str:
        """`Sat 17` in the zone; empty where they know, or where nobody comes any more."""
        return f"{self.named_at.astimezone(ZoneInfo(self.zone)):%a %-d}" if self.named_at is not None else ""


@dataclass(frozen=True, slots=True)
class HourCount:
    """`label` is what clocks show; of an hour that comes twice there are two."""

    label: str
    count: int


@dataclass(frozen=True, slots=True)
class AppointmentDay:
    """`hours_long` and `change` are of the zone: 23, and what clocks do; 24 and nothing on most days."""

    on: date
    appointments: tuple[DayAppointment, ...]
    states: tuple[tuple[str, int], ...]
    hours: tuple[HourCount, ...]
    hours_long: int
    change: str


def first_day(on: date, span: DaySpan) -> date:
    """A week begins on Monday."""
    return on - timedelta(days=on.weekday()) if span == "week" else on


def appointment(row: Mapping[str, Any]) -> DayAppointment:
    zone = ZoneInfo(row["zone"])
    start, end = row["window_start"].astimezone(zone), row["window_end"].astimezone(zone)
    return DayAppointment(
        case=row["case_id"],
        start=row["window_start"],
        end=row["window_end"],
        zone=row["zone"],
        clock=f"{start:%H:%M}–{end:%H:%M}",
        offset=f"UTC{start:%z}" if _comes_twice(start) or _comes_twice(end) else "",
        state=_state(row),
        region=row["region"] or "",
        crew=tuple(row["crew"] or ()),
        reason=row["reason"] or "",
        ended_at=row["ended_at"],
        named_at=row.get("named_at"),
    )


def days(rows: Iterable[Mapping[str, Any]], first: date, span: DaySpan, zone: str) -> tuple[AppointmentDay, ...]:
    """A day each, in order; also those without an appointment. `zone` is that of the day itself."""
    by_day: dict[date, list[DayAppointment]] = {first + timedelta(days=n): [] for n in range(DAYS[span])}
    for row in rows:
        on = date.fromisoformat(row["day"])
        if on in by_day:
            by_day[on].append(appointment(row))
    return tuple(_day(on, found, ZoneInfo(zone)) for on, found in by_day.items())


def chosen(rows: Iterable[Mapping[str, Any]], state: str, region: str) -> list[Mapping[str, Any]]:
    """Rows in a state, of a region; an empty word chooses all."""
    return [row for row in rows if (not state or _state(row) == state) and (not region or row["region"] == region)]


def counted(rows: Sequence[Mapping[str, Any]]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """How many are in each state, and in each region."""
    states = Counter(_state(row) for row in rows)
    regions = Counter(row["region"] for row in rows if row["region"])
    return _ordered(states), sorted(regions.items())


def _state(row: Mapping[str, Any]) -> str:
    if row["state"] == "permitted" and row["arrived_at"] is not None:
        return "at-the-door"
    if row["state"] == "permitted" and row["departed_at"] is not None:
        return "under-way"
    return visit_word(row["state"], row["reason"]) or "unknown"


def _day(on: date, found: list[DayAppointment], zone: ZoneInfo) -> AppointmentDay:
    start, end = _midnight(on, zone), _midnight(on + timedelta(days=1), zone)
    starts = Counter(int((each.start - start).total_seconds()) // HOUR_S for each in found)
    length = round((end - start) / HOUR)
    return AppointmentDay(
        on=on,
        appointments=tuple(sorted(found, key=lambda each: (each.start, each.case))),
        states=tuple(_ordered(Counter(each.state for each in found))),
        hours=tuple(HourCount(f"{(start + n * HOUR).astimezone(zone):%H}", starts[n]) for n in range(length)),
        hours_long=length,
        change=_change(start, end, zone),
    )


def _midnight(on: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, time(), zone).astimezone(UTC)


def _change(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    """`at 01:00 clocks go forward to 02:00`; nothing where they are not changed between the two (UTC)."""
    before = start.astimezone(zone).utcoffset()
    at = start
    while at < end and at.astimezone(zone).utcoffset() == before:
        at += timedelta(minutes=15)
    after = at.astimezone(zone)
    if before is None or at >= end:
        return ""
    told = (at + before).strftime("%H:%M")
    return f"at {told} clocks go {'forward' if f'{after:%H:%M}' > told else 'back'} to {after:%H:%M}"


def _comes_twice(at: datetime) -> bool:
    return at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset()


def _ordered(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    place = {state: number for number, state in enumerate(ORDER)}
    return sorted(counts.items(), key=lambda each: (place.get(each[0], len(place)), each[0]))
