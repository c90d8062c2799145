"""Who is at work on one day of a region, as arrays: one row for each collector and stretch of work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from shared.contracts.values import Certificate, CollectorId

from .day_routes import DayRoutes, at_work
from .fleet import Collector, TimeSpan
from .insertion import Ints, ints
from .people_table import Flags, PeopleTable

Spans = tuple[TimeSpan, ...]


@dataclass(frozen=True, slots=True, eq=False)
class StaffTable:
    """`who` is the row of each in the table of people. A collector's stretches are in order; from the start of the day.

    `of` and `busy` are what it is made of, `spans` the same by name.
    """

    of: Mapping[CollectorId, Collector]
    busy: Mapping[CollectorId, Spans]
    spans: Mapping[CollectorId, Spans]
    who: Ints
    start: Ints
    end: Ints
    _legal: dict[tuple[Certificate, ...], Flags] = field(default_factory=dict)

    def certified(self, needed: tuple[Certificate, ...], planned: DayRoutes, day: int, people: PeopleTable) -> Flags:
        """Of each of the people: does every certificate needed hold on that day?"""
        known = self._legal.get(needed)
        if known is None:
            on = planned.days[day].on
            known = self._legal[needed] = np.array(
                [not each.lacks(needed, on) for each in self.of.values()], dtype=bool
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
    if known is not None and known.of is region.collectors and known.busy == busy:
        return known
    if known is None or people.names[: len(known.of)] != tuple(known.of):
        found = _made(planned, day, people, busy, people.names, None)
    else:
        changed = [
            name
            for name, collector in region.collectors.items()
            if known.of.get(name) is not collector or known.busy.get(name) != busy.get(name)
        ]
        found = _made(planned, day, people, busy, changed, known)
    kept[key] = found
    return found


def _made(
    planned: DayRoutes, day: int, people: PeopleTable, busy: Mapping[CollectorId, Spans],
    changed: Sequence[CollectorId], known: StaffTable | None,
) -> StaffTable:  # fmt: skip
    region, on = planned.region, planned.days[day]
    new = {name: tuple(at_work(region, name, on, planned.lookup)) for name in changed}
    rows = [(people.row[name], *span) for name, spans in new.items() for span in spans]
    who, start, end = (ints([row[column] for row in rows]) for column in range(3))
    if known is None:
        return StaffTable(region.collectors, busy, new, who, start, end)
    stays = ~np.isin(known.who, people.rows(changed))
    newcomers = np.zeros(len(people.names) - len(known.of), dtype=bool)
    legal = {needed: np.concatenate((flags, newcomers)) for needed, flags in known._legal.items()}
    for needed, flags in legal.items():
        for name in changed:
            flags[people.row[name]] = not region.collectors[name].lacks(needed, on.on)
    return StaffTable(
        region.collectors, busy, {**known.spans, **new}, np.concatenate((known.who[stays], who)),
        np.concatenate((known.start[stays], start)), np.concatenate((known.end[stays], end)), legal,
    )  # fmt: skip
