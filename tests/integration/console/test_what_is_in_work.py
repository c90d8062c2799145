"""What the sandbox's clock waits for in the services' databases, and when it says that something is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from services.sandbox.conductor.services import Backlog, Databases

from .console_stack import ConsoleStack

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


async def looked(tables: ConsoleStack, now: datetime = NOW) -> Backlog:
    databases = Databases(tables.database_url)
    try:
        return await databases.look(now)
    finally:
        await databases.close()


def claimed(tables: ConsoleStack, case: str) -> None:
    tables.execute(
        "INSERT INTO notifier.texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind,"
        " language, wording, version, slots, status, rank, claimed_at, post_before)"
        " VALUES (%(intent)s, %(case)s, 'b', 'r', 'UTC', %(phone)s, '', '', '', 'reminder', 'en', '{}', 1, 0,"
        " 'claimed', 0, %(at)s, %(before)s)",
        intent=uuid4(), case=case, phone=f"hash of {case}", at=NOW - MINUTE, before=NOW + timedelta(hours=5),
    )  # fmt: skip


def restored(tables: ConsoleStack, case: str, over_at: datetime) -> None:
    """A text to the number of that case went out in the lost time, and nothing here explains it."""
    tables.execute(
        "INSERT INTO notifier.lost_time (since, until, over_at) VALUES (%(at)s, %(at)s, %(over)s)",
        at=NOW - timedelta(hours=1), over=over_at,
    )  # fmt: skip
    tables.execute(
        "INSERT INTO notifier.lost_texts (sid, phones, words, at) VALUES ('SM1', %(phones)s, 'w', %(at)s)",
        phones=[f"hash of {case}"], at=NOW - timedelta(hours=1),
    )  # fmt: skip
    tables.execute(
        "INSERT INTO notifier.phones (phone_hash, case_id, borrower) VALUES (%(phone)s, %(case)s, 'b')",
        phone=f"hash of {case}", case=case,
    )  # fmt: skip


async def test_a_claimed_text_is_in_work(tables: ConsoleStack) -> None:
    claimed(tables, "case-1")
    assert await looked(tables) == Backlog({"notifier.texts": 1}, None)


async def test_after_a_restore_a_text_that_may_have_gone_out_is_due_when_ten_minutes_are_over(
    tables: ConsoleStack,
) -> None:
    claimed(tables, "case-1")
    restored(tables, "case-1", NOW - 3 * MINUTE)
    assert await looked(tables) == Backlog({}, NOW + 7 * MINUTE)
    assert await looked(tables, NOW + 7 * MINUTE) == Backlog({"notifier.texts": 1}, None)


async def test_after_a_restore_a_text_to_somebody_else_is_in_work(tables: ConsoleStack) -> None:
    claimed(tables, "case-2")
    restored(tables, "case-1", NOW - 3 * MINUTE)
    assert await looked(tables) == Backlog({"notifier.texts": 1}, None)
