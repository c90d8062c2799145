"""The bugs, each as a context in which the simulated services have it. Nothing here touches production files."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any
from unittest.mock import patch

import numpy as np

from services.notifier.core import evolve as notifier_evolve
from services.notifier.core import texting, texts
from services.notifier.shell import memory_reads, posting
from services.notifier.shell.sms import Doubt, Outcome, Ready, Unsent
from services.router.core.vectorised import Vectorised
from shared.decision import TimerDue
from shared.runtime.memory import unit
from shared.runtime.memory.unit import MemoryUnit
from shared.runtime.ports import Opened
from shared.runtime.steps import consume, turn
from shared.runtime.steps.transact import transact

from .. import carrier, replica, services

Plant = Callable[[], AbstractContextManager[Any]]


@contextmanager
def no_inbox_check() -> Iterator[None]:
    """An event that comes twice is handled twice."""
    real = MemoryUnit.open

    async def opened(self: MemoryUnit, inbox: Sequence[Any], aggregates: Sequence[str]) -> Opened:
        found = await real(self, inbox, aggregates)
        return replace(found, unseen=frozenset(inbox))

    with patch.object(MemoryUnit, "open", opened):
        yield


@contextmanager
def offset_before_commit() -> Iterator[None]:
    """The broker is told that records are handled before they are."""

    async def consumed(log: Any, desk: Any, breakers: Any, *, wait_s: float = 0.2) -> int:
        now = desk.clock.now()
        records = await log.poll(breakers.records_max, wait_s)
        if not records:
            return 0
        await log.commit(records)
        inputs, aside = consume.sort_out(desk, records, now)
        await transact(desk, inputs, aside)
        return len(records)

    with patch.object(replica, "consume_batch", consumed):
        yield


@contextmanager
def settled_before_post() -> Iterator[None]:
    """A text is written down as accepted, and only then posted."""
    begin = posting._begin

    async def begun(desk: posting.Desk, written: Sequence[posting.Written], owner: int) -> list[posting.Written]:
        found = await begin(desk, written, owner)
        for number, text in enumerate(found):
            sid = f"SM{desk.clock.now().timestamp() * 1e6:020.0f}{number:012d}"
            desk.settled.append(posting._settled(desk, text.intent, text.case, "accepted", sid, None))
        await posting.flush(desk)
        return found

    with patch.object(posting, "_begin", begun):
        yield


@contextmanager
def retry_after_timeout() -> Iterator[None]:
    """A lost answer is taken for a refused connection."""
    real = carrier.Line._post

    async def post(self: carrier.Line, ready: Ready) -> Outcome:
        outcome = await real(self, ready)
        return Unsent("timeout") if isinstance(outcome, Doubt) else outcome

    with patch.object(carrier.Line, "_post", post):
        yield


@contextmanager
def row_version_ignored() -> Iterator[None]:
    """A state is read without a lock, and written whatever has happened to it since."""
    with (
        patch.object(MemoryUnit, "_lock", lambda self, names: True),
        patch.object(unit, "check", lambda database, this, writes: None),
    ):
        yield


@contextmanager
def zombie_may_commit() -> Iterator[None]:
    """A process that slept past its session wakes up and writes as if nothing had happened."""
    real = MemoryUnit.roll_back

    def lose(self: replica.Replica) -> None:
        for one in list(self.store.units):
            claims, locks = dict(one.claims), dict(one.locks)
            real(one)
            one.done, one.claims, one.locks = False, claims, locks

    def rolled_back(self: MemoryUnit) -> None:
        if not self.done:
            self.claims = {claim: None for claim in self.claims if self.database.inbox.get(claim) is self}
            _only_mine(self)
            real(self)

    released = MemoryUnit._release

    def release(self: MemoryUnit) -> None:
        _only_mine(self)
        released(self)

    with (
        patch.object(replica.Replica, "lose_connections", lose),
        patch.object(MemoryUnit, "roll_back", rolled_back),
        patch.object(MemoryUnit, "_release", release),
        patch.object(unit, "check", lambda database, this, writes: None),
    ):
        yield


def _only_mine(this: MemoryUnit) -> None:
    this.locks = {lock: None for lock in this.locks if this.database.holders.get(lock) is this}


@contextmanager
def timer_fires_twice() -> Iterator[None]:
    """Two replicas see the same due timer, and it stays after it fired."""
    decide = turn.Turn._decide

    def decided(self: turn.Turn, said: Any, context: Any) -> None:
        before = self.writes.timers_cancelled.copy()
        decide(self, said, context)
        if isinstance(said.said, TimerDue) and (said.aggregate, said.said.kind) not in before:
            self.writes.timers_cancelled.discard((said.aggregate, said.said.kind))

    with patch.object(turn.Turn, "_decide", decided):
        yield


@contextmanager
def notice_counted_when_queued() -> Iterator[None]:
    """The carrier's `sent` is taken for a receipt."""
    with patch.dict(texts.CARRIER, {"sent": "delivered"}):
        yield


@contextmanager
def stop_not_checked_when_sent() -> Iterator[None]:
    """A STOP counts for what is decided later, not for what waits to be posted."""
    with (
        patch.dict(services.APPLIES["notifier"], {"withdraw_texts": lambda tables, rows: None}),
        patch.object(memory_reads, "_unread", lambda database, text: False),
    ):
        yield


@contextmanager
def last_status_wins() -> Iterator[None]:
    """Reports are believed in the order in which they come."""

    def move(tables: Any, rows: Any) -> None:
        for row in rows:
            text = tables["texts"].get(row.intent)
            if text is not None:
                tables["texts"][row.intent] = {
                    **text,
                    "status": row.status,
                    "rank": row.rank,
                    "sid": text["sid"] or row.sid,
                }

    def always(old: Any, new: Any) -> bool:
        return bool(old != new)

    with (
        patch.object(texting, "climbs", always),
        patch.object(notifier_evolve, "climbs", always),
        patch.dict(services.APPLIES["notifier"], {"move_texts": move}),
    ):
        yield


@contextmanager
def dead_letter_without_parking() -> Iterator[None]:
    """An event that breaks its decision is put aside, and the case goes on without it."""

    def park(self: turn.Turn, said: Any, code: str, detail: str) -> None:
        return None

    with patch.object(turn.Turn, "park", park):
        yield


@contextmanager
def crew_capacity_ignored() -> Iterator[None]:
    """Nobody looks whether the members of a crew have the time."""

    def muster(
        self: Vectorised,
        opens: Any,
        closes: Any,
        day: Any,
        stay: int,
        size: int,
        arr: Any,
        due: Any,
        cost: Any,
        of: Any,
    ) -> Any:
        found = np.full((opens.shape[0], size), -1, dtype=np.int64)
        for row in range(opens.shape[0]):
            hands = np.flatnonzero(of == day[row])
            if hands.size:
                found[row] = np.resize(hands, size)
        return found

    with patch.object(Vectorised, "muster", muster):
        yield


PLANTED: dict[str, Plant] = {
    "no inbox check": no_inbox_check,
    "offset before commit": offset_before_commit,
    "settled before POST": settled_before_post,
    "retry after a timeout": retry_after_timeout,
    "row version ignored": row_version_ignored,
    "zombie may commit": zombie_may_commit,
    "timer fires twice": timer_fires_twice,
    "notice counted when queued": notice_counted_when_queued,
    "STOP checked when decided, not when sent": stop_not_checked_when_sent,
    "last status wins": last_status_wins,
    "dead letter without parking": dead_letter_without_parking,
    "crew capacity ignored": crew_capacity_ignored,
}
