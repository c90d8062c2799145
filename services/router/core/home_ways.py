"""The ways between a door and the homes of a region's collectors: what every day asked about has in common."""

from __future__ import annotations

from dataclasses import dataclass

from .insertion import Ints
from .people_table import PeopleTable
from .travel import Travel


@dataclass(frozen=True, slots=True)
class HomeWays:
    """By row of `people`: the seconds that `travel` takes from home (`come`) and back (`go`)."""

    people: PeopleTable
    travel: Travel
    come: Ints
    go: Ints
