"""A database with all schemas, filled as after years at a steady load: so many decisions of notifier's, and of all else
what belongs to them."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg

from services.console.store.schema import migrate_store
from shared.runtime.pg.migrate import migrate

SERVICES = ("notifier", "scheduler", "router")
FILL = Path(__file__).with_name("fill.sql")
COMMON = """
INSERT INTO {service}.inbox (event_id, at, content)
SELECT md5('i' || i)::uuid, now() - make_interval(secs => i::int), '\\x0102030405060708'
FROM generate_series(0, {n} - 1) AS i;
INSERT INTO {service}.dead_letters
    (id, at, topic, partition, position, code, detail, attempts, size_bytes, original, discarded_at, concerns)
SELECT md5('d' || i)::uuid, now() - make_interval(mins => i::int), 'loans', 1, i, 'invalid', 'd', 1, 9, 'x',
       CASE WHEN i % 500 <> 0 THEN now() - make_interval(mins => i::int) END, ARRAY[md5('c' || i)::uuid]
FROM generate_series(0, {n} / 3) AS i;
INSERT INTO {service}.operations (id, at, by, why, kind, target, doc, done_at)
SELECT md5('o' || i)::uuid, now() - make_interval(mins => i::int), 'ana', 'why', 'letter-returned', md5('d' || i),
       '\\x00', CASE WHEN i % 1000 <> 0 THEN now() END
FROM generate_series(0, {n} / 3) AS i
"""


AS_IF = """
UPDATE pg_class SET reltuples = reltuples * {times} FROM pg_namespace n
WHERE n.oid = relnamespace AND nspname IN ('notifier', 'scheduler', 'router', 'console', 'privacy') AND reltuples > 100
"""
"""The planner reckons with rows a page times pages: so it takes every filled table for one so many times as large."""


async def filled(url: str, history_rows: int, *, as_if: int = 0) -> None:
    """Takes some seconds for each 100,000. `as_if`: the planner is told that there are so many."""
    for service in SERVICES:
        await migrate(url, service, ("shared.runtime.pg", f"services.{service}.shell"))
    await migrate_store(url)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        await connection.execute("SET synchronous_commit = off")
        for statement in FILL.read_text("utf-8").split("\n\n"):
            asked = re.sub(r":(n|cases|end)\b", lambda found: _value(found[1], history_rows), statement)
            await connection.execute(asked.encode())
        for service in SERVICES:
            await connection.execute(COMMON.format(service=service, n=history_rows // 8).encode())
        await connection.execute("VACUUM ANALYZE")
        if as_if:
            await connection.execute(AS_IF.format(times=as_if // history_rows).encode())


def _value(name: str, history_rows: int) -> str:
    return {"n": str(history_rows), "cases": str(history_rows // 24), "end": "now()"}[name]
