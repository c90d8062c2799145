"""Valid things to write, of which a test names only what matters."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

from shared.ids import derive
from shared.runtime.ports import (
    DeadRow,
    HistoryRow,
    IntakeRow,
    Opened,
    Outgoing,
    Parking,
    QueuedRow,
    StateRow,
    Store,
    SwitchRow,
    Writes,
)

NOON = datetime(2026, 1, 5, 12, tzinfo=UTC)


def at(minutes: int) -> datetime:
    return NOON + timedelta(minutes=minutes)


def an_id(word: str) -> UUID:
    return derive("conformance", word)


def state(aggregate: str, version: int = 1, doc: bytes = b"{}", at: datetime | None = None) -> StateRow:
    return StateRow(aggregate, version - 1, version, doc, at)


def sent(word: str, aggregate: str = "a", key: str = "k", topic: str = "texts") -> Outgoing:
    return Outgoing(an_id(word), aggregate, topic, key, word.encode(), "doorstep.text.sent.v1", None)


def history(aggregate: str = "a", version: int = 1, why: str = "because") -> HistoryRow:
    return HistoryRow(aggregate, version, aggregate, NOON, "said", "cause", "reason", why, "rule", True, "[]")


def parking(aggregate: str = "a") -> Parking:
    return Parking(aggregate, NOON, "decision-failed", "KeyError on something")


def queued(word: str, aggregate: str = "a") -> QueuedRow:
    return QueuedRow(aggregate, an_id(word), "loans", 0, 1, "sealed")


def dead(word: str) -> DeadRow:
    return DeadRow(an_id(word), NOON, "loans", 0, 1, "undecodable", "not JSON", 1, 3, "sealed")


def intake_row(word: str, aggregate: str = "a") -> IntakeRow:
    return IntakeRow(an_id(word), aggregate, NOON, word.encode())


def switch(stopped: bool, minutes: int, scope: str = "all") -> SwitchRow:
    return SwitchRow("sending", scope, stopped, "drill", at(minutes))


async def write(store: Store, writes: Writes, inbox: Sequence[UUID] = (), aggregates: Sequence[str] = ()) -> Opened:
    """One whole transaction; what it saw. Rows queue behind those of others, as the runtime has them do."""
    names = {row.aggregate for row in writes.states} | {row.aggregate for row in writes.outbox} | set(aggregates)
    async with store.unit() as unit:
        opened = await unit.open(inbox, sorted(names))
        writes.behind = opened.behind
        await unit.commit(writes)
    return opened


async def look(store: Store, *aggregates: str, inbox: Sequence[UUID] = ()) -> Opened:
    """Open and undo."""
    async with store.unit() as unit:
        return await unit.open(inbox, aggregates)
