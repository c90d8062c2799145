"""`./doorstep person`: a borrower is forgotten for ever, or gets what is known of them."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Annotated, Literal

import typer

from deploy.local.user_error import UserError, WrongUsage

from ..acts.letters import Deciding
from ..acts.operations import OperationAnswer, operating
from ..acts.persons import EXPORT, FORGET, forget_person, known_of_person
from ..store.trail import Trail
from ..target import find
from ..typed import not_empty, sentence
from ..views.known_of_a_person import readable
from . import output
from .console_tables import tables_of
from .new_file import can_be_made
from .operators import By, operator
from .recorded import recorded_command

app = output.command_group("A borrower who asks to be forgotten, or for what is known of them.")

OfBorrower = Annotated[
    str,
    typer.Argument(
        metavar="BORROWER", help="The borrower's id, as the bank calls them.", callback=not_empty("BORROWER", "an id")
    ),
]
PersonReason = Annotated[
    str, typer.Option("--reason", metavar="WHY", help="Why: a sentence without personal data.", callback=sentence)
]
WARNING = (
    "{borrower} is forgotten for ever: nobody can read what is sealed of them, no backup brings it back, and their "
    "cases are held until the bank names them under a new id and key."
)
AFTERWARDS = "What stays, and what else has to be done: docs/runbooks/forget-a-person.md"


@app.command("forget")
def forget(
    borrower: OfBorrower,
    why: PersonReason,
    by: By = None,
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask whether it is meant.")] = False,
    as_json: output.AsJson = False,
) -> None:
    """Erase a borrower's keys and unlink their number, for ever. A STOP of theirs stays, as that of a number.

    The notifier refuses while a reply of theirs is not read, or a case of theirs is set aside.
    """
    who, target = operator(by), find()
    if not yes:
        typer.echo(WARNING.format(borrower=borrower), err=True)
        try:
            meant = typer.confirm("Go on?", err=True)
        except typer.Abort:
            raise WrongUsage("Nobody answered whether it is meant.", "Give --yes where nobody can.") from None
        if not meant:
            raise typer.Abort

    async def act() -> OperationAnswer:
        async with operating(target) as database, recorded_command(target, who, FORGET, borrower, why=why):
            answer = await forget_person(target, database, borrower, Deciding(who, why))
            answer.sentence("")
            return answer

    answer = asyncio.run(act())
    if as_json:
        output.print_json({"borrower": borrower, "forgotten": answer.done, "service": answer.service})
        return
    done = f"{borrower} is forgotten; other processes forget within a minute. {AFTERWARDS}"
    output.console().print(answer.sentence(done), markup=False, soft_wrap=True)


@app.command("export")
def export(
    borrower: OfBorrower,
    why: PersonReason,
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="A file that isn't there yet; only you may read it.")
    ],
    format: Annotated[Literal["json", "text"], typer.Option("--format", help="For programs, or to be read.")] = "json",
    by: By = None,
) -> None:
    """Write down for a borrower what is known of them, opened. Needs the master key; who took it and why is kept."""
    can_be_made(to)
    who, target = operator(by), find()

    async def act() -> str:
        async with (
            operating(target) as database,
            tables_of(target) as tables,
            recorded_command(target, who, EXPORT, borrower, why=why),
        ):
            document = await known_of_person(target, database, Trail(tables), borrower)
        text = json.dumps(document, default=str, ensure_ascii=False, indent=1) + "\n"
        return text if format == "json" else readable(document)

    _write(to, asyncio.run(act()))
    output.console().print(f"{to} has it, readable by you alone. Delete it once they have it.", markup=False)


def _write(to: Path, text: str) -> None:
    """Nobody else may read it, at no moment. Raises `UserError`."""
    try:
        with open(os.open(to, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise UserError(f"{to} can't be written: {error.strerror}.", "Name another file.") from None
