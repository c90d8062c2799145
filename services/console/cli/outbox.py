"""`./doorstep outbox`: events that Kafka does not take. Look at them, let them be tried again, or give them up."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer
from rich.markup import escape

from deploy.local.user_error import WrongUsage
from shared.contracts.operations import Operation, RefusedDropped, RefusedRetried
from shared.decision.figures import doing

from ..acts.operations import ask, later, operating, operation
from ..target import Target, find
from ..typed import exclude, sentence
from ..views.database import Database, reading
from ..views.formatting import local
from ..views.refused_events import RefusedRow, checked, one, refused
from . import output
from .operators import By, OperatorReason, operator
from .recorded import recorded_command

app = output.command_group("Events that Kafka does not take, with what waits behind them.")
NOTHING = "Kafka takes every event."
TheEvent = Annotated[str, typer.Argument(metavar="ITEM", help="An event's id or its beginning.", callback=checked)]


@app.command("ls")
def ls(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many.")] = 200,
    as_json: output.AsJson = False,
) -> None:
    """Events that Kafka does not take, oldest first, and why."""

    async def read() -> list[RefusedRow]:
        async with reading(find()) as database:
            return await refused(database, limit=limit)

    found = asyncio.run(read())
    if as_json:
        output.print_json({"refused": [each.document() for each in found]})
        return
    console = output.console()
    if not found:
        console.print(NOTHING)
        return
    table = output.table("item", "since (UTC)", "service", "of", "topic", "bytes", "behind", "why",
                         right=("bytes", "behind"), fold=("of", "why"))  # fmt: skip
    for each in found:
        table.add_row(
            each.item, local(each.since, "UTC"), each.service, escape(each.aggregate), each.topic,
            str(each.size_bytes), str(each.behind), escape(each.why),
        )  # fmt: skip
    output.print_table(console, table)


@app.command("retry")
def retry(
    item: Annotated[str, typer.Argument(metavar="[ITEM]", help="One event; or --all.", callback=checked)] = "",
    everything: Annotated[bool, typer.Option("--all", help="All of them.")] = False,
    why: OperatorReason = None,
    by: By = None,
) -> None:
    """Once the cause is mended: publish it now, and then what waits behind it, in order."""
    if item and everything:
        raise exclude("ITEM", "--all")
    if not item and not everything:
        raise WrongUsage("ITEM is missing, or --all.", "See ./doorstep outbox ls.")
    who, target = operator(by), find()

    async def act() -> str:
        async with operating(target) as database:
            found = await refused(database) if everything else [await one(database, item)]
            if not found:
                return NOTHING
            done = f"{_counted(found)} tried again. ./doorstep outbox ls shows what Kafka still does not take."
            return await _asked(target, database, RefusedRetried, found, "events-retry", who, why, done)

    output.console().print(asyncio.run(act()), markup=False)


@app.command("discard")
def discard(
    item: TheEvent,
    why: Annotated[
        str, typer.Option("--reason", help="Why nobody needs it: a sentence without personal data.", callback=sentence)
    ],
    by: By = None,
) -> None:
    """Give it up: no other service will ever hear it. What waits behind it is published.

    The decision that told it stays in the case's history. Mend the cause and use `retry` wherever that is possible.
    """
    who, target = operator(by), find()

    async def act() -> str:
        async with operating(target) as database:
            found = [await one(database, item)]
            done = f"{found[0].type} of {found[0].aggregate} is given up; {found[0].behind} behind it go on."
            return await _asked(target, database, RefusedDropped, found, "events-discard", who, why, done)

    output.console().print(asyncio.run(act()), markup=False)


async def _asked(
    target: Target, database: Database, kind: type[Operation], found: Sequence[RefusedRow], act: str, by: str,
    why: str | None, done: str,
) -> str:  # fmt: skip
    at = target.clock().now()
    asked = [operation(kind, each.service, at, by=by, why=why, event=each.id) for each in found]
    about = [str(each.id) for each in found] if len(found) == 1 else ["all"]
    async with recorded_command(target, by, act, *about, why=why):
        answers = await ask(target, database, asked)
        if len(answers) == 1:
            return answers[0].sentence(done)
        return later(answers) or done


def _counted(found: Sequence[RefusedRow]) -> str:
    return doing(len(found), "event", "is", "are")
