"""Bugs of what comes to an end: what is open goes as well, or what is over goes before its time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from unittest.mock import patch

from shared.policy.retention import kept_days
from tests.memory.notifier.retention import ENDS as NOTIFIERS
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.retention import MemoryEnd
from tests.memory.scheduler_retention import ENDS as SCHEDULERS


def _long_known(database: MemoryDatabase, case: str, before: datetime) -> bool:
    return min(row.at for row in database.history[case].values()) < before


def _by_age(end: MemoryEnd) -> MemoryEnd:
    return replace(end, is_over=_long_known)


@contextmanager
def history_of_open_cases_goes() -> Iterator[None]:
    """A case goes by the age of its first decision, and its history with it, whether it is open or not."""
    with (
        patch.dict(NOTIFIERS, {"cases": _by_age(NOTIFIERS["cases"])}),
        patch.dict(SCHEDULERS, {"cases": _by_age(SCHEDULERS["cases"])}),
    ):
        yield


@contextmanager
def what_is_over_goes_at_once() -> Iterator[None]:
    """The days for which it is kept are not looked at."""
    with patch("shared.runtime.steps.retention.kept_days", lambda limits: kept_days(limits) | {"cases": 0}):
        yield
