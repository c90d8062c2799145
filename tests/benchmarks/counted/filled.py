"""A database of notifier's with many cases in the middle of their lives.

Made by one statement a table from one case (see `template`), so that a million take minutes. Ids in the inbox are
random as the real ones are: where an index is written all over, so is the log of the database.
"""

from __future__ import annotations

from datetime import datetime

import psycopg

from services.notifier.bootstrap import MIGRATIONS
from services.notifier.core.formats import NEWEST
from shared.runtime.pg.migrate import migrate

from .people import CASE
from .template import Template

PORTION = 50_000
TABLES = {
    "states": """
        INSERT INTO states (aggregate, version, doc, format, at, mark)
        SELECT {case}, %(version)s::int4, convert_to({doc}, 'UTF8'), %(format)s::int2, %(decided)s::timestamptz,
            gen_random_uuid()
        FROM generate_series(%(first)s::int4, %(last)s::int4) AS n
    """,
    "history": """
        INSERT INTO history (aggregate, version, about, at, said, cause, reason, why, rule, accepted, changes)
        SELECT {case}, h.version, {case}, h.at, h.said, {case} || '-' || h.version, h.reason, h.why, h.rule, h.accepted,
            {changes}::json
        FROM generate_series(%(first)s::int4, %(last)s::int4) AS n,
            unnest(%(versions)s::int4[], %(ats)s::timestamptz[], %(saids)s::text[], %(reasons)s::text[],
                   %(whys)s::text[], %(rules)s::text[], %(accepteds)s::bool[], %(changess)s::text[])
                AS h (version, at, said, reason, why, rule, accepted, changes)
    """,
    "inbox": """
        INSERT INTO inbox (event_id, at)
        SELECT gen_random_uuid(), %(at)s
        FROM generate_series(%(first)s::int4, %(last)s::int4) AS n, generate_series(1, %(version)s::int4) AS v
    """,
    "phones": """
        INSERT INTO phones (phone_hash, case_id, borrower, kid, told_at)
        SELECT {hash}, {case}, {case}, 'b-' || {case}, %(at)s FROM generate_series(%(first)s::int4, %(last)s::int4) AS n
    """,
    "timers": """
        INSERT INTO timers (aggregate, kind, due_at)
        SELECT {case}, 'look', {due} FROM generate_series(%(first)s::int4, %(last)s::int4) AS n
    """,
}
# Who inserts in order leaves leaves of 90 of 100, and each that is touched then is split. What grew at random has 70.
INDEXES = ("states_pkey", "history_pkey", "timers_pkey")
GROWN = 70
_CASE = "('case-' || lpad(n::text, 7, '0'))"
_HASH = "lpad(to_hex(n), 64, '0')"


async def fill(
    url: str, cases: int, made: Template, at: datetime, due: str = "%(at)s::timestamptz + interval '9 days'"
) -> int:
    """Cases 1 to `cases`; the size of the database in bytes afterwards.

    `due` is when the timer `look` of case `n` is due: an expression of `n`, `%(at)s` among its parameters.
    """
    await migrate(url, "notifier", MIGRATIONS)
    versions, ats, saids, reasons, whys, rules, accepteds, changess = zip(*made.history, strict=True)
    params = {
        "version": len(made.history), "doc": made.doc.decode(), "format": NEWEST, "at": at, "decided": max(ats),
        "versions": list(versions),
        "ats": list(ats), "saids": list(saids), "reasons": list(reasons), "whys": list(whys), "rules": list(rules),
        "accepteds": list(accepteds), "changess": list(changess), "named": CASE.format(0), "hashed": "0" * 64,
    }  # fmt: skip
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET search_path = notifier, privacy")
        connection.execute("SET synchronous_commit = off")
        for first in range(1, cases + 1, PORTION):
            last = min(cases, first + PORTION - 1)
            for statement in TABLES.values():
                filled = statement.format(
                    case=_CASE, hash=_HASH, due=due, doc=_renamed("%(doc)s"), changes=_renamed("h.changes")
                )
                connection.execute(filled.encode(), {**params, "first": first, "last": last})
            print(f"filled: {last:,} of {cases:,} cases", flush=True)
        for index in INDEXES:
            connection.execute(f"ALTER INDEX {index} SET (fillfactor = {GROWN})".encode())
            connection.execute(f"REINDEX INDEX {index}".encode())
            connection.execute(f"ALTER INDEX {index} RESET (fillfactor)".encode())
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")
        row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    assert row is not None
    return int(row[0])


def _renamed(column: str) -> str:
    return f"replace(replace({column}, %(named)s, {_CASE}), %(hashed)s, {_HASH})"
