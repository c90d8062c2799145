"""`./doorstep keys`: master keys, made and changed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from deploy.local.key_file import make_key

from .output import command_group

app = command_group("The master key, under which the keys of all persons are sealed: docs/runbooks/master-key.md.")


@app.callback()
def keys() -> None:
    """So that `make` stays a word of its own while it is alone."""


@app.command("make")
def make(path: Annotated[Path, typer.Argument(metavar="FILE", help="Where it goes; never one that is there.")]) -> None:
    """Make a master key for a PostgreSQL of yours: 32 random bytes in base64url, readable by you alone.

    Name the file in DOORSTEP_MASTER_KEY_FILE, for every host the same. Keep a copy where no copy of the database is:
    without it nothing personal can be read again, by nobody.
    """
    make_key(path)
    typer.echo(f"{path}: a new master key. Keep a copy of it apart from the database's backups.")
