"""The command `top`."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from deploy.local.quiet_logger import quiet_logger
from deploy.local.user_error import UserError, WrongUsage

from ...target import NOTHING_RUNS, find
from .. import output

app = output.single_command()

INSTEAD = "Use ./doorstep status, held ls, dlq ls, replies unclear or lag: they print, and take --json."


@app.command()
def top(
    picture: Annotated[
        Path | None,
        typer.Option("--picture", metavar="FILE", dir_okay=False, help="Draw it once into FILE, as SVG, and end."),
    ] = None,
    columns: Annotated[int, typer.Option(min=60, max=400, help="Of the picture.")] = 120,
    rows: Annotated[int, typer.Option(min=16, max=200, help="Of the picture.")] = 36,
) -> None:
    """Verdicts, what needs a person and the life of a case, live. `?` shows the keys, `q` quits.

    It looks and never acts: under what is chosen stands the command that does.
    """
    if picture is not None:
        _draw(picture, columns, rows)
        return
    fit(os.environ.get("TERM", ""), terminal=all(each.isatty() for each in (sys.stdin, sys.stdout, sys.stderr)))
    _must_run()
    from .app import TopApp
    from .sources import sources

    shown = TopApp(sources(find), plain="NO_COLOR" in os.environ)
    with _quiet():
        # Without the mouse a command on the screen can be marked and copied as anywhere.
        shown.run(mouse=False)
    if shown.broken is not None:
        raise shown.broken


def _draw(picture: Path, columns: int, rows: int) -> None:
    _must_run()
    from .drawing import drawn
    from .sources import sources

    with _quiet():
        found = asyncio.run(drawn(sources(find), columns, rows))
    try:
        picture.write_text(found, encoding="utf-8")
    except OSError as error:
        raise UserError(f"{picture} can't be written: {error.strerror}.", "Name another file.") from None
    output.console().print(f"{picture}: {columns} columns, {rows} rows.", markup=False, soft_wrap=True)


def _must_run() -> None:
    if find().database_url() is None:
        raise UserError("Nothing runs here that could be looked at.", NOTHING_RUNS)


@contextmanager
def _quiet() -> Iterator[None]:
    """The screen says in a word what these libraries would say in a hundred lines across it."""
    with quiet_logger("aiokafka"), quiet_logger("psycopg"), quiet_logger("asyncio"):
        yield


def fit(term: str, *, terminal: bool) -> None:
    """Raises `WrongUsage` where a full screen can't be shown."""
    if not terminal:
        raise WrongUsage("top needs a terminal: its input and output must not be a file or a pipe.", INSTEAD)
    if term in ("", "dumb", "unknown"):
        raise WrongUsage(f"top fills the screen, and this terminal can't (TERM is {term or 'not set'}).", INSTEAD)
