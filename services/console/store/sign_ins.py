"""Attempts to sign in, counted before the password is looked at: a hundred at once are a hundred."""

from __future__ import annotations

import hashlib
from datetime import datetime
from ipaddress import IPv6Address, ip_address
from uuid import UUID, uuid4

from .accounts import NAME
from .backoff import FORGOTTEN_AFTER, PastAttempt, wait_of
from .tables import ConsoleTables


class TooManyAttempts(Exception):
    """`wait_s`: when the next one may be made."""

    def __init__(self, wait_s: float) -> None:
        super().__init__("too many attempts")
        self.wait_s = wait_s


class SignIns:
    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def begin(self, name: str, address: str, at: datetime) -> UUID:
        """Counts as failed until `succeeded`. Raises `TooManyAttempts`; an attempt that was refused is not counted, so
        waiting helps."""
        keys = {"name": _hashed_name(name), "address": _network(address)}
        attempt = uuid4()
        async with self._tables.transaction() as transaction:
            await transaction.rows("one_sign_in_at_a_time")
            since = at - FORGOTTEN_AFTER
            past = [PastAttempt(**row) for row in await transaction.rows("past_sign_ins", since=since, **keys)]
            if (wait_s := wait_of(past, at)) > 0:
                raise TooManyAttempts(wait_s)
            await transaction.rows("sweep_sign_ins", since=since)
            await transaction.rows("add_sign_in", id=attempt, at=at, **keys)
        return attempt

    async def succeeded(self, attempt: UUID) -> None:
        await self._tables.rows("sign_in_succeeded", id=attempt)


def _hashed_name(name: str) -> bytes:
    """All that can be no account's name are one."""
    return hashlib.sha256(name.encode()).digest()[:16] if NAME.fullmatch(name) else b""


def _network(address: str) -> str:
    """An address; of IPv6 the network, in which one person has as many addresses as they like."""
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return f"{IPv6Address(int(found) >> 64 << 64)}/64"
    return str(found)
