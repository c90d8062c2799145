"""One document that can't be read hides no other: every published view can be read whole while it is there."""

from __future__ import annotations

import psycopg
import pytest

from shared.runtime.pg.migrate import migrate

VIEWS = "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'v' AND relnamespace = %s::regnamespace"
SOUND = {
    "notifier": '{"kind": "held", "case": "sound", "brakes": [{"kind": "brake", "cause": "dispute"}]}',
    "scheduler": '{"stage": {"kind": "held"}}',
    "router": '{"region": "sound"}',
}


@pytest.mark.parametrize("service", SOUND)
@pytest.mark.parametrize("cut", [b'{"kind": "hel', b"", b"\xff\x00{}", b"[]"])
async def test_whoever_reads_all_is_told_of_all_that_can_be_read(database_url: str, service: str, cut: bytes) -> None:
    await migrate(database_url, service, ("shared.runtime.pg", f"services.{service}.shell"))
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as connection:
        await connection.execute(
            f"INSERT INTO {service}.states (aggregate, version, doc) VALUES ('cut', 1, %s), ('sound', 1, %s)".encode(),
            (cut, SOUND[service].encode()),
        )
        views = [name for (name,) in await (await connection.execute(VIEWS, (f"{service}_published",))).fetchall()]
        assert len(views) > 8
        for view in views:
            await connection.execute(f"SELECT * FROM {view}".encode())
        if service != "router":
            read = await connection.execute(
                f"SELECT case_id FROM {service}_published.cases WHERE state = 'held'".encode()
            )
            assert await read.fetchall() == [("sound",)]
            held = await connection.execute(f"SELECT case_id FROM {service}_published.holds".encode())
            assert await held.fetchall() == [("sound",)]
