"""What `doctor` says of services that wait for a recovery."""

from __future__ import annotations

import psycopg

from deploy.checks.held_services import held_services
from shared.runtime.pg.migrate import migrate

DETAIL = '{"places": [{"topic": "loans", "partition": 3, "database": 50, "group": 90}]}'


async def test_a_service_that_is_held_is_bad_with_its_cause_and_the_command(database_url: str) -> None:
    assert await held_services({"DATABASE_URL": database_url}) == []
    await migrate(database_url, "notifier", ("shared.runtime.pg", "services.notifier.shell"))
    assert await held_services({"DATABASE_URL": database_url}) == []
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute("INSERT INTO notifier.recovery (cause, detail) VALUES ('restored', %s)", (DETAIL,))
    (found,) = await held_services({"DATABASE_URL": database_url})
    assert (found.grade, found.what) == ("bad", "notifier")
    assert "loans 3 (it has 50, 90 was read)" in found.found
    assert "./doorstep recover" in found.todo


async def test_without_a_database_of_one_s_own_there_is_nothing_to_look_at(unused_tcp_port: int) -> None:
    assert await held_services({}) == []
    assert await held_services({"DATABASE_URL": f"postgresql://nobody@127.0.0.1:{unused_tcp_port}/nothing"}) == []
