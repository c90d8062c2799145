"""From one master key to another: every data key is unwrapped with the old one and wrapped with the new one.

Nothing that was sealed changes, nor what hashes phones: those keys by purpose are sealed anew. Small transactions;
killed anywhere, it is run again with the same two keys and goes on (docs/adr/0051). Nobody else may open or seal
anything meanwhile: processes that do hold a lock (see `master_lock`), and while one is held nothing is changed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from shared.privacy.cipher import Unreadable
from shared.privacy.fit import BRING, RUNBOOK, WRONG, KeyDoesNotFit, with_kept
from shared.privacy.keys import unwrapped, wrapped
from shared.privacy.master import MasterKeys
from shared.runtime.refusal import StartRefused

from .errors import translated
from .master_key import kept_master
from .master_lock import LOCK
from .queries import load
from .refusals import refusal

SQL = load("shared.runtime.pg", "rewrap.sql")
AT_ONCE = 500
LETS_GO_S, LOOK_S = 2.0, 0.05
"""Whose connection was just closed holds the lock until its server has noticed: it is tried for so long, so often."""
IN_USE = StartRefused(
    "Processes are connected that use the master key.",
    "Stop the services, the sandbox and the bank's producers (./doorstep down), then run it again.",
)
NOT_YET = StartRefused(
    "The database keeps nothing of its master key yet.", "Start the services once with the key in use, stop them again."
)
THE_SAME = StartRefused("The new key is the one in use.", "Make another one: ./doorstep keys make FILE.")
ANOTHER = StartRefused(
    "The keys are half way to another new key.", f"Run it again with that one first: --new FILE. See {RUNBOOK}."
)
HearsStep = Callable[[str, int], None]
"""Hears what was just done (`begun`, `wrapped`, `kept`, `proven`, `ended`), and with how many data keys."""


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """How many data keys are under the new key, and how many open under neither."""

    keys: int
    lost: int


async def rewrap(
    url: str, old: MasterKeys, new: MasterKeys, *, leave_lost: bool = False, told: HearsStep = lambda *_: None
) -> Rewrapped:
    """Ends with every data key proven to open under `new`, and `old` refused from then on.

    Raises `StartRefused`, also for data keys that open under neither key, unless they are to be left as they are; and
    `Unavailable`. Doing it again after it ended changes nothing.
    """
    async with _alone(url) as connection:
        if await _begins(connection, old, new, leave_lost):
            told("begun", 0)
            await _wrap(connection, old, new, told)
        count = await _count(connection, (new,))
        if count.lost and not leave_lost:
            raise _lost(count)
        told("proven", count.keys)
        async with connection.transaction():
            await connection.execute(SQL["end_rewrap"].encode(), {"check": new.check_value()})
            told("ended", count.keys)
    return count


@asynccontextmanager
async def _alone(url: str) -> AsyncIterator[psycopg.AsyncConnection[dict[str, Any]]]:
    async with translated(None):
        try:
            async with await psycopg.AsyncConnection.connect(
                url, autocommit=True, connect_timeout=5, row_factory=dict_row, application_name="doorstep-rewrap"
            ) as connection:
                end = time.monotonic() + LETS_GO_S
                while (row := await _row(connection, "lock_master", {"lock": LOCK})) is None or not row["alone"]:
                    if time.monotonic() > end:
                        raise IN_USE
                    await asyncio.sleep(LOOK_S)
                yield connection
        except psycopg.Error as error:
            if (refused := refusal(error)) is not None:
                raise refused from None
            raise


async def _begins(
    connection: psycopg.AsyncConnection[dict[str, Any]], old: MasterKeys, new: MasterKeys, leave_lost: bool
) -> bool:
    """Is there something to wrap? What stands against it is found before anything is changed."""
    if old.check_value() == new.check_value():
        raise THE_SAME
    kept = await _row(connection, "kept_master", {})
    if kept is None:
        raise NOT_YET
    if kept["check_value"] == new.check_value() and kept["next_check"] is None:
        return False
    if kept["check_value"] != old.check_value():
        raise StartRefused(WRONG, BRING)
    if kept["next_check"] not in (None, new.check_value()):
        raise ANOTHER
    count = await _count(connection, (old, new))
    if count.lost and not leave_lost:
        raise _lost(count)
    try:
        purposes = with_kept(old, kept_master(kept))
    except KeyDoesNotFit as trouble:
        raise StartRefused(trouble.what, trouble.todo) from None
    renewed = MasterKeys(new.wrap, purposes.quarantine, purposes.phones, purposes.check_codes)
    params = {"check": new.check_value(), "purposes": renewed.sealed_purposes()}
    await connection.execute(SQL["begin_rewrap"].encode(), params)
    return True


async def _wrap(
    connection: psycopg.AsyncConnection[dict[str, Any]], old: MasterKeys, new: MasterKeys, told: HearsStep
) -> None:
    """All that open under the old key; those that open under the new one were done by a run before."""
    done, after = 0, ""
    while True:
        async with connection.transaction():
            rows = await _rows(connection, "data_keys_to_wrap", {"after": after, "limit": AT_ONCE})
            fresh: dict[str, bytes] = {}
            for kid, row in rows.items():
                with suppress(Unreadable):
                    fresh[kid] = wrapped(kid, unwrapped(kid, row, old.wrap), new.wrap)
            params = {"kids": list(fresh), "wrapped": list(fresh.values())}
            await connection.execute(SQL["wrap_data_keys"].encode(), params)
            told("wrapped", done)
        if not rows:
            return
        done, after = done + len(fresh), list(rows)[-1]
        told("kept", done)


async def _count(connection: psycopg.AsyncConnection[dict[str, Any]], keys: tuple[MasterKeys, ...]) -> Rewrapped:
    """How many open under one of these keys, and how many under none."""
    opened, lost, after = 0, 0, ""
    while rows := await _rows(connection, "data_keys_after", {"after": after, "limit": AT_ONCE}):
        for kid, row in rows.items():
            opens = any(_opens(kid, row, each) for each in keys)
            opened, lost = opened + opens, lost + (not opens)
        after = list(rows)[-1]
    return Rewrapped(opened, lost)


def _opens(kid: str, row: bytes, keys: MasterKeys) -> bool:
    try:
        unwrapped(kid, row, keys.wrap)
    except Unreadable:
        return False
    return True


def _lost(count: Rewrapped) -> StartRefused:
    return StartRefused(
        f"{count.lost} of {count.lost + count.keys} data keys open under neither key: those persons can't be read now.",
        "Are these the two keys? If they are, --leave-lost leaves such rows as they are, and changes the others.",
    )


async def _row(
    connection: psycopg.AsyncConnection[dict[str, Any]], query: str, params: Mapping[str, Any]
) -> dict[str, Any] | None:
    return await (await connection.execute(SQL[query].encode(), params)).fetchone()


async def _rows(
    connection: psycopg.AsyncConnection[dict[str, Any]], query: str, params: Mapping[str, Any]
) -> dict[str, bytes]:
    """Wrapped data keys by their names, in the order of names."""
    rows = await (await connection.execute(SQL[query].encode(), params)).fetchall()
    return {row["kid"]: bytes(row["wrapped"]) for row in rows}
