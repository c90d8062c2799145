"""A region's collectors as arrays, one row each: where they live, and their place in the order of names.

Rows follow the region's own order, to which newcomers are added, so that a row stays a collector's for good.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared.contracts.values import CollectorId

from .day_routes import DayRoutes
from .fleet import Collector
from .insertion import Ints, ints
from .travel import Places

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PeopleTable:
    """`of` are the collectors that it is made of. `at_home` says whose home is known; others' `homes` mean nothing.

    `count` is one more for each time that some had changed, and `changed_at` what it was when each last did: what was
    made of this table at another count need look at those alone, where the rows are still the same (`rows_since`).
    """

    of: Mapping[CollectorId, Collector]
    names: tuple[CollectorId, ...]
    row: Mapping[CollectorId, int]
    rank: Ints
    homes: Places
    at_home: Flags
    count: int
    changed_at: Ints
    rows_since: object

    def changed_since(self, count: int) -> Ints:
        """Rows of those who changed after that."""
        return ints(np.flatnonzero(self.changed_at > count))

    def rows(self, names: Any) -> Ints:
        """Of these names, those that are known."""
        return ints([self.row[name] for name in names if name in self.row])


def people_table(planned: DayRoutes) -> PeopleTable:
    """As kept from the last question, with what has changed since."""
    kept, key, of = planned.lookup.kept, ("people", planned.region.region), planned.region.collectors
    known: PeopleTable | None = kept.get(key)
    if known is not None and known.of is of:
        return known
    names = tuple(of)
    if known is None or names[: len(known.names)] != known.names:
        known = PeopleTable({}, (), {}, ints([]), np.zeros((0, 2)), np.zeros(0, dtype=bool), 0, ints([]), object())
    newcomers = len(names) - len(known.names)
    homes = np.concatenate((known.homes, np.zeros((newcomers, 2))))
    at_home = np.concatenate((known.at_home, np.zeros(newcomers, dtype=bool)))
    row = known.row if not newcomers else {name: number for number, name in enumerate(names)}
    rank = known.rank if not newcomers else np.argsort(sorted(range(len(names)), key=names.__getitem__))
    changed = [name for name, collector in of.items() if known.of.get(name) is not collector]
    changed_at = np.concatenate((known.changed_at, np.zeros(newcomers, dtype=np.int64)))
    for name in changed:
        changed_at[row[name]] = known.count + 1
        place = planned.homes.get(name)
        at_home[row[name]] = place is not None
        homes[row[name]] = place if place is not None else (0.0, 0.0)
    kept[key] = found = PeopleTable(
        of, names, row, ints(rank), homes, at_home, known.count + 1, ints(changed_at), known.rows_since
    )  # fmt: skip
    return found
