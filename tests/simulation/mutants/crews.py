"""Bugs that send whoever must not be sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import numpy as np

from services.router.core import evolve as router_evolve
from services.router.core import fleet_events, insertion
from services.router.core.changes import Certified
from services.router.core.fleet import Collector, Spell
from services.router.core.reassignment import Refit


@contextmanager
def crew_capacity_ignored() -> Iterator[None]:
    """Nobody looks whether the members of a crew have the time."""

    def form_crew(
        opens: Any, closes: Any, day: Any, stay: int, size: int, arr: Any, due: Any, cost: Any, free_day: Any
    ) -> Any:
        found = np.full((opens.shape[0], size), -1, dtype=np.int64)
        for row in range(opens.shape[0]):
            free = np.flatnonzero(free_day == day[row])
            if free.size:
                found[row] = np.resize(free, size)
        return found

    with patch.object(insertion, "form_crew", form_crew):
        yield


@contextmanager
def certificates_add_up() -> Iterator[None]:
    """A certificate that was corrected to end earlier is one more certificate."""

    def certified(known: Collector, change: Certified) -> Collector:
        fact = change.fact
        spell = Spell(valid_from=fact.valid_from, valid_to=fact.valid_to, said_at=change.said_at)
        held = (*known.holds(fact.certificate), spell)
        return known.model_copy(update={"certificates": {**known.certificates, fact.certificate: held}})

    with patch.object(router_evolve, "_certified", certified):
        yield


@contextmanager
def crews_keep_their_visits() -> Iterator[None]:
    """What is corrected counts for visits that are planned from now on."""
    with patch.object(fleet_events, "refit", lambda region, collector, context: Refit()):
        yield
