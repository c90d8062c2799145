"""What comes to an end: which rows of a service's tables go after how long, and what is written down before they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

from shared.policy.retention import Kept

ROUND_EVERY = timedelta(days=1)
FlatRows = list[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class RetentionTask:
    """One table that is gone through, `blocks` blocks of it at a time, and what goes with a row that is over.

    `find`, `remove` and `evidence` are SQL. `find` locks the rows that are over and gives the `key` of each, and where
    an open dead letter about it would keep it, its `name`. `remove` takes these keys. Without `find` the rows
    are nobody's business any more, and `remove` takes the blocks themselves and gives the `number` that it removed.
    `evidence` gives the rows to keep, by what they are called: while they can't be written down nothing is removed.
    """

    name: str
    table: str
    kept: Kept
    blocks: int
    remove: str
    find: str | None = None
    evidence: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class RetentionTurn:
    """What one turn came to. `waiting` is what is over and stays, because there is no place for evidence.

    `over`: the round has come to its end; without `looked` no new one is due yet, or another process is at it.
    """

    removed: int = 0
    waiting: int = 0
    over: bool = False
    looked: bool = True


REST = RetentionTurn(over=True, looked=False)


class RetentionStore(Protocol):
    async def turn(self, task: RetentionTask, at: datetime, days: int, rule: str, folder: Path | None) -> RetentionTurn:
        """Look at the next blocks, and remove what is over for `days` days, in one transaction.

        What is evidence is in a file of `folder` before that commits, so a crash may leave it in two files, never in
        none. Goes on where the last turn stopped, whoever did that. Raises `Unavailable`, and `EvidenceUnwritten`
        when the folder does not take it: then nothing was removed.
        """
        ...


def rests(now: datetime, over_at: datetime | None) -> bool:
    """Is no new round due yet, after one that ended then? One that is to end only in the future was told by a clock
    that ran ahead: whoever waited for that moment would wait for a year."""
    return over_at is not None and abs(now - over_at) < ROUND_EVERY


class EvidenceUnwritten(Exception):
    """The sentence says which folder, and why."""


def named(tasks: Sequence[RetentionTask]) -> list[str]:
    """Names, each once: a place is kept under it."""
    names = [task.name for task in tasks]
    assert len(set(names)) == len(names), names
    return names
