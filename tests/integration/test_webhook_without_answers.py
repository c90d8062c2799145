"""The webhook answers in time whatever its database does, and goes on by itself when that is back."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import psycopg
import pytest

from services.notifier.bootstrap import MIGRATIONS, QUERIES
from services.notifier.shell.tokens import fixed
from services.notifier.shell.webhook import Hook
from shared.privacy.keys import KeyRing
from shared.runtime.group_commit import GroupCommits
from shared.runtime.pg.beside import PgBeside
from shared.runtime.pg.keys import PgKeys
from shared.runtime.pg.migrate import migrate
from shared.runtime.pg.store import PgStore
from tests.polling import until
from tests.unit.notifier.notifier_process import KEYS, PUBLIC_URL, NotifierProcess, notifier_process
from tests.unit.notifier.twilio_webhooks import TOKEN, post, reply_form

from .pg_proxy import Proxy, proxy_to

PATIENCE_S = 60.0


@dataclass
class Door:
    """A webhook whose database is behind the proxy, and a notifier that needs no proxy to look."""

    hook: Hook
    proxy: Proxy
    notifier: NotifierProcess

    async def told(self, number: int) -> int:
        """The status of a reply of that number; longer than the promise nobody waits, however busy the machine is."""
        async with asyncio.timeout(PATIENCE_S):
            return await post(self.hook, reply_form("yes", sid=sid(number)))

    async def stored(self) -> int:
        return len(await self.notifier.rows("SELECT 1 AS one FROM intake"))

    async def works(self) -> bool:
        return await self.told(999) == 200

    def silent(self, *, hole: bool) -> None:
        self.proxy.hole = hole
        self.proxy.passing.clear()


def sid(number: int) -> str:
    return f"SM{number:032x}"


@pytest.fixture
async def door(database_url: str) -> AsyncIterator[Door]:
    await migrate(database_url, "notifier", MIGRATIONS)
    async with notifier_process(database_url) as notifier, proxy_to(database_url) as (proxy, url):
        await notifier.hear(await notifier.known())
        beside = PgBeside(PgStore(url, "notifier", QUERIES), url, "notifier", QUERIES)
        ring = KeyRing(PgKeys(beside), KEYS.wrap)
        together = GroupCommits(answered_s=1.5, work_s=1.0)
        hook = Hook(beside, ring, KEYS, notifier.clock, fixed(TOKEN), PUBLIC_URL, together=together)
        made = Door(hook, proxy, notifier)
        await until(made.works, seconds=PATIENCE_S)
        await notifier.settle()
        yield made
        proxy.passing.set()
        await until(lambda: _idle(together), seconds=PATIENCE_S)
        await beside.close()


async def _idle(together: GroupCommits) -> bool:
    return not together.busy


@pytest.mark.parametrize("hole", [False, True], ids=["stopped", "half-open"])
async def test_without_an_answer_of_the_database_it_says_so_and_recovers_by_itself(door: Door, hole: bool) -> None:
    door.silent(hole=hole)
    assert await door.told(0) == 503
    assert set(await asyncio.gather(*(door.told(number) for number in range(1, 40)))) == {503}
    assert door.hook.missed.at is not None
    door.proxy.passing.set()
    await until(door.works, seconds=PATIENCE_S)
    assert await door.told(998) == 200


async def test_what_was_not_answered_is_stored_or_not_and_never_twice(door: Door) -> None:
    door.silent(hole=False)
    assert set(await asyncio.gather(*(door.told(number) for number in range(5)))) == {503}
    door.proxy.passing.set()
    await until(door.works, seconds=PATIENCE_S)
    assert {await door.told(number) for number in range(5)} == {200}
    await door.notifier.settle()
    assert await door.stored() == 0
    rows = await door.notifier.rows("SELECT cause, count(*) AS times FROM history GROUP BY cause")
    assert {row["times"] for row in rows} == {1}


async def test_connections_that_were_lost_while_nobody_used_them_cost_no_reply(door: Door, database_url: str) -> None:
    assert await door.told(1) == 200
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as admin:
        ended = await admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND application_name = 'doorstep-notifier'"
        )
        assert ended.rowcount > 0
    assert await door.told(2) == 200
