"""A backup, a day that goes on, a restore, and the way back: notifier on a real PostgreSQL, with a carrier in memory.

Nobody is texted twice, nobody who said STOP is texted again, and cases of after the backup are decided on. (With Kafka,
all services and real processes: tests/integration/recovery/test_restored.py.)
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg
import pytest

from services.notifier.recovery.asked import OVERLAP, ask_carrier
from services.notifier.shell.inbound import Inbox
from services.notifier.shell.listening import Listening, read_inbound
from services.notifier.shell.lost_texts import explain_lost_texts
from services.notifier.shell.lost_time import live_again
from services.notifier.shell.posting import post_texts
from services.notifier.shell.reconcile import doubt_posts_of_the_dead, reconcile_texts
from services.notifier.shell.rows import LoseTime
from services.notifier.shell.sms import Arrived, Doubt, MemorySms, Report
from shared.contracts.envelope import Event
from shared.runtime.hearing import HeardUpTo
from shared.runtime.ports import Writes

from .notifier_process import KEYS, ManualClock, NotifierProcess, notifier_process

OLD, LATER, STOPPED = range(10), range(10, 20), (1, 4, 7)


@dataclass
class Restorable:
    """A database that can be set back to its backup; data keys are put back besides, as the runbook says."""

    admin: str
    url: str
    name: str

    def back_up(self) -> None:
        self._copy(self.name, f"{self.name}_backup")

    def restore(self) -> None:
        with psycopg.connect(self.url) as connection:
            kept = connection.execute("SELECT kid, wrapped FROM privacy.data_keys").fetchall()
        with psycopg.connect(self.admin, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {self.name} WITH (FORCE)".encode())
        self._copy(f"{self.name}_backup", self.name)
        with psycopg.connect(self.url) as connection:
            statement = "INSERT INTO privacy.data_keys (kid, wrapped) VALUES (%s, %s) ON CONFLICT DO NOTHING"
            connection.cursor().executemany(statement, kept)

    def _copy(self, source: str, to: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {to} TEMPLATE {source}".encode())


@pytest.fixture
def restorable(postgres_url: str, notifier_url: str) -> Iterator[Restorable]:
    name, parts = f"restored_{uuid4().hex[:12]}", urlsplit(notifier_url)
    made = Restorable(postgres_url, urlunsplit(parts._replace(path=f"/{name}")), name)
    made._copy(parts.path.lstrip("/"), name)
    yield made
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        for each in (name, f"{name}_backup"):
            admin.execute(f"DROP DATABASE IF EXISTS {each} WITH (FORCE)".encode())


@asynccontextmanager
async def running(there: Restorable, sms: MemorySms, clock: ManualClock) -> AsyncIterator[NotifierProcess]:
    async with notifier_process(there.url, sms, clock) as notifier:
        sms.at = clock.at
        yield notifier


async def owing(notifier: NotifierProcess, numbers: range) -> list[Event]:
    """What the bank says of so many borrowers; decided on here, and kept to be read again."""
    said: list[Event] = [
        await notifier.known(case=f"case-{n}", borrower=f"b{n}", number=n, kid=f"b-b{n}") for n in numbers
    ]
    await notifier.hear(*said)
    await notifier.settle()
    return said


def inbox(notifier: NotifierProcess) -> Inbox:
    return Inbox(notifier.store, notifier.ring, KEYS, notifier.clock)


async def post_all(notifier: NotifierProcess) -> None:
    while await post_texts(notifier.desk):
        pass
    await notifier.settle()


async def stop(notifier: NotifierProcess, number: int) -> None:
    message = Arrived(f"SM{uuid4().hex}", f"+3519000{number:05d}", "STOP", notifier.clock.at)
    notifier.sms.arrived.append(message)
    await inbox(notifier).take(message)
    await notifier.settle()


async def recovered(notifier: NotifierProcess, since: datetime, again: list[Event]) -> None:
    """What `./doorstep recover` does for notifier, and what its steps do afterwards."""
    known = await ask_carrier(notifier.sms, inbox(notifier), KEYS, since - OVERLAP, lambda said: None)
    async with notifier.store.unit() as unit:
        await unit.commit(Writes(rows=[LoseTime(since - OVERLAP, datetime.now(UTC)), *known.texts]))
    await lived_again(notifier, again)


async def lived_again(notifier: NotifierProcess, again: list[Event]) -> None:
    listening = Listening(inbox(notifier), notifier.sms)
    await read_inbound(listening)
    await post_all(notifier)
    await notifier.hear(*again)
    await notifier.settle()
    await post_all(notifier)
    at = datetime.now(UTC) + timedelta(minutes=1)
    await notifier.ledger().hear([HeardUpTo("loans", 0, at, False)], {"loans": 1}, at)
    for _ in range(6):
        notifier.later(minutes=2)
        await live_again(notifier.store, notifier.clock, lambda said: None)
        await read_inbound(listening)
        await notifier.settle()
        await explain_lost_texts(notifier.desk, KEYS)
        await doubt_posts_of_the_dead(notifier.desk, "notifier")
        await notifier.settle()
        await reconcile_texts(notifier.desk)
        await notifier.settle()
        await post_all(notifier)


def posts(sms: MemorySms) -> Counter[str]:
    return Counter(text.to for text in sms.posts)


async def test_after_a_restore_nobody_is_texted_twice_and_no_stop_is_lost(restorable: Restorable) -> None:
    sms, clock = MemorySms(), ManualClock()
    async with running(restorable, sms, clock) as notifier:
        await owing(notifier, OLD)
        since = clock.at
    restorable.back_up()
    clock.at += timedelta(minutes=10)
    async with running(restorable, sms, clock) as notifier:
        await post_all(notifier)
        for number in STOPPED:
            await stop(notifier, number)
        later = await owing(notifier, LATER)
        await post_all(notifier)
        await stop(notifier, 15)
        assert set(posts(sms).values()) == {1, 2}  # a STOP is confirmed
    before = posts(sms)
    restorable.restore()
    clock.at += timedelta(hours=1)
    async with running(restorable, sms, clock) as notifier:
        await recovered(notifier, since, later)
        assert posts(sms) == before
        for number in (*STOPPED, 15):
            assert "opted-out" in await notifier.reasons(f"case-{number}")
        for number in LATER:
            assert (await notifier.reasons(f"case-{number}"))[0] == "overdue"
        texts = {
            row["case_id"]: row["status"] for row in await notifier.table("texts") if row["kind"] != "opt-out-confirmed"
        }
        # Of case 15 its STOP is known before its loan is: nothing is said to it at all. What the other STOPs took back
        # is looked for at the carrier's when something waits for these numbers; for a confirmation it is too late.
        assert Counter(texts.values()) == {"accepted": 16, "withdrawn": 3}
        assert "case-15" not in texts


async def test_what_was_on_its_way_when_the_backup_was_made_is_found_as_itself(restorable: Restorable) -> None:
    sms, clock = MemorySms(answers=[Doubt("cut")]), ManualClock()
    async with running(restorable, sms, clock) as notifier:
        await owing(notifier, range(1))
        await post_texts(notifier.desk)  # the carrier has it, and the answer is lost
        since = clock.at
    restorable.back_up()
    restorable.restore()
    clock.at += timedelta(minutes=3)
    async with running(restorable, sms, clock) as notifier:
        await recovered(notifier, since, [])
        assert len(sms.posts) == 1
        (text,) = await notifier.table("texts")
        (lost,) = await notifier.table("lost_texts")
        assert (text["status"], text["sid"], lost["how"]) == ("accepted", lost["sid"], "in-doubt")


async def test_the_next_reminder_goes_out_in_its_time_as_if_nothing_had_been(restorable: Restorable) -> None:
    sms, clock = MemorySms(), ManualClock()
    async with running(restorable, sms, clock) as notifier:
        await owing(notifier, range(1))
        since = clock.at
    restorable.back_up()
    async with running(restorable, sms, clock) as notifier:
        await post_all(notifier)
    sms.reports[sms.box[0][1].sid] = Report("delivered")
    restorable.restore()
    clock.at += timedelta(hours=1)
    async with running(restorable, sms, clock) as notifier:
        await recovered(notifier, since, [])
        assert len(sms.posts) == 1
        for _ in range(14):
            notifier.later(days=1)
            await notifier.settle()
            await post_all(notifier)
        assert len(sms.posts) == 2


async def test_without_asking_the_carrier_it_would_all_go_out_again(restorable: Restorable) -> None:
    """That the first test can fail."""
    sms, clock = MemorySms(), ManualClock()
    async with running(restorable, sms, clock) as notifier:
        await owing(notifier, OLD)
    restorable.back_up()
    async with running(restorable, sms, clock) as notifier:
        await post_all(notifier)
    restorable.restore()
    async with running(restorable, sms, clock) as notifier:
        await post_all(notifier)
    assert set(posts(sms).values()) == {2}
