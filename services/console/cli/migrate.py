"""`./doorstep migrate`: roles, schemas and tables of services and console, with their owner's rights."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from deploy.local.command_settings import said
from deploy.local.folder import ROOT
from deploy.local.user_error import UserError, WrongUsage
from shared.runtime.pg.grants import printed_grants

from ..typed import not_empty
from ..views.database import SERVICES
from .output import single_command

app = single_command()
CONSOLE = "console"
PARTIES = (*SERVICES, CONSOLE)


@app.command()
def migrate(
    grant: Annotated[
        list[str] | None,
        typer.Option(
            metavar="LOGIN",
            help="A user who may act as the services' roles from then on; with SERVICE=LOGIN for that one alone.",
        ),
    ] = None,
    operator: Annotated[
        str | None,
        typer.Option(
            metavar="LOGIN",
            help="A user who may read what services publish, and nothing else.",
            callback=not_empty("--operator"),
        ),
    ] = None,
    print_grants: Annotated[
        bool,
        typer.Option("--print-grants", help="Change nothing: print the SQL for who administers the database."),
    ] = False,
    owner: Annotated[
        str | None,
        typer.Option(
            metavar="LOGIN",
            help="With --print-grants: who migrates then; else the user in DATABASE_URL.",
            callback=not_empty("--owner"),
        ),
    ] = None,
) -> None:
    """Make or update the roles, schemas and tables of all services and the console in the PostgreSQL of DATABASE_URL.

    Its user has to own them, or may make them. A login that was named with --grant then starts the services without
    such rights; one named with --operator looks at what they publish with ./doorstep. Running it twice, or twice at
    once, is the same as once. Where nobody but an administrator may make roles and schemas, --print-grants prints what
    they run first.
    """
    url = said(os.environ, "DATABASE_URL")
    logins = _logins(grant or [])
    if print_grants:
        try:
            lines = [*printed_grants(PARTIES, owner or _user(url), logins, [operator] if operator else [])]
        except ValueError as error:
            raise WrongUsage(f"That can't be printed: {error}.", "Name logins as PostgreSQL has them.") from None
        typer.echo("\n".join(lines))
        return
    if owner is not None:
        raise WrongUsage("--owner goes with --print-grants.", "Whoever migrates owns what is made.")
    if url is None:
        raise UserError("DATABASE_URL is not set.", "The embedded PostgreSQL is brought up to date by ./doorstep up.")
    for party in PARTIES:
        # Each by its own program, which knows its tables; the image of one service can do the same for itself.
        program = "services.console.store" if party == CONSOLE else f"services.{party}"
        for login in logins[party] or [""]:
            grants = [*(["--grant", login] if login else []), *(["--operator", operator] if operator else [])]
            command = [sys.executable, "-m", program, "migrate", *grants]
            if subprocess.run(command, cwd=ROOT, check=False).returncode:
                raise typer.Exit(1)


def _logins(grants: list[str]) -> dict[str, list[str]]:
    """Who may act for each party."""
    found: dict[str, list[str]] = {party: [] for party in PARTIES}
    for word in grants:
        party, _, login = word.rpartition("=")
        if not login or (party and party not in PARTIES):
            raise WrongUsage(f"--grant {word} names no login.", f"Give LOGIN, or one of {', '.join(PARTIES)} = LOGIN.")
        for each in (party,) if party else PARTIES:
            found[each].append(login)
    return found


def _user(url: str | None) -> str:
    try:
        user = conninfo_to_dict(url).get("user") if url else None
    except ProgrammingError:
        user = None
    if not user:
        raise WrongUsage("--print-grants needs to know who migrates.", "Give --owner LOGIN, or set DATABASE_URL.")
    return str(user)
