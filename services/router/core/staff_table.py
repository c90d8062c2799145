"""Who is at work on one day of a region, as arrays: one row for each collector and stretch of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from shared.contracts.values import Certificate, CollectorId

from .day_routes import DayRoutes, at_work
from .fleet import TimeSpan
from .insertion import Ints, ints
from .people_table import Flags, PeopleTable

Spans = tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StaffTable:
    """`who` is the row of each in the table of people. A collector's stretches are in order; from the start of the day.

    `people` and `busy` are what it is made of, `spans` the same by name.
    """

    people: PeopleTable
    busy: Mapping[CollectorId, Spans]
    spans: Mapping[CollectorId, Spans]
    who: Ints
    start: Ints
    end: Ints
    _legal: dict[tuple[Certificate, ...], Flags] = field(default_factory=dict)

    def certified(self, needed: tuple[Certificate, ...], on: date) -> Flags:
        """Of each of the people: does every certificate needed hold on that day?"""
        known = self._legal.get(needed)
        if known is None:
            known = self._legal[needed] = np.array(
                [not each.lacks(needed, on) for each in self.people.of.values()], dtype=bool
            )
        return known


def staff_table(planned: DayRoutes, day: int, people: PeopleTable) -> StaffTable:
    """As kept from the last question, with what has changed since."""
    region, on = planned.region, planned.days[day]
    kept, key = planned.lookup.kept, ("staff", region.region, on.zone, on.on.isoformat())
    known: StaffTable | None = kept.get(key)
    busy = {
        name: tuple(met)
        for (where, name), spans in planned.lookup.busy.items()
        if where == region.region and name in people.row
        and (met := [span for span in spans if span[0] < on.end_s and on.start_s < span[1]])
    }  # fmt: skip
    if known is None or known.people.rows_since is not people.rows_since:
        found = _made(planned, day, people, busy, people.names, None)
    elif known.people is people and known.busy == busy:
        return known
    else:
        found = _made(planned, day, people, busy, changed_names(known, people, busy), known)
    kept[key] = found
    return found


def changed_names(known: StaffTable, people: PeopleTable, busy: Mapping[CollectorId, Spans]) -> list[CollectorId]:
    """Who is another since `known`, or is on duty elsewhere at other times."""
    found = {people.names[row] for row in people.changed_since(known.people.count).tolist()}
    found.update(name for name in known.busy.keys() | busy.keys() if known.busy.get(name) != busy.get(name))
    return sorted(found, key=people.row.__getitem__)


def _made(
    planned: DayRoutes, day: int, people: PeopleTable, busy: Mapping[CollectorId, Spans],
    changed: Sequence[CollectorId], known: StaffTable | None,
) -> StaffTable:  # fmt: skip
    region, on = planned.region, planned.days[day]
    new = {name: tuple(at_work(region, name, on, planned.lookup)) for name in changed}
    same = known is not None and all(known.spans.get(name) == mine for name, mine in new.items())
    if known is not None and same:
        spans, who, start, end = known.spans, known.who, known.start, known.end
    else:
        rows = [(people.row[name], *span) for name, mine in new.items() for span in mine]
        who, start, end = (ints([row[column] for row in rows]) for column in range(3))
        if known is None:
            return StaffTable(people, busy, new, who, start, end)
        stays = ~np.isin(known.who, people.rows(changed))
        who = np.concatenate((known.who[stays], who))
        start, end = np.concatenate((known.start[stays], start)), np.concatenate((known.end[stays], end))
        spans = {**known.spans, **new}
    newcomers = np.zeros(len(people.names) - len(known.people.names), dtype=bool)
    legal = {needed: np.concatenate((flags, newcomers)) for needed, flags in known._legal.items()}
    for needed, flags in legal.items():
        for name in changed:
            flags[people.row[name]] = not region.collectors[name].lacks(needed, on.on)
    return StaffTable(people, busy, spans, who, start, end, legal)
