"""Time that other regions have taken of a region's collectors.

Few collectors work in two regions. Who does is asked once a minute (and of newcomers at once); when those are on duty
elsewhere is asked for each transaction. Of somebody who has begun to work elsewhere within that minute the table
`duties` knows: it refuses their time a second time, the transaction is tried again, and then everybody is asked about.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.router.core.fleet import TimeSpan, whole
from services.router.core.state import RegionState
from shared.contracts.values import CollectorId
from shared.runtime.looking import LookUnit
from shared.runtime.ports import Unit

SHARED_S = 60.0
TimesElsewhere = dict[tuple[str, CollectorId], list[TimeSpan]]


@dataclass(slots=True)
class _Asked:
    """`of` is the region's mapping of collectors, `heard` what was being decided on when it was asked last."""

    at_s: float
    of: Mapping[CollectorId, Any]
    elsewhere: set[CollectorId] = field(default_factory=set)
    heard: Sequence[object] = ()


@dataclass(slots=True)
class BusyElsewhere:
    """What is remembered is who works in another region too, by region."""

    now_s: Callable[[], float] = time.monotonic
    _asked: dict[str, _Asked] = field(default_factory=dict)

    async def __call__(
        self, unit: Unit | LookUnit, regions: Mapping[str, RegionState], heard: Mapping[str, Sequence[object]]
    ) -> TimesElsewhere:
        """By region and collector. `heard` is what is decided on in each: the same object again means that it was
        refused before. Raises `Unavailable`."""
        now_s = self.now_s()
        for name in [name for name, asked in self._asked.items() if now_s - asked.at_s >= SHARED_S]:
            del self._asked[name]
        unknown: list[tuple[str, CollectorId]] = []
        for name, region in regions.items():
            asked, mine = self._asked.get(name), heard.get(name, ())
            if asked is None or {*map(id, asked.heard)} & {*map(id, mine)}:
                unknown += [(name, who) for who in region.collectors]
                self._asked.pop(name, None)
            elif asked.of is not region.collectors:
                unknown += [(name, who) for who in region.collectors.keys() - asked.of.keys()]
        found = await _elsewhere(unit, unknown)
        for name, region in regions.items():
            asked = self._asked.setdefault(name, _Asked(now_s, region.collectors))
            asked.of, asked.heard = region.collectors, heard.get(name, ())
            asked.elsewhere |= {who for where, who in found if where == name}
        return await times_of(unit, [(name, who) for name in regions for who in sorted(self._asked[name].elsewhere)])


async def _elsewhere(unit: Unit | LookUnit, pairs: Sequence[tuple[str, CollectorId]]) -> set[tuple[str, CollectorId]]:
    if not pairs:
        return set()
    rows = await unit.select("working_elsewhere", _params(pairs))
    return {(row["region"], row["collector"]) for row in rows}


async def times_of(unit: Unit | LookUnit, pairs: Sequence[tuple[str, CollectorId]]) -> TimesElsewhere:
    """When these collectors of these regions are on duty in other regions."""
    found: TimesElsewhere = {}
    for row in await unit.select("busy_elsewhere", _params(pairs)) if pairs else ():
        span = (whole(row["starts_at"]), whole(row["ends_at"]))
        found.setdefault((row["region"], row["collector"]), []).append(span)
    return found


def _params(pairs: Iterable[tuple[str, CollectorId]]) -> dict[str, list[str]]:
    pairs = list(pairs)
    return {"regions": [pair[0] for pair in pairs], "collectors": [pair[1] for pair in pairs]}
