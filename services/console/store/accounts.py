"""Accounts: who may come in, as what. Whatever takes something away from somebody ends their sessions and links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from shared.runtime.ports import Conflict

from ..may import StaffRole, roles_known
from .tables import ConsoleTables, StoreRow, StoreTransaction

NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
RESERVED = frozenset({"sandbox-visitor", "console"})
"""Names that the console itself writes into the trail: of an account with one nobody could say who acted."""


def may_be_name(name: str) -> bool:
    """Of an account."""
    return NAME.fullmatch(name) is not None and name not in RESERVED


class NameTaken(Exception):
    """Another account has that name."""


class LastSupervisor(Exception):
    """Without it nobody who can sign in could make or change accounts."""


class AccountDisabled(Exception):
    """Somebody disabled it; the identity provider still vouches for them."""


@dataclass(frozen=True, slots=True)
class Account:
    """`password` is a hash, None before a link was used. `issuer` is the provider of those who sign in there."""

    id: UUID
    name: str
    roles: frozenset[StaffRole]
    password: str | None
    issuer: str | None
    made_at: datetime
    made_by: str
    disabled_at: datetime | None

    @property
    def disabled(self) -> bool:
        return self.disabled_at is not None

    @property
    def state(self) -> str:
        """How its owner comes in, or why they don't."""
        if self.disabled:
            return "disabled"
        if self.issuer is not None:
            return "identity provider"
        return "no password yet" if self.password is None else "password"


class Accounts:
    def __init__(self, tables: ConsoleTables) -> None:
        self._tables = tables

    async def any(self) -> bool:
        return bool(await self._tables.rows("any_account"))

    async def all(self) -> list[Account]:
        return [_account(row) for row in await self._tables.rows("all_accounts")]

    async def named(self, name: str) -> Account | None:
        """Local or not, disabled or not."""
        row = await self._tables.row("account_named", name=name) if NAME.fullmatch(name) else None
        return None if row is None else _account(row)

    async def add(self, name: str, roles: Iterable[StaffRole], *, by: str, at: datetime) -> Account:
        """One without a password: a link sets it. Raises `NameTaken`."""
        try:
            row = await self._tables.row(
                "add_account", id=uuid4(), name=name, roles=_stored(roles), password=None, issuer=None, subject=None,
                at=at, by=by,
            )  # fmt: skip
        except Conflict:
            raise NameTaken from None
        assert row is not None
        return _account(row)

    async def rehash(self, account: UUID, before: str, password: str) -> None:
        """The same password, hashed anew; nothing when somebody set another one in the meantime."""
        await self._tables.rows("rehash", id=account, before=before, password=password)

    async def give(self, name: str, roles: Iterable[StaffRole]) -> bool:
        """These roles and no others, from the next request on; whether there is such an account. Raises
        `LastSupervisor`."""
        async with self._tables.transaction() as transaction:
            if StaffRole.SUPERVISOR not in (given := frozenset(roles)):
                await _not_the_last(transaction, name)
            return bool(await transaction.rows("give_roles", name=name, roles=_stored(given)))

    async def disable(self, name: str, *, by: str, at: datetime) -> bool:
        """Its sessions and links end at once; whether there is such an account. Raises `LastSupervisor`."""
        async with self._tables.transaction() as transaction:
            await _not_the_last(transaction, name)
            row = await transaction.row("disable_account", name=name, by=by, at=at)
            if row is None:
                return False
            await transaction.rows("end_sessions_of", account=row["id"])
            await transaction.rows("end_links_of", account=row["id"])
            return True

    async def vouched_for(
        self, issuer: str, subject: str, name: str, roles: Iterable[StaffRole], at: datetime
    ) -> Account:
        """Whom a provider knows by that subject, with the roles that it tells now; made when they first come.

        A name stays as it was when they first came: what others wrote down under it stays true. Raises `NameTaken`
        when it is somebody else's, `AccountDisabled`.
        """
        given = _stored(roles)
        row = await self._tables.row("vouched_for", issuer=issuer, subject=subject, roles=given)
        if row is None:
            try:
                row = await self._tables.row(
                    "add_account", id=uuid4(), name=name, roles=given, password=None, issuer=issuer, subject=subject,
                    at=at, by="identity-provider",
                )  # fmt: skip
            except Conflict:
                # Either their own other tab was faster, or the name is taken.
                row = await self._tables.row("vouched_for", issuer=issuer, subject=subject, roles=given)
                if row is None:
                    raise NameTaken from None
        assert row is not None
        account = _account(row)
        if account.disabled:
            raise AccountDisabled
        return account

    async def without_roles(self, issuer: str, subject: str) -> None:
        """The provider gives them none any more: what is still open of theirs may do nothing."""
        await self._tables.rows("vouched_for", issuer=issuer, subject=subject, roles=[])


async def _not_the_last(transaction: StoreTransaction, name: str) -> None:
    """Two at once who take the rights of each other: one of them is told."""
    await transaction.rows("one_change_at_a_time")
    rows = await transaction.rows("supervisors", role=StaffRole.SUPERVISOR.value)
    if [row["name"] for row in rows] == [name]:
        raise LastSupervisor


def _stored(roles: Iterable[StaffRole]) -> list[str]:
    return sorted(role.value for role in roles)


def _account(row: StoreRow) -> Account:
    return Account(
        row["id"], row["name"], roles_known(row["roles"]), row["password"], row["issuer"], row["made_at"],
        row["made_by"], row["disabled_at"],
    )  # fmt: skip
