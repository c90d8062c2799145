"""Whoever opens or seals something holds a lock on every connection, so the master key is not changed meanwhile."""

from __future__ import annotations

from typing import Any

import psycopg

from shared.privacy.fit import BeingRewrapped, WrongMasterKey
from shared.runtime.ports import Unavailable

LOCK = 0x0D00857EA
"""Held shared by those; alone, by who changes the key (see `rewrap`)."""
TAKE = "SELECT pg_try_advisory_lock_shared(%(lock)s::int8) AS taken"
KNOWN = "SELECT check_value FROM privacy.master_key"


async def use_master(connection: psycopg.AsyncConnection[Any], check_value: bytes | None) -> None:
    """Take the lock until the connection ends. Raises `Unavailable` while the key is being changed, and, where
    `check_value` is that of ours, when it was changed."""
    row = await (await connection.execute(TAKE, {"lock": LOCK})).fetchone()
    if row is None or not row[0]:
        raise Unavailable(str(BeingRewrapped()))
    if check_value is None:
        return
    row = await (await connection.execute(KNOWN)).fetchone()
    if row is None or bytes(row[0]) != check_value:
        raise Unavailable(str(WrongMasterKey()))
