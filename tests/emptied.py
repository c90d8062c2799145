"""Tables emptied for the next test. Of small ones DELETE is far cheaper than TRUNCATE, which gives each a new file."""

from __future__ import annotations

import psycopg

EACH = """
DO $$ DECLARE found record; BEGIN
    FOR found IN SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE {}
    LOOP EXECUTE 'DELETE FROM ' || found.name; END LOOP;
END $$
"""


def empty(url: str, which: str) -> None:
    """The tables for which `which` is true, a condition on rows of pg_tables."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(EACH.format(which).encode())
