"""`./doorstep console`: accounts of the web console, and the links with which people set their passwords.

Passwords are never typed here, where shells keep what was typed: a link is printed, and its owner chooses.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Annotated, TypeVar

import typer
from rich.markup import escape

from deploy.local.user_error import UserError, WrongUsage
from shared.runtime.clock import SystemClock
from shared.runtime.ports import Clock, Unavailable

from ..may import BY_NAME, BY_RIGHT, StaffRole
from ..store.accounts import NAME, Account, Accounts, NameTaken
from ..store.links import Links
from ..store.schema import prepare_store
from ..store.tables import ConsoleTables
from ..target import NOTHING_RUNS, Target, find
from ..typed import takes
from ..views.formatting import local
from . import output
from .operators import By, operator
from .recorded import recorded_command

app = output.command_group("Accounts of the web console, and the links that set their passwords.")
accounts_app = output.command_group("Who may come into the web console, as what.")
app.add_typer(accounts_app, name="account")

T = TypeVar("T")
ROLES = ", ".join(BY_NAME)
CLOCK: Clock = SystemClock()
"""Real also where the services' is not: links and sessions are for people."""


def _name(name: str) -> str:
    if not NAME.fullmatch(name):
        raise WrongUsage("NAME has small letters, digits and . _ @ - and begins with a letter or digit.", "")
    return name


def _roles(names: list[str]) -> list[str]:
    for name in names:
        if name not in BY_NAME:
            raise takes("--role", f"one of {ROLES}", name)
    return names


AccountName = Annotated[str, typer.Argument(metavar="NAME", help="As colleagues know them.", callback=_name)]
Roles = Annotated[list[str], typer.Option("--role", metavar="ROLE", help=f"One of {ROLES}; several.", callback=_roles)]


@accounts_app.command("add")
def add(name: AccountName, role: Roles, by: By = None) -> None:
    """Make an account, and print the link with which its owner sets a password: once, within a day."""
    who = operator(by)

    target = find()

    async def made(accounts: Accounts, links: Links) -> str | None:
        async with recorded_command(target, who, "account-add", name, *sorted(role)):
            try:
                await accounts.add(name, [StaffRole(each) for each in role], by=who, at=CLOCK.now())
            except NameTaken:
                raise UserError(f"There is an account {name} already.", "See ./doorstep console account ls.") from None
            return await links.for_password(name, CLOCK.now())

    token = asyncio.run(_with_tables(target, made))
    assert token is not None
    _print_link(target, token, f"{name} sets a password here, once, within 24 hours:")


@accounts_app.command("roles")
def roles(name: AccountName, role: Roles, by: By = None) -> None:
    """Give an account these roles instead of those it has, at once.

    One of an identity provider gets its roles there.
    """

    who, target = operator(by), find()

    async def given(accounts: Accounts, _links: Links) -> None:
        account = await accounts.named(name)
        async with recorded_command(target, who, "account-roles", name, *sorted(role)):
            if account is not None and account.issuer is not None:
                raise UserError(f"{name} has the roles that the identity provider tells.", "Change them there.")
            if not await accounts.give(name, [StaffRole(each) for each in role]):
                raise _unknown(name)

    asyncio.run(_with_tables(target, given))
    output.console().print(f"{name}: {', '.join(sorted(role))}.", markup=False)


@accounts_app.command("disable")
def disable(name: AccountName, by: By = None) -> None:
    """Nobody comes in with this account any more; whoever is in is out at their next request."""
    who, target = operator(by), find()

    async def disabled(accounts: Accounts, _links: Links) -> None:
        async with recorded_command(target, who, "account-disable", name):
            if not await accounts.disable(name, by=who, at=CLOCK.now()):
                raise _unknown(name)

    asyncio.run(_with_tables(target, disabled))
    output.console().print(f"{name} is disabled, and their sessions have ended.", markup=False)


@accounts_app.command("ls")
def ls(as_json: output.AsJson = False) -> None:
    """Every account, with its roles and how its owner signs in."""

    async def listed(accounts: Accounts, _links: Links) -> list[Account]:
        return await accounts.all()

    rows = asyncio.run(_with_tables(find(), listed))
    if as_json:
        output.print_json([_document(account) for account in rows])
        return
    console = output.console()
    if not rows:
        console.print("There is no account yet. Make the first one with the link of ./doorstep console link.")
        return
    table = output.table("name", "roles", "state", "made (UTC)", "by", fold=("roles",))
    for account in rows:
        document = _document(account)
        table.add_row(
            escape(account.name), ", ".join(sorted(account.roles)), str(document["state"]),
            local(account.made_at, "UTC"), escape(account.made_by),
        )  # fmt: skip
    output.print_table(console, table)


@app.command("link")
def link(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An account; none for the first one.")] = None,
    by: By = None,
) -> None:
    """Print a link that works once: for the first account of all, or to set the password of one there is."""
    who, target = operator(by), find()
    if name is None:

        async def first(_accounts: Accounts, links: Links) -> str:
            async with recorded_command(target, who, "account-link", "first"):
                made = await links.first(CLOCK.now())
                if made is None:
                    raise UserError("There are accounts already.", "Name the one whose password is to be set.")
                return made

        token = asyncio.run(_with_tables(target, first))
        _print_link(target, token, "The first account is made here, once, within 30 minutes:")
        return
    account = _name(name)

    async def another(_accounts: Accounts, links: Links) -> str:
        async with recorded_command(target, who, "account-link", account):
            made = await links.for_password(account, CLOCK.now())
            if made is None:
                raise UserError(
                    f"{account} has no password to set.",
                    "It is disabled, signs in with the identity provider, or isn't there: see ./doorstep console "
                    "account ls.",
                )
            return made

    token = asyncio.run(_with_tables(target, another))
    _print_link(target, token, f"{account} sets a password here, once, within 24 hours:")


@app.command("roles")
def table_of_roles(as_json: output.AsJson = False) -> None:
    """What each role may do, and why."""
    lines = list(BY_RIGHT.values())
    if as_json:
        output.print_json(
            [
                {"right": line.right, "roles": [role for role in StaffRole if role in line.roles], "why": line.why}
                for line in lines
            ]
        )
        return
    table = output.table("right", "roles", "why", fold=("roles", "why"))
    for line in lines:
        table.add_row(line.right, ", ".join(role.spoken for role in StaffRole if role in line.roles), line.why)
    output.print_table(output.console(), table)


async def _with_tables(target: Target, work: Callable[[Accounts, Links], Awaitable[T]]) -> T:
    """Raises `UserError`."""
    try:
        async with _tables(target) as tables:
            return await work(Accounts(tables), Links(tables))
    except Unavailable as error:
        raise UserError(f"PostgreSQL can't be asked ({error}).", "See ./doorstep status, then try again.") from None


@asynccontextmanager
async def _tables(target: Target) -> AsyncIterator[ConsoleTables]:
    url = target.database_url()
    if url is None:
        raise UserError("No database is known.", NOTHING_RUNS)
    await prepare_store(url)
    tables = ConsoleTables(url, connections=1)
    await tables.open()
    try:
        yield tables
    finally:
        await tables.close()


def _document(account: Account) -> dict[str, object]:
    state = "disabled" if account.disabled else "no password yet" if account.password is None else "password"
    return {
        "name": account.name,
        "roles": sorted(role.value for role in account.roles),
        "state": "identity provider" if account.issuer is not None and not account.disabled else state,
        "made_at": account.made_at,
        "made_by": account.made_by,
    }


def _print_link(target: Target, token: str, about: str) -> None:
    console = output.console()
    console.print(about, markup=False)
    console.print(f"{target.console_url()}/first/{token}", markup=False, soft_wrap=True)


def _unknown(name: str) -> UserError:
    return UserError(f"There is no account {name}.", "See ./doorstep console account ls.")
