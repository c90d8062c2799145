"""`./doorstep console`: accounts of the web console, and the links with which people set their passwords.

Passwords are never typed here, where shells keep what was typed: a link is printed, and its owner chooses.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from deploy.local.user_error import UserError, WrongUsage

from ..acts.accounts import add_account, disable_account, give_roles, password_link
from ..may import BY_NAME, BY_RIGHT, StaffRole
from ..store.accounts import NAME, Account, Accounts
from ..store.links import Links
from ..store.tables import ConsoleTables
from ..target import find
from ..typed import takes
from ..views.formatting import local
from . import output
from .console_rebuild import rebuild
from .console_tables import CLOCK, with_tables
from .operators import By, operator
from .recorded import recorded_command

app = output.command_group("Accounts of the web console, the links that set their passwords, and its read model.")
accounts_app = output.command_group("Who may come into the web console, as what.")
app.add_typer(accounts_app, name="account")
app.command("rebuild")(rebuild)

ROLES = ", ".join(BY_NAME)


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
    who, target = operator(by), find()
    url = target.console_url()

    async def made(tables: ConsoleTables) -> str:
        roles = [StaffRole(each) for each in role]
        async with recorded_command(target, who, "account-add", name, *sorted(role)):
            return await add_account(Accounts(tables), Links(tables), name, roles, who, CLOCK.now())

    token = asyncio.run(with_tables(target, made))
    _print_link(url, token, f"{name} sets a password here, once, within 24 hours:")


@accounts_app.command("roles")
def roles(name: AccountName, role: Roles, by: By = None) -> None:
    """Give an account these roles instead of those it has, at once.

    One of an identity provider gets its roles there, and nobody changes their own.
    """
    who, target = operator(by), find()

    async def given(tables: ConsoleTables) -> str:
        async with recorded_command(target, who, "account-roles", name, *sorted(role)):
            return await give_roles(Accounts(tables), name, [StaffRole(each) for each in role], who)

    output.console().print(asyncio.run(with_tables(target, given)), markup=False)


@accounts_app.command("disable")
def disable(name: AccountName, by: By = None) -> None:
    """Nobody comes in with this account any more; whoever is in is out at their next request.

    The last supervisor who can sign in stays, and nobody disables themselves.
    """
    who, target = operator(by), find()

    async def disabled(tables: ConsoleTables) -> str:
        async with recorded_command(target, who, "account-disable", name):
            return await disable_account(Accounts(tables), name, who, CLOCK.now())

    output.console().print(asyncio.run(with_tables(target, disabled)), markup=False)


@accounts_app.command("ls")
def ls(as_json: output.AsJson = False) -> None:
    """Every account, with its roles and how its owner signs in."""

    async def listed(tables: ConsoleTables) -> list[Account]:
        return await Accounts(tables).all()

    rows = asyncio.run(with_tables(find(), listed))
    if as_json:
        output.print_json([_document(account) for account in rows])
        return
    show_accounts(rows)


def show_accounts(rows: Sequence[Account]) -> None:
    console = output.console()
    if not rows:
        console.print("There is no account yet. Make the first one with the link of ./doorstep console link.")
        return
    table = output.table("name", "roles", "state", "made (UTC)", fold=("name", "roles", "made (UTC)"))
    for account in rows:
        table.add_row(
            escape(account.name), ", ".join(role.spoken for role in StaffRole if role in account.roles), account.state,
            f"{local(account.made_at, 'UTC')} by {escape(account.made_by)}",
        )  # fmt: skip
    output.print_table(console, table)


@app.command("link")
def link(
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="An account; none for the first one.")] = None,
    by: By = None,
) -> None:
    """Print a link that works once: for the first account of all, or to set the password of one there is."""
    who, target = operator(by), find()
    url = target.console_url()
    if name is None:

        async def first(tables: ConsoleTables) -> str:
            async with recorded_command(target, who, "account-link", "first"):
                made = await Links(tables).first(CLOCK.now())
                if made is None:
                    raise UserError("There are accounts already.", "Name the one whose password is to be set.")
                return made

        token = asyncio.run(with_tables(target, first))
        _print_link(url, token, "The first account is made here, once, within 30 minutes:")
        return
    account = _name(name)

    async def another(tables: ConsoleTables) -> str:
        async with recorded_command(target, who, "account-link", account):
            return await password_link(Links(tables), account, CLOCK.now())

    token = asyncio.run(with_tables(target, another))
    _print_link(url, token, f"{account} sets a password here, once, within 24 hours:")


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


def _document(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "roles": sorted(role.value for role in account.roles),
        "state": account.state,
        "made_at": account.made_at,
        "made_by": account.made_by,
    }


def _print_link(url: str, token: str, about: str) -> None:
    console = output.console()
    console.print(about, markup=False)
    console.print(f"{url}/first/{token}", markup=False, soft_wrap=True)
