"""Texts that wait cost nothing, and who looks at the same time gets others: the statements on many rows."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import psycopg
import pytest

from services.notifier.bootstrap import QUERIES
from services.notifier.core.outage import AT_ONCE, AT_ONCE_MAX
from services.notifier.core.table_writes import WithdrawText
from services.notifier.shell.posting import post_texts, post_waiting
from services.notifier.shell.rows import StopPosting
from services.notifier.shell.sms import Busy, Doubt, MemorySms, Unsent
from shared.runtime.pg.session import SETTINGS
from shared.runtime.ports import Writes
from tests.polling import until

from .events import NOW
from .notifier_process import AnsweringCarrier, Memory, claimed, many, notifier_process

MANY, FEW = 5_000, 20
"""Few: what stands in tables that have a handful of rows (topics that must be heard, say)."""
MINUTE = timedelta(minutes=1)
WAITS = """
SELECT 1 AS one FROM pg_locks AS waits JOIN pg_locks AS has USING (pid)
WHERE NOT waits.granted AND has.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""
"""Somebody, and in this database: tests beside this one wait in theirs."""
LOOK = {"now": NOW, "unsaid": ["reminder-early"], "lost": NOW - timedelta(days=6), "limit": 32, "probing": False}
CLAIMED = """
INSERT INTO texts (intent, case_id, borrower, region, zone, phone_hash, phone, name, officer, kind, language, wording,
                   version, slots, status, rank, claimed_at, post_before, try_after)
SELECT gen_random_uuid(), 'case-' || n, 'b-' || n, 'porto', 'Europe/Lisbon', 'hash-' || n, '{}', '{}', '{}',
       'reminder-early', 'pt', '{}', 1, 0, 'claimed', 1, %(now)s::timestamptz - n * interval '1 second',
       %(now)s::timestamptz + interval '8 hours', %(try_after)s
FROM generate_series(1, %(number)s) AS n
"""


@pytest.fixture
def waiting(notifier_url: str) -> Any:
    """A connection as the service's, to very many texts that wait; how they wait is said by `fill`."""
    with psycopg.connect(notifier_url, autocommit=True) as connection:
        for name, value in {"search_path": "notifier, privacy", **SETTINGS}.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
        yield connection


def fill(connection: psycopg.Connection[Any], try_after: Any = None, number: int = MANY) -> None:
    connection.execute(CLAIMED, {"now": NOW, "try_after": try_after, "number": number})
    connection.execute("ANALYZE texts")


def read(connection: psycopg.Connection[Any], query: str, **params: Any) -> int:
    """How many rows the statement's plan went through, in all its parts."""
    plan = b"EXPLAIN (ANALYZE, FORMAT JSON, TIMING OFF) " + QUERIES[query].encode()
    row = connection.execute(plan, params).fetchone()
    assert row is not None
    return _rows(row[0][0]["Plan"])


def _rows(node: Mapping[str, Any]) -> int:
    here = node["Actual Rows"] + node.get("Rows Removed by Filter", 0) + node.get("Rows Removed by Index Recheck", 0)
    return int(here * node["Actual Loops"]) + sum(_rows(child) for child in node.get("Plans", ()))


def test_the_next_texts_are_the_first_of_an_index(waiting: psycopg.Connection[Any]) -> None:
    fill(waiting)
    assert read(waiting, "texts_to_post", **LOOK) <= 32 * 8


def test_while_posting_has_stopped_no_text_is_read(waiting: psycopg.Connection[Any]) -> None:
    fill(waiting)
    waiting.execute(
        "INSERT INTO outages (carrier, cause, since, probes, good, probe_at)"
        " VALUES ('sms', 'doubt', now(), 0, 0, now())"
    )
    assert read(waiting, "texts_to_post", **LOOK) <= FEW
    assert read(waiting, "texts_to_post", **{**LOOK, "limit": 1, "probing": True}) <= FEW


def test_texts_that_are_to_be_tried_later_are_not_read(waiting: psycopg.Connection[Any]) -> None:
    fill(waiting, NOW + MINUTE)
    assert read(waiting, "texts_to_post", **LOOK) <= FEW
    assert read(waiting, "texts_to_post", **{**LOOK, "now": NOW + MINUTE}) <= 32 * 8


def test_texts_that_a_switch_holds_back_are_passed_by_and_it_is_asked_once(waiting: psycopg.Connection[Any]) -> None:
    fill(waiting)
    waiting.execute(
        "INSERT INTO switches (what, scope, stopped, cause, at) VALUES ('sending', 'region:porto', true, 'x', %s)",
        [NOW],
    )
    assert read(waiting, "texts_to_post", **LOOK) <= MANY + FEW


def test_what_is_looked_for_each_second_reads_no_text_that_waits(waiting: psycopg.Connection[Any]) -> None:
    fill(waiting)
    assert read(waiting, "expired_claims", now=NOW, limit=100) <= FEW
    assert read(waiting, "texts_like_lost", now=NOW, since=NOW - timedelta(days=6), limit=100) <= FEW
    params = {"me": 1, "space": 7, "limit": 100}
    assert read(waiting, "posts_of_the_dead", **params) <= 50, "locks of the server, and no text"


# who looks at the same time


async def test_who_looks_while_texts_are_being_begun_gets_others(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as one, notifier_process(anywhere) as two:
        await many(one, 2 * AT_ONCE)
        unseal, looked = one.desk.ring.open_all, list[int]()

        async def meanwhile(boxes: Any, field: str) -> Any:
            if not looked:
                looked.append(0)
                looked[0] = await post_texts(two.desk)
            return await unseal(boxes, field)

        one.desk.ring.open_all = meanwhile  # type: ignore[method-assign]
        assert await post_texts(one.desk) == AT_ONCE
        assert looked == [AT_ONCE]
        posted = [post.callback for notifier in (one, two) for post in notifier.sms.posts]
        assert len(set(posted)) == len(posted) == 2 * AT_ONCE


async def test_what_is_taken_back_while_it_is_begun_is_not_tried_again(notifier_url: str) -> None:
    """Whoever takes it back waits for its row, and finds it on its way."""
    async with notifier_process(notifier_url) as notifier, notifier_process(notifier_url) as other:
        await claimed(notifier)
        intent, unseal = (await notifier.text())["intent"], notifier.desk.ring.open_all
        taking: list[asyncio.Task[None]] = []

        async def take_back() -> None:
            async with other.store.unit() as unit:
                await unit.commit(Writes(rows=[WithdrawText(intent)]))

        async def meanwhile(boxes: Any, field: str) -> Any:
            if not taking:
                taking.append(asyncio.create_task(take_back()))
                await until(lambda: notifier.rows(WAITS))
            return await unseal(boxes, field)

        async def not_taken(texts: Any) -> Any:
            await taking[0]
            return [Unsent("x") for _ in texts]

        notifier.desk.ring.open_all = meanwhile  # type: ignore[method-assign]
        notifier.desk.sms = AnsweringCarrier(not_taken)
        await post_texts(notifier.desk)
        assert (await notifier.text())["status"] == "withdrawn"
        assert await notifier.line() == "void"
        notifier.later(hours=1)
        assert await post_texts(notifier.desk) == 0


async def test_keys_that_nobody_has_in_memory_come_with_the_texts(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as one, notifier_process(anywhere) as two:
        await many(one, 3)

        async def would_wait(kids: Any) -> Any:
            raise AssertionError("for another connection, while one is held")

        two.desk.ring._store.load = would_wait  # type: ignore[method-assign]
        assert await post_texts(two.desk) == 3


async def test_a_text_that_was_put_back_lets_those_that_nobody_tried_go_first(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere, MemorySms(answers=[Busy()])) as notifier:
        await many(notifier, 3)
        assert await post_texts(notifier.desk, texts_max=1) == 1
        notifier.later(minutes=1)
        assert await post_texts(notifier.desk) == 3
        first, *_, last = notifier.sms.posts
        assert first == last


# how many at once


async def test_as_long_as_all_goes_well_more_are_posted_at_once_and_after_trouble_few(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await many(notifier, 8 + 16 + 32 + 32 + 8)
        assert [await post_texts(notifier.desk) for _ in range(3)] == [AT_ONCE, 2 * AT_ONCE, AT_ONCE_MAX]
        notifier.sms.answers.append(Doubt("x"))
        assert await post_texts(notifier.desk) == AT_ONCE_MAX
        assert await post_texts(notifier.desk) == AT_ONCE


async def test_a_lone_text_is_looked_for_once(notifier_url: str) -> None:
    """Fewer than were looked for: nothing else waits, so there is nothing to look for before somebody claims one."""
    async with notifier_process(notifier_url) as notifier:
        await claimed(notifier)
        notifier.store.wakes("claim_texts", wake := asyncio.Event())
        assert await post_waiting(notifier.desk) == 0
        assert len(notifier.sms.posts) == 1
        assert not wake.is_set()
        await notifier.hear(await notifier.known(case="case-2", borrower="b2"))
        await notifier.settle()
        assert wake.is_set()


async def test_while_posting_has_stopped_a_loop_waits(anywhere: str | Memory) -> None:
    async with notifier_process(anywhere) as notifier:
        await many(notifier, 2)
        async with notifier.store.unit() as unit:
            await unit.commit(Writes(rows=[StopPosting("doubt", None, NOW, NOW + MINUTE)]))
        assert await post_waiting(notifier.desk) == 0
        assert notifier.sms.posts == []


async def test_a_text_that_was_begun_is_never_forgotten_whatever_breaks_while_it_is_posted(
    anywhere: str | Memory,
) -> None:
    """Its process lives, so nobody would look after it."""

    async def breaks(texts: Any) -> Any:
        raise RuntimeError("x")

    async with notifier_process(anywhere) as notifier:
        await claimed(notifier)
        notifier.desk.sms = AnsweringCarrier(breaks)
        with contextlib.suppress(RuntimeError):
            await post_texts(notifier.desk)
        await post_texts(notifier.desk)
        await notifier.settle()
        assert (await notifier.text())["status"] == "uncertain"
