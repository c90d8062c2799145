"""Sessions: a random token in a cookie, its hash here. They end when nobody is there, and after a working day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from ..may import StaffRole, roles_known
from .tables import ConsoleTables, StoreRow
from .tokens import hashed, is_token, new_token

IDLE = timedelta(hours=1)
ABSOLUTE = timedelta(hours=12)
SEEN_EVERY = timedelta(minutes=1)
"""So often it is written that somebody is there, and not at each request."""
How = Literal["password", "link", "provider"]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """Whose it is, with the roles that they have now."""

    hash: bytes
    account: UUID
    name: str
    roles: frozenset[StaffRole]
    how: str
    seen_at: datetime


class Sessions:
    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def begin(self, account: UUID, how: How, at: datetime, instead_of: str | None = None) -> str:
        """A new token, whatever the browser had before: that session ends."""
        token = new_token()
        async with self._tables.transaction() as transaction:
            if instead_of is not None and is_token(instead_of):
                await transaction.rows("end_session", hash=hashed(instead_of))
            await transaction.rows("sweep", at=at, idle=at - IDLE)
            await transaction.rows(
                "begin_session", hash=hashed(token), account=account, how=how, at=at, ends_at=at + ABSOLUTE
            )
        return token

    async def find(self, token: str, at: datetime, *, attended: bool = True) -> OpenSession | None:
        """None when it is over, or its account disabled. `attended`: a person asked, not a page that renews itself."""
        return await self.find_hash(hashed(token), at, attended=attended) if is_token(token) else None

    async def find_hash(self, hash: bytes, at: datetime, *, attended: bool) -> OpenSession | None:
        row = await self._tables.row("find_session", hash=hash, at=at, idle=at - IDLE)
        if row is None:
            return None
        if attended and row["seen_at"] <= at - SEEN_EVERY:
            await self._tables.rows("seen_session", hash=hash, at=at)
        return _open(row)

    async def end(self, token: str) -> None:
        if is_token(token):
            await self._tables.rows("end_session", hash=hashed(token))


def _open(row: StoreRow) -> OpenSession:
    return OpenSession(
        bytes(row["hash"]), row["account"], row["name"], roles_known(row["roles"]), row["how"], row["seen_at"]
    )
