"""`./doorstep dlq`: records that are no event, and cases set aside. Look at them, give them back, or give them up.

A record's bytes are sealed: listing shows where it was and why it was refused. With the master key at hand, an event is
shown without what is personal in it, and anything else by its shape; the bytes themselves only with `--reveal`.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated, Any

import typer
from rich.markup import escape

from deploy.local.user_error import UserError, WrongUsage
from shared.contracts.catalogue import BY_NAME

from ..acts.claims import ActClaims
from ..acts.give_up import AT_ONCE_MAX, discard_letters
from ..acts.letters import Deciding, discard_letter, mend_letter, replay_letter
from ..acts.operations import operating
from ..acts.parked import discard_queued, take_up
from ..acts.redrive import Redriven, chosen, redrive
from ..acts.repair import checked
from ..target import Target, find
from ..typed import exclude, one_of, sentence
from ..views import dead_letters
from ..views.database import SERVICES, reading
from ..views.dead_letters import Parked, StoredLetter
from ..views.fitting import fitting_keys, keys_or_trouble
from ..views.formatting import local
from . import output
from .operators import By, OperatorReason, operator
from .recorded import recorded_command
from .set_aside import set_aside

app = output.command_group("Records that are no event, and cases that were set aside.")

TheItem = Annotated[
    str,
    typer.Argument(
        metavar="ITEM",
        help="A dead letter's id or its beginning, or SERVICE/CASE of a parked one.",
        callback=dead_letters.checked,
    ),
]
LIMIT = 200
ALL = 100_000
TOPICS = sorted(BY_NAME)
TheCode = Annotated[str, typer.Option("--code", help="With --all: only those refused or parked for this.")]
TheTopic = Annotated[
    str, typer.Option("--topic", help="With --all: only records of this topic.", callback=one_of("--topic", TOPICS))
]
TheService = Annotated[
    str,
    typer.Option("--service", help="With --all: only those of this service.", callback=one_of("--service", SERVICES)),
]


@app.command("ls")
def ls(
    settled: Annotated[bool, typer.Option("--settled", help="Also those given back or given up.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="At most so many of each.")] = LIMIT,
    as_json: output.AsJson = False,
) -> None:
    """Dead letters and parked cases, newest first."""

    async def read() -> tuple[list[StoredLetter], list[Parked]]:
        async with reading(find()) as database:
            return await dead_letters.dead(database, settled=settled, limit=limit), await dead_letters.parked(
                database, limit=limit
            )

    dead, parked = asyncio.run(read())
    if as_json:
        output.print_json(
            {"dead_letters": [item.document() for item in dead], "parked": [item.document() for item in parked]}
        )
        return
    console = output.console()
    if not dead and not parked:
        console.print("No dead letters, and nothing is parked.")
    if dead:
        table = output.table("item", "since (UTC)", "service", "topic", "why", fold=("why",))
        for letter in dead:
            why = letter.why if letter.state == "open" else f"{letter.state}; {letter.why}"
            table.add_row(letter.item, local(letter.at, "UTC"), letter.service, letter.topic, escape(why))
        output.print_table(console, table)
    if dead and parked:
        console.print()
    if parked:
        table = output.table("item", "since (UTC)", "waiting", "why", right=("waiting",), fold=("item", "why"))
        for case in parked:
            table.add_row(escape(case.item), local(case.since, "UTC"), str(case.queued + case.told), escape(case.why))
        output.print_table(console, table)


@app.command("show")
def show(
    item: TheItem,
    reveal: Annotated[
        bool, typer.Option("--reveal", help="Print the record's bytes as they came. They may be personal.")
    ] = False,
    why: OperatorReason = None,
    by: By = None,
    as_json: output.AsJson = False,
) -> None:
    """What is known of one item. Its content, without what is personal, and `--reveal` need the master key.

    Who reveals a record's bytes is recorded, with the --reason if one is given.
    """
    target = find()
    if reveal:
        sys.stdout.buffer.write(asyncio.run(_bytes_of(target, item, operator(by), why)))
        sys.stdout.buffer.flush()
        return

    async def read() -> dict[str, Any]:
        async with reading(target) as database:
            found = await dead_letters.one(database, item)
            return found.document() | {"content": found.content(await keys_or_trouble(target, database))}

    document = asyncio.run(read())
    if as_json:
        output.print_json(document)
        return
    console = output.console()
    for name, value in document.items():
        if value not in (None, ""):
            said = output.as_text(value)
            console.print(f"[bold]{name.replace('_', ' '):<14}[/] {escape(said)}", soft_wrap=True)


async def _bytes_of(target: Target, item: str, by: str, why: str | None) -> bytes:
    """As they came; only once it is written down who sees them."""
    async with reading(target) as database:
        found, keys = await dead_letters.one(database, item), await fitting_keys(target, database)
    about = (found.service, found.aggregate) if isinstance(found, Parked) else (found.id,)
    async with recorded_command(target, by, "letters-reveal", *about, why=why):
        return found.original(keys)


def _one_or_all(item: str, everything: bool, *, chosen_by: bool) -> None:
    """Raises `WrongUsage` unless it is one item, or many that may be chosen among."""
    if item and everything:
        raise exclude("ITEM", "--all")
    if chosen_by and not everything:
        raise WrongUsage("--code, --topic and --service choose among many, with --all.", "")
    if not item and not everything:
        raise WrongUsage("ITEM is missing, or --all.", "With --all, --code, --topic and --service choose.")
    if item:
        dead_letters.checked(item)


@app.command("replay")
def replay(
    item: Annotated[str, typer.Argument(metavar="[ITEM]", help="One item; or --all.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Every open item that would be taken now.")] = False,
    code: TheCode = "",
    topic: TheTopic = "",
    service: TheService = "",
    force: Annotated[
        bool, typer.Option("--force", help="Also one that would be refused again, or was settled.")
    ] = False,
    why: OperatorReason = None,
    by: By = None,
) -> None:
    """Give it back: a dead letter goes into its topic again, a parked case takes up its queue."""
    _one_or_all(item, everything, chosen_by=bool(code or topic or service))
    who, target = operator(by), find()
    if everything:
        asyncio.run(_replay_all(target, code, topic, service, force, who, why))
        return

    async def act() -> str:
        async with operating(target) as database:
            found = await dead_letters.one(database, item)
            if isinstance(found, Parked):
                about = (found.service, found.aggregate)
                async with recorded_command(target, who, "letters-parked-take-up", *about, why=why):
                    return f"{await take_up(target, database, found, Deciding(who, why))} See ./doorstep dlq ls."
            async with recorded_command(target, who, "letters-replay", found.id, why=why):
                return await replay_letter(target, database, found, Deciding(who, why), force=force)

    output.console().print(asyncio.run(act()), markup=False)


async def _replay_all(
    target: Target, code: str, topic: str, service: str, force: bool, by: str, why: str | None
) -> None:
    seen, begun = Redriven(), False
    try:
        async with operating(target) as database:
            found: list[StoredLetter | Parked] = [*await dead_letters.dead(database, limit=ALL)]
            found += await dead_letters.parked(database, limit=ALL)
            items = chosen(found, code=code, topic=topic, service=service)
            if not items:
                raise UserError("Nothing that is open is like that.", "See ./doorstep dlq ls.")
            about = (code, topic, service) if code or topic or service else ("all",)
            async with recorded_command(target, by, "letters-replay-all", *about, why=why):
                begun = True
                await redrive(target, database, items, force=force, seen=seen, by=by, why=why)
    finally:
        if begun:
            output.console().print(str(seen), markup=False)


@app.command("mend")
def mend(
    item: Annotated[
        str, typer.Argument(metavar="ITEM", help="A dead letter's id or its beginning.", callback=dead_letters.checked)
    ],
    why: Annotated[
        str, typer.Option("--reason", help="Why it is changed: a sentence without personal data.", callback=sentence)
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="PATH=VALUE", help="Set a field: --set data.outstanding.minor=0.", callback=checked
        ),
    ] = None,
    subject: Annotated[str | None, typer.Option("--subject", help="The case (or region) that it is about.")] = None,
    file: Annotated[
        typer.FileBinaryRead | None, typer.Option("--file", help="A whole new record; `-` reads it from the input.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Also one that was settled before.")] = False,
    by: By = None,
) -> None:
    """Give a dead letter back changed: fields set, another case named, or a whole new record. Checked first.

    The letter keeps the bytes as they came; who changed it and why is kept with it. Nothing personal belongs on a
    command line: use --file for that.
    """
    if not (settings or subject or file):
        raise WrongUsage("--set, --subject or --file is missing.", "Unchanged it is ./doorstep dlq replay.")
    who, target = operator(by), find()
    new = file.read() if file is not None else None

    async def act() -> str:
        async with operating(target) as database:
            found = await dead_letters.one(database, item)
            if isinstance(found, Parked):
                raise UserError("A parked case is no record.", "Mend the cause, then ./doorstep dlq replay it.")
            async with recorded_command(target, who, "letters-mend", found.id, why=why):
                return await mend_letter(
                    target, database, found, Deciding(who, why), settings=settings or (), subject=subject, new=new,
                    force=force,
                )  # fmt: skip

    output.console().print(asyncio.run(act()), markup=False)


@app.command("discard")
def discard(
    why: Annotated[
        str,
        typer.Option("--reason", help="Why it may be given up: a sentence without personal data.", callback=sentence),
    ],
    item: Annotated[str, typer.Argument(metavar="[ITEM]", help="One item; or --all of one kind.")] = "",
    everything: Annotated[
        bool, typer.Option("--all", help=f"The {AT_ONCE_MAX:,} oldest open dead letters of one kind.")
    ] = False,
    code: TheCode = "",
    topic: TheTopic = "",
    service: TheService = "",
    by: By = None,
) -> None:
    """Give up a dead letter, many of one kind, or the one event that a parked case breaks at. They stay, sealed."""
    _one_or_all(item, everything, chosen_by=bool(code or topic or service))
    if everything and not (code or topic or service):
        raise WrongUsage("--all gives up those of one kind: --code, --topic or --service is missing.", "")
    who, target = operator(by), find()

    async def act() -> str:
        async with operating(target) as database:
            if everything:
                items = chosen(await dead_letters.dead(database, limit=ALL), code=code, topic=topic, service=service)
                letters = [each for each in reversed(items) if isinstance(each, StoredLetter)]
                if not letters:
                    raise UserError("Nothing that is open is like that.", "See ./doorstep dlq ls.")
                async with recorded_command(target, who, "letters-groups-discard", code, topic, service, why=why):
                    some = letters[:AT_ONCE_MAX]
                    said = await discard_letters(target, database, some, Deciding(who, why), ActClaims())
                more = len(letters) - AT_ONCE_MAX
                return f"{said} {more} more are open." if more > 0 else str(said)
            found = await dead_letters.one(database, item)
            if isinstance(found, StoredLetter):
                async with recorded_command(target, who, "letters-discard", found.id, why=why):
                    return await discard_letter(target, database, found, Deciding(who, why))
            async with recorded_command(target, who, "letters-parked-discard", found.service, found.aggregate, why=why):
                return await discard_queued(target, database, found, Deciding(who, why))

    output.console().print(asyncio.run(act()), markup=False)


app.command("set-aside")(set_aside)
