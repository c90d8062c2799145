"""Somebody locks a table for long while a service works: VACUUM FULL, a change of it, a transaction left open."""

from __future__ import annotations

import psycopg

from tests.apart import campaign

from .service_runner import ServiceRunner, overdue

LONG_S = 60
"""Eight times as long as anybody waits for a lock, and half as much again."""


@campaign
async def test_what_comes_meanwhile_waits_is_said_to_and_is_decided_on_afterwards(toy: ServiceRunner) -> None:
    replica = toy.start()
    await toy.send([overdue("c-1")])

    async def told(number: int) -> bool:
        return await toy.count("SELECT count(*) FROM history") == number

    await toy.until(lambda: told(1))

    async def said() -> bool:
        problems = (await replica.ready()).get("problems", [])
        return any("somebody has held a table" in each["sentence"] and each["for_s"] > LONG_S for each in problems)

    with psycopg.connect(toy.database_url) as admin:
        admin.execute("LOCK TABLE toy.timers IN ACCESS EXCLUSIVE MODE")
        await toy.send([overdue("c-2")])
        await toy.until(said, seconds=180)
    await toy.until(lambda: told(2))
    assert await toy.count("SELECT count(*) FROM parked") == 0
