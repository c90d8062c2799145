"""Accounts made, changed and disabled, by a supervisor on the page or by a command, under the same rules.

Nobody changes what they may do themselves: that is another one's word. And one supervisor who can sign in is always
left, or nobody could make another.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from deploy.local.user_error import UserError

from ..may import StaffRole, is_second_person
from ..store.accounts import NAME, Account, Accounts, LastSupervisor, NameTaken, may_be_name
from ..store.links import Links

SEE = "See ./doorstep console account ls."
NO_ROLE = UserError("Somebody without a role may nothing: choose one, or disable the account.", "")


async def add_account(
    accounts: Accounts, links: Links, name: str, roles: Iterable[StaffRole], by: str, at: datetime
) -> str:
    """The token of the link that sets its password."""
    chosen = frozenset(roles)
    if not NAME.fullmatch(name):
        raise UserError("A name has small letters, digits and . _ @ - and begins with a letter or digit.", "")
    if not may_be_name(name):
        raise UserError(f"{name} is a name that the console uses itself: nobody could say who acted.", "Take another.")
    if not chosen:
        raise NO_ROLE
    try:
        await accounts.add(name, chosen, by=by, at=at)
    except NameTaken:
        raise UserError(f"There is an account {name} already.", SEE) from None
    return await password_link(links, name, at)


async def give_roles(accounts: Accounts, name: str, roles: Iterable[StaffRole], by: str) -> str:
    """These and no others, from their next request on."""
    chosen = frozenset(roles)
    account = await _other(accounts, name, by, "change their own roles")
    if account.issuer is not None:
        raise UserError(f"{name} has the roles that the identity provider tells.", "Change them there.")
    if not chosen:
        raise NO_ROLE
    try:
        await accounts.give(name, chosen)
    except LastSupervisor:
        raise UserError(f"{name} is the last supervisor who can sign in.", "Make another one first.") from None
    return f"{name}: {', '.join(sorted(role.spoken for role in chosen))}."


async def disable_account(accounts: Accounts, name: str, by: str, at: datetime) -> str:
    account = await _other(accounts, name, by, "disable themselves")
    if account.disabled:
        raise UserError(f"{name} is disabled already.", "")
    try:
        await accounts.disable(name, by=by, at=at)
    except LastSupervisor:
        raise UserError(f"{name} is the last supervisor who can sign in.", "Make another one first.") from None
    return f"{name} is disabled, and their sessions have ended."


async def password_link(links: Links, name: str, at: datetime) -> str:
    """The token; those made before for this account work no more."""
    token = await links.for_password(name, at)
    if token is None:
        what = "It is disabled, signs in with the identity provider, or isn't there."
        raise UserError(f"{name} has no password to set.", f"{what} {SEE}")
    return token


async def _other(accounts: Accounts, name: str, by: str, what: str) -> Account:
    account = await accounts.named(name)
    if account is None:
        raise UserError(f"There is no account {name}.", SEE)
    if not is_second_person(name, by):
        raise UserError(f"Nobody may {what}: another supervisor does.", "")
    return account
