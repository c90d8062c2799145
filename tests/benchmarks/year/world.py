"""A year of a bank: so many new cases a day, and everything that follows, by a clock that jumps."""

from __future__ import annotations

import heapq
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from services.notifier.shell.desk import Desk
from services.notifier.shell.inbound import Inbox
from services.notifier.shell.posting import post_texts
from services.notifier.shell.reported import ReportTray
from shared.contracts import fleet, loans
from shared.contracts.values import Sealed
from shared.policy import Pack
from shared.policy.pack import parse_pack
from shared.privacy.keys import KeyRing
from shared.runtime.health import Health
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.retention import PgRetention
from shared.runtime.steps.retention import IDLE_S, RetentionRounds

from .field import Field, YearCarrier
from .people import YearBorrower, borrower, collectors, shifts
from .service import MASTER, TASKS, YearLog, YearService, services_of

DAY = timedelta(days=1)
ENDS_AFTER_DAYS = 60
"""What the bank has not heard of by then it closes."""
KEPT_DAYS = {"cases": 60, "crews": 90, "operations": 60, "letters": 60, "strangers": 60, "ids": 45}
TOGETHER_S = 240
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
Act = Callable[[], Awaitable[None]]


def pack_of(kept: Mapping[str, int]) -> Pack:
    """The default pack, which keeps what is over for weeks instead of years: so a year shows the whole of it."""
    line = '{name}_days = {{ value = {days}, cite = "for this run", effective_from = 2000-01-01, status = "house" }}'
    leaves = "\n".join(line.format(name=name, days=days) for name, days in kept.items())
    title = 'name = "year"\nversion = "year@2026.11.0"\ntitle = "A year in weeks"\nconfirmed_by_a_lawyer = false\n'
    return parse_pack(f"{title}[retention]\n{leaves}\n", "year.toml")


@dataclass
class YearClock:
    at: datetime

    def now(self) -> datetime:
        return self.at

    async def sleep_until(self, at: datetime, at_most_s: float) -> None:
        raise AssertionError("nobody sleeps here")


@dataclass
class Year:
    """`by_number` and `of_case` are the borrowers whose loans the bank still watches."""

    url: str
    clock: YearClock
    log: YearLog
    services: dict[str, YearService]
    pack: Pack
    folder: Path
    random: Random
    cases_a_day: int
    ring: KeyRing = field(init=False)
    by_number: dict[str, YearBorrower] = field(default_factory=dict)
    of_case: dict[str, YearBorrower] = field(default_factory=dict)
    homes: dict[str, Sealed] = field(default_factory=dict)
    messages: int = 0
    cases: int = 0
    _agenda: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _tickets: int = 0

    def __post_init__(self) -> None:
        store = self.notifier.store
        ring = self.ring = self.notifier.ring
        carrier = YearCarrier()
        self.field = Field(self, self.random)
        carrier.took = self.field.took
        self.inbox = Inbox(store, ring, MASTER, self.clock)
        self.reports = ReportTray(store, self.clock)
        self._posting = Desk(
            store, ring, carrier, self.clock, lambda: int(store.owner), "https://bank.example", lambda at, zone: 30,
            hash_of=MASTER.phone_hash,
        )  # fmt: skip
        self._rounds = [
            RetentionRounds(PgRetention(one.store, name), self.clock, self.pack, TASKS[name], self.folder, Health(name))
            for name, one in self.services.items()
        ]
        self.log.heard["appointments"] = self.field.reads

    @property
    def notifier(self) -> YearService:
        return self.services["notifier"]

    def at(self, at: datetime, act: Act) -> None:
        self._tickets += 1
        heapq.heappush(self._agenda, (max(at, self.clock.at), self._tickets, act))

    def later(self, after: timedelta, act: Act) -> None:
        self.at(self.clock.at + after, act)

    async def begin(self) -> None:
        for event in await collectors(self.clock.at, self.ring, self.random):
            self.log.say(event)
            if isinstance(event, fleet.CollectorRegistered):
                self.homes[event.data.collector] = event.data.home
        for ahead in range(14):
            for shift in shifts(self.clock.at - ahead * DAY):
                self.log.say(shift)
        await self._settle()

    async def day(self) -> None:
        """From this midnight to the next one, with all that falls due."""
        ends = self.clock.at + DAY
        for number in range(self.cases_a_day):
            self.at(self.clock.at + timedelta(hours=8, minutes=number), self._new_case)
        if self.clock.at.day % 3 == 0:
            self.at(self.clock.at + timedelta(hours=9), self._bad_record)
        for shift in shifts(self.clock.at):
            self.log.say(shift)
        await self._settle()
        while (at := self._next()) < ends:
            self.clock.at = at
            while self._agenda and self._agenda[0][0] <= at:
                await heapq.heappop(self._agenda)[2]()
            await self._settle()
        self.clock.at = ends

    async def end_what_is_over(self) -> None:
        """A round of every service's retention."""
        for rounds in self._rounds:
            while await rounds.step() < IDLE_S:
                pass

    async def _settle(self) -> None:
        while True:
            decided = await self.notifier.step()
            posted = await post_texts(self._posting) if decided else 0
            others = [await self.services[name].step() for name in ("scheduler", "router")]
            if not decided + posted + sum(others):
                return

    def _next(self) -> datetime:
        dues = [one.due for one in self.services.values() if one.due is not None]
        agenda = [self._agenda[0][0]] if self._agenda else []
        at = min([*dues, *agenda], default=NEVER)
        if at == NEVER:
            return at
        # To the next four minutes: what falls into them is decided together, and no timer is late by more.
        return max(at + timedelta(seconds=(-at.timestamp()) % TOGETHER_S), self.clock.at)

    async def _new_case(self) -> None:
        one = await borrower(self.cases, self.ring, self.random)
        self.cases += 1
        self.by_number[one.number] = self.of_case[one.case] = one
        self.log.say(one.overdue(self.clock.at, self.random.choice((40, 50, 58, 60, 70))))
        self.later(ENDS_AFTER_DAYS * DAY, partial(self._closes, one))
        if self.random.random() < 0.1:
            self.later(timedelta(hours=3), partial(self._stranger, one))

    async def _closes(self, one: YearBorrower) -> None:
        """The bank has done with it, whatever became of it; what a person should have read is read."""
        self.log.say(one.says(loans.LoanClosed, self.clock.at))
        self.by_number.pop(one.number, None)
        self.of_case.pop(one.case, None)
        await self.notifier.store.fetch(
            "UPDATE replies_to_read SET settled_at = %(at)s, settled_by = 'ana', verdict = 'nothing'"
            " WHERE case_id = %(case)s AND settled_at IS NULL", {"at": self.clock.at, "case": one.case},
        )  # fmt: skip

    async def _stranger(self, one: YearBorrower) -> None:
        await self.field._writes(f"+35191{self.messages:07d}", "who are you")

    async def _bad_record(self) -> None:
        """Nobody can read it; a week later somebody gives it up."""
        self.log.append("loans", f"nobody-{self._tickets}", b'{"type": "doorstep.loan.hold-set.v1"}')
        await self._settle()
        self.later(7 * DAY, self._letters_settled)

    async def _letters_settled(self) -> None:
        """As an operator does; by this clock, which the database does not know."""
        store = self.notifier.store
        await store.fetch(
            "UPDATE dead_letters SET discarded_at = %(at)s, discarded_why = 'w'"
            " WHERE discarded_at IS NULL AND at < %(since)s",
            {"at": self.clock.at, "since": self.clock.at - 6 * DAY},
        )
        await store.fetch(
            "INSERT INTO operations (id, at, by, why, kind, target, doc, done_at) VALUES"
            " (gen_random_uuid(), %(at)s, 'ana', 'w', 'letter-discarded', 't', '', %(at)s)", {"at": self.clock.at},
        )  # fmt: skip


@asynccontextmanager
async def year(
    url: str, folder: Path, cases_a_day: int, days: int, kept: Mapping[str, int] = KEPT_DAYS
) -> AsyncIterator[Year]:
    """A world whose last day is yesterday: nothing is removed before both clocks say so."""
    for name in TASKS:
        await migrate(url, name, ("shared.runtime.pg", f"services.{name}.shell"))
    begins = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0) - (days + 1) * DAY
    clock, pack = YearClock(begins), pack_of(kept)
    log = YearLog(clock)
    async with services_of(url, pack, clock, log) as services:
        world = Year(url, clock, log, services, pack, folder, Random(14), cases_a_day)
        await world.begin()
        yield world


async def on_this_day(connection: psycopg.AsyncConnection[Any], at: datetime) -> None:
    """Ids are kept by the database's clock: from now on it is that day there, too."""
    for name in TASKS:
        await connection.execute(f"ALTER TABLE {name}.inbox ALTER COLUMN at SET DEFAULT '{at.isoformat()}'".encode())
