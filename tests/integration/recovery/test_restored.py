"""Backup and restore, rehearsed with real processes, Kafka, PostgreSQL and a carrier, as a bank's operations see it.

Ten texts are allowed while the carrier refuses us; a backup; then they go out, three people say STOP, ten more cases
come; the database breaks and is restored. Every service holds. `./doorstep recover` brings it back: nobody is texted
twice, no STOP is lost, who was forgotten stays so, the later cases are decided on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest_asyncio

from services.sandbox.borrowers import Borrower
from services.sandbox.conductor.services import SERVICES
from shared.runtime.ports import Unavailable
from tests.apart import campaign
from tests.integration.outside.running_stack import RunningStack, running_stack

from .backups import Backups, beside

REFUSED = 20003


@pytest_asyncio.fixture
async def there(postgres_url: str, kafka_bootstrap: str, tmp_path: Path) -> AsyncIterator[tuple[RunningStack, Backups]]:
    name = f"restored_{uuid4().hex[:12]}"
    url = beside(postgres_url, name)
    with psycopg.connect(postgres_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
        backups = Backups(postgres_url, url, tmp_path)
        try:
            async with running_stack(tmp_path, url, kafka_bootstrap, uuid4().hex[:12]) as stack:
                yield stack, backups
        finally:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)".encode())
            backups.drop()


async def late(stack: RunningStack, number: int) -> dict[str, Borrower]:
    people = [stack.somebody() for _ in range(number)]
    return {await stack.overdue(who, dpd=16): who for who in people}


async def statuses(stack: RunningStack, cases: dict[str, Borrower]) -> Counter[str]:
    rows = await stack.rows("SELECT status FROM notifier.texts WHERE case_id = ANY(%s)", list(cases))
    return Counter(row["status"] for row in rows)


def posted(stack: RunningStack, cases: dict[str, Borrower]) -> Counter[int]:
    """How many of them got how many texts."""
    return Counter(stack.twin.posted(who.phone) for who in cases.values())


@campaign
async def test_a_restored_system_texts_nobody_twice_and_forgets_no_stop(
    there: tuple[RunningStack, Backups],
) -> None:
    stack, backups = there
    await stack.monday()
    stack.twin.suffers("refused", stack.hours(24), REFUSED)
    old = await late(stack, 10)
    await stack.until(lambda: _claimed(stack, old))
    await stack.stopped()
    backups.back_up()

    await stack.started()
    stack.twin.is_well()
    await stack.posting_goes_on()
    await stack.until(lambda: _ready(stack))
    await stack.later(minutes=30)
    await stack.until(lambda: _all_posted(stack, old))
    await stack.until(lambda: _bank_seals(stack))
    stopped = list(old.values())[:3]
    for who in stopped:
        stack.writes(who, "STOP")
    later = await late(stack, 10)
    await stack.until(lambda: _all_posted(stack, later))
    await stack.later(minutes=30)
    forgotten, gone = list(old.items())[5]
    await stack.command("person", "forget", gone.id, "--reason", "they asked", "--by", "ops-7", "--yes")
    before = {who.phone: stack.twin.posted(who.phone) for who in [*old.values(), *later.values()]}
    await stack.stopped()

    backups.save_keys()
    backups.restore()
    await stack.started()
    await stack.until(lambda: _held(stack))
    stack.jump(minutes=10)
    assert {who.phone: stack.twin.posted(who.phone) for who in [*old.values(), *later.values()]} == before
    assert await stack.rows("SELECT 1 AS one FROM notifier.states WHERE aggregate = ANY(%s)", list(later)) == []

    await stack.command("recover", "--check")
    assert await _held(stack)
    await stack.command("recover", "--by", "ops-7", "--reason", "a drill")
    await stack.posting_goes_on()
    await stack.until(lambda: _lived_again(stack))
    await stack.later(hours=1)
    await stack.later(days=1)

    now = {who.phone: stack.twin.posted(who.phone) for who in [*old.values(), *later.values()]}
    assert now == before
    for case in list(old)[:3]:
        assert "opted-out" in await stack.brakes(case)
    for case in later:
        assert "overdue" in await stack.reasons(case)
        assert "text-accepted" in await stack.reasons(case)
    assert "forgotten-person" in await stack.brakes(forgotten)
    assert await stack.rows("SELECT kid FROM privacy.data_keys WHERE kid = %s", f"b-{gone.id}") == []
    assert (await stack.problems()) == {}


async def _all_posted(stack: RunningStack, cases: dict[str, Borrower]) -> bool:
    return posted(stack, cases) == {1: len(cases)}


async def _claimed(stack: RunningStack, cases: dict[str, Borrower]) -> bool:
    return (await statuses(stack, cases))["claimed"] == len(cases)


async def _bank_seals(stack: RunningStack) -> bool:
    """The bank's own connection ended with the others when the database was copied."""
    try:
        await stack.ring.keys(["nobody"])
    except Unavailable:
        return False
    return True


async def _ready(stack: RunningStack) -> bool:
    return not any([await stack.problems(service) for service in SERVICES])


async def _held(stack: RunningStack) -> bool:
    return "restored" in await stack.problems("notifier")


async def _lived_again(stack: RunningStack) -> bool:
    stack.jump(minutes=1)
    return bool(await stack.rows("SELECT 1 AS one FROM notifier.lost_time WHERE over_at IS NOT NULL"))
