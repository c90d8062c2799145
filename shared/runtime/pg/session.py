"""What each connection of a service is set to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import psycopg

# What an administrator sets for a login, a database or a server is meant for people and reports. Under another
# isolation what is read after a lock is of before it (the caps of a person hold by that); a limit on statements ends a
# large batch each time it comes; a connection that may not be idle is lost, and with it its number as an owner.
# psycopg reads times and intervals in one style alone, and numbers in JSON must not lose digits.
# Every statement here finds its rows by an index; a plan made while the tables were empty, or their statistics old,
# must not read them whole. A replica that is stopped in the middle of a transaction (SIGSTOP, a lost host) must not
# hold its locks for long; who waits for them does its work again after `lock_timeout`.
SETTINGS = {
    "timezone": "UTC",
    "enable_seqscan": "off",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "idle_in_transaction_session_timeout": "10s",
    "lock_timeout": "5s",
    "statement_timeout": "0",
    "idle_session_timeout": "0",
    "default_transaction_isolation": "read committed",
    "default_transaction_deferrable": "off",
    "client_encoding": "UTF8",
    "DateStyle": "ISO, MDY",
    "IntervalStyle": "postgres",
    "array_nulls": "on",
    "extra_float_digits": "1",
    "standard_conforming_strings": "on",
    "tcp_keepalives_idle": "5",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "2",
}
# What a server may have been built without: set where it knows the value, and nobody chose another. Writing a case
# takes PostgreSQL a fifth less time with it than with its own method, for about as many bytes (docs/adr/0067).
PREFERRED = {"default_toast_compression": "lz4"}
# `transaction_timeout` came with version 17. A commit that is answered before it is on the disk is no promise: what
# it decided would be gone after a crash of the server, and Kafka told that it was read. What a standby must have of it
# (`remote_apply`, `local`) is the administrator's to choose.
SET_UP = """
SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS n (name, value)
UNION ALL
SELECT set_config(n.name, n.value, false) FROM unnest(%s::text[], %s::text[]) AS n (name, value)
JOIN pg_settings s ON s.name = n.name WHERE n.value = ANY(s.enumvals) AND s.source = 'default'
UNION ALL
SELECT set_config(n.name, n.value, false)
FROM (VALUES ('transaction_timeout', NULL, '0'), ('synchronous_commit', 'off', 'on')) AS n (name, was, value)
JOIN pg_settings s ON s.name = n.name AND s.setting = coalesce(n.was, s.setting)
"""


async def set_up(
    connection: psycopg.AsyncConnection[Any], own: Mapping[str, str], preferred: Mapping[str, str] = PREFERRED
) -> None:
    """Set what every connection is set to and what is its `own`, in one round trip."""
    settings = {**own, **SETTINGS}
    await connection.execute(
        SET_UP, (list(settings), list(settings.values()), list(preferred), list(preferred.values()))
    )
