"""`./doorstep keys`: master keys, made and changed."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.key_file import make_key
from deploy.local.user_error import UserError
from shared.privacy.master import MasterKeys
from shared.runtime.pg.rewrap import Rewrapped
from shared.runtime.pg.rewrap import rewrap as change
from shared.runtime.ports import Unavailable

from ..target import find
from ..views.database import database_of
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


@app.command("rewrap")
def rewrap(
    new: Annotated[Path, typer.Option("--new", metavar="FILE", help="The file with the new master key.")],
    leave_lost: Annotated[
        bool, typer.Option("--leave-lost", help="Leave data keys as they are that open under neither key.")
    ] = False,
) -> None:
    """Change the master key: wrap every person's key under the new one, prove it, and refuse the old one from then on.

    The key in use is that of DOORSTEP_MASTER_KEY_FILE; the database's owner has to be in DATABASE_URL. Services and
    producers have to be stopped: nobody else may open or seal anything meanwhile, and a start waits. What was sealed
    stays as it is, and numbers that opted out stay known. Killed on its way, it is run again and goes on.
    """
    target = find()
    old, renewed = target.keys_not_compared(), _read(new)

    async def act() -> Rewrapped:
        async with database_of(target) as url:
            return await change(url, old, renewed, leave_lost=leave_lost)

    try:
        done = asyncio.run(act())
    except Unavailable as error:
        raise UserError(f"PostgreSQL went away ({error}).", "Run it again: it goes on where it was.") from None
    left = f" {done.lost} open under neither key and were left." if done.lost else ""
    typer.echo(f"{done.keys} data keys are under the new master key, and the old one is refused.{left}")
    typer.echo(f"Name {new} in DOORSTEP_MASTER_KEY_FILE on every host, then start.")
    typer.echo("Keep the old key, apart from them, as long as you keep dumps of its time.")


def _read(path: Path) -> MasterKeys:
    try:
        return MasterKeys.read(path)
    except (ValueError, OSError) as error:
        raise UserError(f"{path} is no usable master key: {error}.", "Make one: ./doorstep keys make FILE.") from None
