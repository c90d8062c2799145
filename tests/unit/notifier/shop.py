"""Notifier on a real PostgreSQL: its store, keys and steps, with a carrier in memory and a clock moved by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from services.notifier.bootstrap import QUERIES, machine
from services.notifier.shell.posting import Desk
from services.notifier.shell.prepare import Preparer
from services.notifier.shell.sms import MemorySms, Sms
from shared.contracts.envelope import Event
from shared.contracts.loans import LoanOverdue
from shared.ids import inbox_id
from shared.privacy.keys import KeyRing
from shared.privacy.master import MasterKeys
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Record
from shared.runtime.steps.own import fire_timers, take_intake
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.transact import Desk as Deciding
from shared.runtime.steps.transact import transact
from shared.runtime.steps.turn import said_event

from .world import CASE, NOW, PACK, overdue, person

PHONE = "+351900000001"
PUBLIC_URL = "https://bank.example/hooks"
KEYS = MasterKeys.of(b"k" * 32)


@dataclass
class HandClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        raise AssertionError("nobody sleeps here")


@dataclass
class Shop:
    """One process of notifier without its loops: each step is called by hand."""

    url: str
    store: PgStore
    ring: KeyRing
    clock: HandClock
    sms: Any
    deciding: Deciding
    desk: Desk
    offsets: int = 0
    heard: list[str] = field(default_factory=list)

    async def hear(self, *events: Event) -> None:
        said = []
        for event in events:
            self.offsets += 1
            record = Record(event.topic, 0, self.offsets, event.subject.encode(), b"{}", self.clock.at)
            said.append(said_event(event.subject, event, inbox_id(event.source, event.id), record))
        await transact(self.deciding, said)

    async def settle(self) -> None:
        """Timers and intake until both are quiet at this moment."""
        while await fire_timers(self.deciding) + await take_intake(self.deciding):
            pass

    async def known(self, **more: Any) -> LoanOverdue:
        """An overdue event whose personal values open, and whose phone is `PHONE`."""
        sealed = {
            name: await self.ring.seal(value, kid=f"b-{more.get('borrower', 'b1')}", of="e", field=name)
            for name, value in {
                "phone": PHONE, "name": "Eva", "address": "Rua 1", "home": "41.1,-8.6", "officer": "Ana Reis",
            }.items()
        }  # fmt: skip
        subject = more.pop("case", CASE)
        event = overdue(**{"dpd": 20, **more})
        known = person(**sealed, phone_hash=KEYS.phone_hash(PHONE), borrower=more.get("borrower", "b1"))
        return event.model_copy(update={"subject": subject, "data": event.data.model_copy(update={"person": known})})

    async def rows(self, statement: str, **params: Any) -> list[dict[str, Any]]:
        return await self.store.fetch(statement, params)

    async def text(self) -> dict[str, Any]:
        (row,) = await self.rows("SELECT * FROM texts")
        return row

    async def reasons(self, case: str = CASE) -> list[str]:
        rows = await self.rows("SELECT reason FROM history WHERE aggregate = %(case)s ORDER BY version", case=case)
        return [row["reason"] for row in rows]

    async def published(self, kind: str) -> int:
        """How many events of `texts` were decided on; nothing takes them out of the outbox here."""
        rows = await self.rows("SELECT 1 AS one FROM outbox WHERE type = %(type)s", type=f"doorstep.text.{kind}.v1")
        return len(rows)

    def later(self, **ahead: float) -> None:
        self.clock.at += timedelta(**ahead)


@asynccontextmanager
async def shop(url: str, sms: Sms | None = None, clock: HandClock | None = None) -> AsyncIterator[Shop]:
    """Open one process; several may share a database. Leaving it is its death."""
    store = PgStore(url, "notifier", QUERIES)
    await store.start()
    hand = clock or HandClock()
    ring = KeyRing(PgKeys(store), KEYS.wrap)
    carrier = sms or MemorySms(at=hand.at)
    deciding = Deciding(machine(PACK, Preparer(ring, hand, PACK)), store, hand, KEYS, Relay())
    desk = Desk(store, ring, carrier, hand, lambda: store.owner, PUBLIC_URL, 30)
    try:
        yield Shop(url, store, ring, hand, carrier, deciding, desk)
    finally:
        await store.close()


def intents(rows: Sequence[dict[str, Any]]) -> set[UUID]:
    return {row["intent"] for row in rows}
