"""Links that work once and not for long: the first account of all, and a password for an account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from ..may import StaffRole
from .tables import ConsoleTables
from .tokens import hashed, is_token, new_token

FIRST_FOR = timedelta(minutes=30)
PASSWORD_FOR = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class SeenLink:
    """`name` is the account's whose password it sets; None where it makes the first account."""

    name: str | None


class Links:
    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def first(self, at: datetime) -> str | None:
        """The token of a link that makes the first account; None once there is one."""
        token = new_token()
        made = await self._tables.rows("add_first_link", hash=hashed(token), at=at, ends_at=at + FIRST_FOR)
        return token if made else None

    async def for_password(self, name: str, at: datetime) -> str | None:
        """The token of a link that sets the password of an account; it ends those made before. None: no such account,
        a disabled one, or one of an identity provider."""
        token = new_token()
        async with self._tables.transaction() as transaction:
            account = await transaction.row("local_account", name=name)
            if account is None:
                return None
            await transaction.rows("end_links_of", account=account["id"])
            await transaction.rows(
                "add_link", hash=hashed(token), account=account["id"], at=at, ends_at=at + PASSWORD_FOR
            )
        return token

    async def look(self, token: str, at: datetime) -> SeenLink | None:
        """What a link is for; looking does not use it. None: it was used, is over, or never was."""
        row = await self._tables.row("see_link", hash=hashed(token), at=at) if is_token(token) else None
        return None if row is None else SeenLink(row["name"])

    async def use(self, token: str, name: str, password: str, at: datetime) -> UUID | None:
        """Use it up, and set the password (a hash) of its account, or of the first one, which is a supervisor called
        `name`. The account; None as `look`. Two at once: one of them wins."""
        if not is_token(token):
            return None
        async with self._tables.transaction() as transaction:
            await transaction.rows("one_at_a_time")
            row = await transaction.row("use_link", hash=hashed(token), at=at)
            if row is None:
                return None
            if row["account"] is None:
                if await transaction.rows("any_account"):
                    return None
                account = uuid4()
                await transaction.rows(
                    "add_account", id=account, name=name, roles=[StaffRole.SUPERVISOR.value], password=password,
                    issuer=None, subject=None, at=at, by="first-link",
                )  # fmt: skip
                await transaction.rows("end_first_links")
                return account
            found = await transaction.row("set_password", id=row["account"], password=password)
            if found is None:
                return None
            await transaction.rows("end_sessions_of", account=row["account"])
            return UUID(str(row["account"]))
