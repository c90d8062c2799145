"""Bugs in what is made of the bank's word: of the wrong order, for ever, or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

from services.notifier.core import evolve as notifier_evolve
from services.notifier.core.balance_facts import facts_of
from services.notifier.core.changes import OverdueReported
from services.notifier.core.state import KnownState, State
from shared.decision.replaced import replace
from shared.runtime.steps import rejected


@contextmanager
def unreadable_record_holds_nobody() -> Iterator[None]:
    """A record about a known case that can't be read is a dead letter and no more."""
    with patch.object(rejected, "_concerned", lambda desk, record: ()):
        yield


@contextmanager
def older_snapshot_wins() -> Iterator[None]:
    """That a loan is overdue is believed as of when it was heard, not as of when it was so."""
    overdue = notifier_evolve._overdue

    def as_of_now(state: KnownState, change: OverdueReported) -> State:
        newest = facts_of(state)["balance"] + timedelta(microseconds=1)
        return overdue(state, replace(change, time=max(change.time, newest)))

    with patch.object(notifier_evolve, "_overdue", as_of_now):
        yield


@contextmanager
def closed_for_ever() -> Iterator[None]:
    """What the bank closed and took back stays closed."""
    with patch.object(notifier_evolve, "is_shut", lambda facts: "closed" in facts):
        yield
