"""`./doorstep audit`: who did and saw what, at pages and by commands; files of it, and whether such a file holds."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from deploy.local.user_error import UserError, WrongUsage
from shared.decision.figures import counted
from shared.evidence.export_file import ExportWriter, FileFormat
from shared.runtime.clock import SystemClock

from ..acts.audit_export import AUDIT_EXPORT, ExportAsked, exported
from ..store.trail import NO_END, Trail, TrailAsked
from ..target import Target, find
from ..trail.entry import TrailEntry, broken
from ..trail.verify import ExportBroken, lines_of, verified
from ..typed import sentence
from ..views.case_document import case_document
from ..views.database import reading
from ..views.formatting import local
from ..views.timeline import TimelineEntry
from . import output
from .console_tables import tables_of
from .new_file import can_be_made
from .operators import By, operator
from .recorded import recorded_command
from .screen import Words

app = output.command_group("Who did and saw what; files of it that can be checked anywhere.")
LIMIT = 50
CHUNK_BYTES = 1 << 20
STANDARD_INPUT = Path("-")
TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]
Since = Annotated[datetime | None, typer.Option("--from", formats=TIMES, help="At or after (UTC).")]
Until = Annotated[datetime | None, typer.Option("--to", formats=TIMES, help="Before (UTC).")]
OfCase = Annotated[str, typer.Option("--case", metavar="CASE", help="What was done and seen of a case.")]
OfPerson = Annotated[
    str, typer.Option("--person", metavar="NAME", help="What somebody did, and what was done about them.")
]


@app.command("list")
def list_entries(
    case: OfCase = "",
    person: OfPerson = "",
    what: Annotated[str, typer.Option("--what", metavar="CODE", help="Only this, such as case-seen.")] = "",
    since: Since = None,
    until: Until = None,
    under: Annotated[int, typer.Option("--under", min=1, help="Only entries with a smaller number.")] = NO_END,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = LIMIT,
    as_json: output.AsJson = False,
) -> None:
    """The newest entries, and whether they are as they were written."""
    asked = TrailAsked(person, what, case, _utc(since), _utc(until))

    async def read() -> tuple[list[TrailEntry], list[int]]:
        async with _trail(find()) as trail:
            entries = await trail.newest(asked, limit, under)
            return entries, broken(entries, await trail.hashes(entry.number - 1 for entry in entries))

    entries, wrong = asyncio.run(read())
    if as_json:
        output.print_json([entry.row() | {"hash": entry.hash, "holds": entry.number not in wrong} for entry in entries])
    else:
        show_entries(entries, wrong)
    if wrong:
        numbers = ", ".join(f"#{number}" for number in wrong[:5])
        raise UserError(f"The chain is broken at {numbers}.", "What stands there, or right before it, was changed.")


@app.command("export")
def export(
    why: Annotated[
        str, typer.Option("--reason", help="Why it is taken: a sentence without personal data.", callback=sentence)
    ],
    to: Annotated[Path, typer.Option("--out", metavar="FILE", help="A file that isn't there yet.")],
    case: OfCase = "",
    person: OfPerson = "",
    since: Since = None,
    until: Until = None,
    format: Annotated[FileFormat, typer.Option("--format", help="As JSON Lines or as CSV.")] = "jsonl",
    by: By = None,
) -> None:
    """Take out a case (with every decision about it), a person or a period. That it was taken is recorded."""
    asked, who = _asked(case, person, since, until), operator(by)
    can_be_made(to)
    target = find()

    async def act() -> str:
        life = await _life(target, asked)
        writer = ExportWriter(format)
        async with (
            _trail(target) as trail,
            recorded_command(target, who, AUDIT_EXPORT, *asked.about.split(), why=why) as kept,
        ):
            with to.open("x", encoding="utf-8", newline="") as file:
                async for some in exported(trail, asked, life, writer, who, why, SystemClock().now()):
                    file.write(some)
            kept.proof = writer.chain
        return writer.chain

    chain = asyncio.run(act())
    output.console().print(f"{to} has it. Its last hash: {chain}", markup=False, soft_wrap=True)


@app.command("verify")
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="An export; `-` reads it from the input.")],
) -> None:
    """Whether an export is as it was written, to the byte. Needs nothing but the file.

    Who makes a whole file anew can make one that holds; its last hash is then not the one that the trail has.
    """
    try:
        found = verified(lines_of(_chunks(file)))
    except ExportBroken as error:
        raise UserError(f"{file} does not hold: line {error.line} {error.why}.", "") from None
    except OSError as error:
        raise WrongUsage(f"{file} can't be read: {error.strerror}.", "") from None
    head = found.head
    output.console().print(
        f"{file} holds: {head.about}, {counted(head.rows, 'row')}, taken by {head.by} at {head.at}. "
        f"Last hash: {found.chain}",
        markup=False, soft_wrap=True,
    )  # fmt: skip


def _chunks(file: Path) -> Iterator[bytes]:
    with nullcontext(sys.stdin.buffer) if file == STANDARD_INPUT else file.open("rb") as opened:
        while chunk := opened.read(CHUNK_BYTES):
            yield chunk


def _asked(case: str, person: str, since: datetime | None, until: datetime | None) -> ExportAsked:
    """Raises `WrongUsage`."""
    period = since is not None or until is not None
    if sum((bool(case), bool(person), period)) != 1:
        raise WrongUsage("--case, --person, or --from with --to is what is taken: one of them.", "")
    try:
        if period:
            return ExportAsked("period", since=_utc(since), until=_utc(until))
        return ExportAsked("case", case) if case else ExportAsked("person", person)
    except UserError as error:
        raise WrongUsage(error.what, "") from None


async def _life(target: Target, asked: ExportAsked) -> tuple[TimelineEntry, ...]:
    if asked.kind != "case":
        return ()
    async with reading(target) as database:
        document = await case_document(database, asked.name)
    if document is None:
        raise UserError(f"There is no case {asked.name!r}.", "")
    return document.life


@asynccontextmanager
async def _trail(target: Target) -> AsyncIterator[Trail]:
    """With the console's rights: operators add to the trail and don't read it. Raises `UserError`."""
    async with tables_of(target) as tables:
        yield Trail(tables)


def show_entries(entries: list[TrailEntry], wrong: list[int]) -> None:
    console = output.console()
    if not entries:
        console.print("Nothing is written that is like that.")
        return
    table = output.table("no.", "when (UTC)", "who", "what", "came of it", right=("no.",), fold=("who", "what"))
    for entry in entries:
        deed = entry.deed
        about = f"{deed.what.replace('-', ' ')} {deed.about}".rstrip()
        came = "changed" if entry.number in wrong else entry.outcome.value
        table.add_row(
            str(entry.number), local(entry.at, "UTC"), escape(deed.by), escape(about),
            came + (f" #{entry.began}" if entry.began else ""),
        )  # fmt: skip
        if deed.reason:
            table.add_row("", "", "", Text.assemble("because: ", Words(deed.reason)), "")
    output.print_table(console, table)


def _utc(at: datetime | None) -> datetime | None:
    return at.replace(tzinfo=UTC) if at is not None else None
