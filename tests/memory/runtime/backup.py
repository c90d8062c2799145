"""A backup of a database in memory: what was committed at one moment, and how that is put back."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from .database import MemoryDatabase, Parked

OF_THE_SERVER = frozenset(
    {
        "marks",
        "on_commit",
        "on_the_way",
        "on_put_off",
        "on_intake",
        "on_held",
        "on_fold",
        "now",
        "living",
        "owners",
        "holders",
        "intake_holders",
        "named_locks",
        "operating",
    }
)
"""What is no row: who is connected, and what they hold."""


def backup(database: MemoryDatabase) -> Mapping[str, Any]:
    rows = {name: value for name, value in vars(database).items() if name not in OF_THE_SERVER}
    rows["inbox"] = {id: None for id, holder in database.inbox.items() if holder is None}
    rows["parked"] = {
        name: Parked(row.since, row.code, row.detail, row.attempts, row.replay) for name, row in database.parked.items()
    }
    kept = deepcopy(rows)
    kept["tables"].keep()
    return kept


def put_back(database: MemoryDatabase, kept: Mapping[str, Any]) -> None:
    """Nobody may be connected. It can be put back again."""
    vars(database).update(deepcopy(dict(kept)))
    database.tables.keep()
