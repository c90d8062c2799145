"""Notifier without its loops: its store, keys and steps, a carrier in memory and a clock moved by hand.

It runs on a real PostgreSQL (given its URL) or on the simulation's database (given a `Memory`).
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from services.notifier.bootstrap import QUERIES, machine
from services.notifier.hearing.second_reader import SecondReader
from services.notifier.shell.desk import Desk
from services.notifier.shell.look_up import LoanLookUp
from services.notifier.shell.sms import Listing, MemorySms
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.contracts.loans import LoanOverdue
from shared.contracts.operations import Operation
from shared.privacy.keys import KeyRing, MemoryKeys
from shared.privacy.master import MasterKeys
from shared.runtime.pg.hearing import PgHearingStore
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.store import PgStore
from shared.runtime.ports import Record
from shared.runtime.steps.consume import sort_out
from shared.runtime.steps.operations import carry_out
from shared.runtime.steps.pending_input import known_by, pending_event
from shared.runtime.steps.relay import Relay
from shared.runtime.steps.timers_and_intake import fire_timers, take_intake
from shared.runtime.steps.transact import StepContext, transact
from tests.memory.notifier.reads import reads
from tests.memory.notifier.tables import applies
from tests.memory.runtime.database import MemoryDatabase
from tests.memory.runtime.hearing import MemoryHearingStore
from tests.memory.runtime.process import Process
from tests.memory.runtime.store import MemoryStore

from .events import CASE, NOW, PACK, overdue, person

PHONE = "+351900000001"
PUBLIC_URL = "https://bank.example/hooks"
KEYS = MasterKeys.of(b"k" * 32)


@dataclass
class ManualClock:
    at: datetime = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        raise AssertionError("nobody sleeps here")


@dataclass
class NotifierProcess:
    """One process of notifier without its loops: each step is called by hand."""

    store: Any
    ring: KeyRing
    clock: ManualClock
    sms: Any
    deciding: StepContext
    desk: Desk
    offsets: int = 0
    heard: list[str] = field(default_factory=list)

    async def hear(self, *events: Event) -> None:
        said = []
        for event in events:
            self.offsets += 1
            record = Record(event.topic, 0, self.offsets, event.subject.encode(), b"{}", self.clock.at)
            said.append(pending_event(event.subject, event, known_by(event), record))
        await transact(self.deciding, said)

    async def settle(self) -> None:
        """Timers and intake until both are quiet at this moment."""
        while await fire_timers(self.deciding) + await take_intake(self.deciding):
            pass

    async def known(self, **more: Any) -> LoanOverdue:
        """An overdue event whose personal values open, and whose phone is `PHONE`, or ends in `number`."""
        kid = more.pop("kid", f"b-{more.get('borrower', 'b1')}")
        phone = f"+3519000{more.pop('number', 1):05d}"
        sealed = {
            name: await self.ring.seal(value, kid=kid, of="e", field=name)
            for name, value in {
                "phone": phone, "name": "Eva", "address": "Rua 1", "home": "41.1,-8.6", "officer": "Ana Reis",
            }.items()
        }  # fmt: skip
        subject, hashed = more.pop("case", CASE), more.pop("phone_hash", KEYS.phone_hash(phone))
        event = overdue(**{"dpd": 20, **more})
        who = {"borrower": more.get("borrower", "b1"), "language": more.get("language", "en")}
        known = person(**sealed, **who, phone_hash=hashed)
        return event.model_copy(update={"subject": subject, "data": event.data.model_copy(update={"person": known})})

    async def rows(self, statement: str, **params: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = await self.store.fetch(statement, params)
        return rows

    async def table(self, name: str) -> list[dict[str, Any]]:
        if isinstance(self.store, MemoryStore):
            return list(self.store.database.tables[name].values())
        rows: list[dict[str, Any]] = await self.rows(f"SELECT * FROM {name}")
        return rows

    async def text(self) -> dict[str, Any]:
        (row,) = await self.table("texts")
        return row

    def ledger(self) -> Any:
        """Where it is written what was heard."""
        return MemoryHearingStore(self.store) if isinstance(self.store, MemoryStore) else PgHearingStore(self.store)

    async def line(self) -> str:
        """The state of the only line of the ledger."""
        (row,) = await self.table("contacts")
        return str(row["state"])

    async def reasons(self, case: str = CASE) -> list[str]:
        if isinstance(self.store, MemoryStore):
            history = self.store.database.history.get(case, {})
            return [history[version].reason for version in sorted(history)]
        rows = await self.rows("SELECT reason FROM history WHERE aggregate = %(case)s ORDER BY version", case=case)
        return [row["reason"] for row in rows]

    async def whys(self, case: str = CASE) -> list[str]:
        if isinstance(self.store, MemoryStore):
            history = self.store.database.history.get(case, {})
            return [history[version].why for version in sorted(history)]
        rows = await self.rows("SELECT why FROM history WHERE aggregate = %(case)s ORDER BY version", case=case)
        return [row["why"] for row in rows]

    async def published(self, kind: str) -> int:
        """How many events of `texts` were decided on; nothing takes them out of the outbox here."""
        name = f"doorstep.text.{kind}.v1"
        if isinstance(self.store, MemoryStore):
            return sum(kept.row.type == name for kept in self.store.database.outbox.values())
        return len(await self.rows("SELECT 1 AS one FROM outbox WHERE type = %(name)s", name=name))

    def later(self, **ahead: float) -> None:
        self.clock.at += timedelta(**ahead)


@dataclass
class AnsweringCarrier:
    """A carrier that answers as `send` does, and finds nothing."""

    send: Any

    async def find(self, to: str, since: Any) -> Listing:
        return Listing([], True)

    async def listed(self, since: Any, until: Any) -> Listing:
        return Listing([], True)

    async def report(self, sid: str) -> None:
        return None

    async def reach(self) -> None:
        return None

    async def close(self) -> None:
        return None


@dataclass
class Memory:
    """A database of the simulation, and the keys that live beside it."""

    database: MemoryDatabase = field(default_factory=MemoryDatabase)
    keys: MemoryKeys = field(default_factory=MemoryKeys)


@asynccontextmanager
async def notifier_process(
    where: str | Memory,
    sms: Any = None,
    clock: ManualClock | None = None,
    second: SecondReader | None = None,
    keys: MasterKeys = KEYS,
) -> AsyncIterator[NotifierProcess]:
    """Open one process; several may share a database. Leaving it is its death."""
    hand = clock or ManualClock()
    store: Any
    if isinstance(where, Memory):
        store = MemoryStore(
            where.database, Process(by_hand=False), reads=reads(where.database, where.keys),
            applies=applies(where.database, where.keys),
        )  # fmt: skip
        store.start()
        ring = KeyRing(where.keys, keys.wrap)
    else:
        store = PgStore(where, "notifier", QUERIES)
        await store.start()
        ring = KeyRing(PgKeys(store), keys.wrap)
    carrier = sms or MemorySms(at=hand.at)
    deciding = StepContext(machine(PACK, LoanLookUp(ring, hand, PACK, second)), store, hand, keys, Relay(), ring=ring)
    desk = Desk(
        store, ring, carrier, hand, lambda: int(store.owner), PUBLIC_URL, lambda at, zone: 30, hash_of=keys.phone_hash
    )
    try:
        yield NotifierProcess(store, ring, hand, carrier, deciding, desk)
    finally:
        if isinstance(store, MemoryStore):
            store.crash()
        else:
            await store.close()


async def many(notifier: NotifierProcess, cases: int) -> None:
    """So many borrowers whose first text may go out now."""
    for number in range(cases):
        await notifier.hear(await notifier.known(case=f"case-{number}", borrower=f"b{number}", number=number))
    await notifier.settle()


async def claimed(notifier: NotifierProcess, **more: Any) -> None:
    """An overdue loan whose first text may go out now."""
    await notifier.hear(await notifier.known(**more))
    await notifier.settle()


async def operator_asks(notifier: NotifierProcess, kind: type[Operation], **about: Any) -> str:
    """An operator asks it, and it is carried out: why not, or nothing."""
    notifier.offsets += 1
    said = kind.model_validate(
        {
            "id": f"asked-{notifier.offsets}", "source": "console", "subject": "notifier", "time": notifier.clock.at,
            "data": {"by": "ops-7", "why": "a drill", **about},
        }
    )  # fmt: skip
    record = Record(said.topic, 0, notifier.offsets, b"notifier", encode(said), notifier.clock.at)
    inputs, apart = sort_out(notifier.deciding, [record], notifier.clock.at)
    await transact(notifier.deciding, inputs, apart)
    assert await carry_out(notifier.deciding) == 1
    if isinstance(notifier.store, MemoryStore):
        return notifier.store.database.outcomes[known_by(said)].refused
    (row,) = await notifier.rows(
        "SELECT coalesce(refused, '') AS refused FROM operations WHERE id = %(id)s", id=known_by(said)
    )
    return str(row["refused"])
