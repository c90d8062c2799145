"""`./doorstep migrate`: roles, schemas and tables of services and console, with their owner's rights."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Annotated

import typer

from deploy.local.command_settings import said
from deploy.local.folder import ROOT
from deploy.local.user_error import UserError

from ..typed import not_empty
from ..views.database import SERVICES
from .output import single_command

app = single_command()


@app.command()
def migrate(
    grant: Annotated[
        str | None,
        typer.Option(
            metavar="LOGIN",
            help="A user who may act as the services' roles from then on.",
            callback=not_empty("--grant"),
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
) -> None:
    """Make or update the roles, schemas and tables of all services and the console in the PostgreSQL of DATABASE_URL.

    Its user has to own them, or may make them. A login that was named with --grant then starts the services without
    such rights; one named with --operator looks at what they publish with ./doorstep. Running it twice, or twice at
    once, is the same as once.
    """
    url = said(os.environ, "DATABASE_URL")
    if url is None:
        raise UserError("DATABASE_URL is not set.", "The embedded PostgreSQL is brought up to date by ./doorstep up.")
    grants = [*(["--grant", grant] if grant else []), *(["--operator", operator] if operator else [])]
    for program in (*(f"services.{service}" for service in SERVICES), "services.console.store"):
        # Each by its own program, which knows its tables; the image of one service can do the same for itself.
        command = [sys.executable, "-m", program, "migrate", *grants]
        if subprocess.run(command, cwd=ROOT, check=False).returncode:
            raise typer.Exit(1)
