"""What makes a PostgreSQL keep what is gone: retention removes rows, and tables and its log grow all the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import psycopg

from .finding import Diagnosis, note

WHAT = "PostgreSQL's room"
LONG = timedelta(days=1)
# Of other users' transactions only who may read all statistics sees more than that they are there. A transaction of
# another database keeps nothing of ours, a slot may.
KEEPING = """
SELECT 'autovacuum is off, so the room of removed rows is never used again' AS found
WHERE current_setting('autovacuum')::bool IS FALSE OR current_setting('track_counts')::bool IS FALSE
UNION ALL
SELECT 'a transaction is open since ' || to_char(min(xact_start) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
    AND backend_xmin IS NOT NULL AND xact_start < now() - %(long)s
HAVING count(*) > 0
UNION ALL
SELECT 'a prepared transaction is open since ' || to_char(min(prepared) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI "UTC"')
FROM pg_prepared_xacts WHERE database = current_database() AND prepared < now() - %(long)s
HAVING count(*) > 0
UNION ALL
SELECT 'nobody reads the replication slot ' || slot_name FROM pg_replication_slots
WHERE NOT active AND (restart_lsn IS NOT NULL OR xmin IS NOT NULL)
"""


async def kept_rows(connection: psycopg.AsyncConnection[Any], long: timedelta = LONG) -> list[Diagnosis]:
    """A note of each; nothing where nothing keeps them."""
    rows = await (await connection.execute(KEEPING, {"long": long})).fetchall()
    return [note(WHAT, found, "End that: until then tables grow, or the disk fills with WAL.") for (found,) in rows]
