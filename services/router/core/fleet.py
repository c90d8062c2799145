"""Collectors as router remembers them: where they live, what they are trained in, when they work, where they are.

Fleet events fold into these values in any order: of two that speak of the same thing the one with the later event
time counts. Two words speak of the same certificate when it begins on the same day, of the same shift when it has the
same name, of the same absence when it has the same name or, without names, the same start. What was taken back stays
as an empty one, so that an older word can't bring it to life again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime

from pydantic import Field

from shared.contracts.times import Day, Instant
from shared.contracts.values import Certificate, Sealed, Value

TimeSpan = tuple[int, int]
"""Seconds since 1970, start included, end not."""


class Spell(Value):
    """A certificate is valid on local days `valid_from` to `valid_to`, both included; never if it ends first."""

    valid_from: Day
    valid_to: Day
    said_at: Instant | None = None


class RevokedFrom(Value):
    """From `revoked_from` on nothing counts that was said of the certificate until `said_at`."""

    revoked_from: Day
    said_at: Instant


class CollectorShift(Value):
    """`said_at` is when it was planned. A removed shift stays as an empty one, so that an older plan can't undo it."""

    start: Instant
    end: Instant
    said_at: Instant


class CollectorAbsence(Value):
    start: Instant
    end: Instant
    name: str | None = None
    said_at: Instant | None = None


class Spot(Value):
    """Where somebody was at `at`; the place is sealed under the collector's key."""

    at: Instant
    place: Sealed


class Collector(Value):
    """Without `home` (certificates may arrive before the registration) nobody is sent.

    `spot` is the last position in what was stored before positions were facts (`positions`): nobody reads it.
    """

    name: Sealed | None = None
    home: Sealed | None = None
    registered_at: Instant | None = None
    certificates: dict[Certificate, tuple[Spell, ...]] = Field(default_factory=dict)
    revoked: dict[Certificate, tuple[RevokedFrom, ...]] = Field(default_factory=dict)
    shifts: dict[str, CollectorShift] = Field(default_factory=dict)
    absences: tuple[CollectorAbsence, ...] = ()
    spot: Spot | None = None

    def lacks(self, needed: Iterable[Certificate], on: date) -> list[Certificate]:
        """Which of the needed certificates are not valid on the local day `on`."""
        return [name for name in needed if not self._covers(name, on, on)]

    def holds_throughout(self, needed: Iterable[Certificate], first: date, last: date) -> bool:
        """Is there, for every certificate needed, one that is valid from day `first` to day `last`?"""
        return all(self._covers(name, first, last) for name in needed)

    def holds(self, name: Certificate) -> tuple[Spell, ...]:
        """Everything that was said of the certificate, before revocations are counted."""
        return self.certificates.get(name, ())

    def _covers(self, name: Certificate, first: date, last: date) -> bool:
        revoked = self.revoked.get(name, ())
        return any(
            spell.valid_from <= first
            and last <= spell.valid_to
            and not any(
                each.revoked_from <= last and (spell.said_at is None or spell.said_at <= each.said_at)
                for each in revoked
            )
            for spell in self.holds(name)
        )

    def absence(self, name: str | None, start: datetime) -> CollectorAbsence | None:
        """What was said before of the absence with this name, or without a name of the one with this start."""
        return next(
            (each for each in self.absences if each.name == name and (name is not None or each.start == start)), None
        )

    def planned(self, first: datetime, last: datetime) -> list[TimeSpan]:
        """Shifts that meet the time from `first` to `last`: disjoint, ascending."""
        return _merged(
            (whole(shift.start), whole(shift.end))
            for shift in self.shifts.values()
            if shift.start < last and first < shift.end
        )

    def working(self, first: datetime, last: datetime) -> list[TimeSpan]:
        """The same without absences: when the collector is at work."""
        away = ((whole(absence.start), whole(absence.end)) for absence in self.absences)
        return without_each(self.planned(first, last), away)


def whole(at: datetime) -> int:
    """An instant in whole seconds since 1970; parts of a second fall away."""
    return int(at.timestamp())


def is_newer(said_at: datetime, before: datetime | None) -> bool:
    """Does a word of `said_at` replace the one of `before`? Of two of the same moment the one heard last does."""
    return before is None or before <= said_at


def without_each(spans: list[TimeSpan], taken: Iterable[TimeSpan]) -> list[TimeSpan]:
    """What is left of disjoint ascending spans when all of `taken` is cut out."""
    for away in taken:
        spans = [piece for span in spans for piece in _without(span, away)]
    return spans


def moment(at_s: int) -> datetime:
    """Seconds since 1970 as an instant."""
    return datetime.fromtimestamp(at_s, UTC)


def clipped(spans: Iterable[TimeSpan], start_s: int, end_s: int) -> list[TimeSpan]:
    """The parts of the spans between two instants."""
    cut = ((max(span[0], start_s), min(span[1], end_s)) for span in spans)
    return [span for span in cut if span[0] < span[1]]


def _merged(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    found: list[TimeSpan] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _without(span: TimeSpan, away: TimeSpan) -> list[TimeSpan]:
    pieces = [(span[0], min(span[1], away[0])), (max(span[0], away[1]), span[1])]
    if away[0] >= away[1]:
        return [span]
    return [piece for piece in pieces if piece[0] < piece[1]]
