"""`./doorstep replies`: what borrowers wrote that a person has to read. Words are sealed; who reads them is kept."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.markup import escape

from deploy.local.user_error import UserError
from shared.contracts.operations import ReplyRevealed, ReplyVerdict
from shared.contracts.values import Sealed
from shared.privacy.cipher import Unreadable
from shared.privacy.keys import KeyRing

from ..acts.letters import Deciding
from ..acts.operations import ask_one, operating, operation
from ..acts.replies import settle_reply
from ..target import Target, find
from ..typed import SHORT, beginning, sentence
from ..views.data_keys import DatabaseKeys
from ..views.database import Database, reading
from ..views.fitting import fitting_keys
from ..views.formatting import local
from . import output
from .operators import By, OperatorReason, operator
from .recorded import recorded_command
from .screen import Words

app = output.command_group("Replies that a person has to read, and what they mean.")

LIMIT = 200
TheReply = Annotated[
    str,
    typer.Argument(
        metavar="REPLY",
        help="Its id or its beginning, as ./doorstep replies unclear shows.",
        callback=beginning("REPLY", "replies unclear"),
    ),
]
ToRead = Annotated[
    str, typer.Option("--reason", help="Why you read it: a sentence without personal data.", callback=sentence)
]


@app.command("ls", hidden=True)
@app.command("unclear")
def unclear(
    case: Annotated[str, typer.Option("--case", metavar="CASE", help="Only those of one case.")] = "",
    settled: Annotated[bool, typer.Option("--settled", help="Also those that were settled.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = LIMIT,
    as_json: output.AsJson = False,
) -> None:
    """Replies that wait for a person, oldest first. The words themselves: ./doorstep replies show."""

    async def read() -> list[dict[str, Any]]:
        async with reading(find()) as database:
            return await database.rows("replies_to_read", id="", case=case, settled=settled, limit=limit)

    rows = asyncio.run(read())
    if as_json:
        output.print_json([_told(row) for row in rows])
        return
    console = output.console()
    if not rows:
        console.print("No reply waits for a person.")
        return
    table = output.table("reply", "case", "received", "why", "pictures", fold=("case", "why"))
    for row in rows:
        why = f"{row['why']}{', hold over' if row['hold_over'] else ''}"
        if row["settled_at"] is not None:
            why = f"{row['verdict']}, by {row['settled_by']}"
        received = local(row["received_at"], row["zone"])
        table.add_row(
            str(row["id"])[:SHORT], escape(row["case_id"]), received, escape(why), "yes" if row["media"] else ""
        )
    output.print_table(console, table)
    console.print("\nTimes are the borrowers'. Read one with ./doorstep replies show REPLY --reason WHY.")


@app.command("show")
def show(
    reply: TheReply,
    why: ToRead,
    by: By = None,
    as_json: output.AsJson = False,
) -> None:
    """The words of a reply, and where its pictures are. Needs the master key; who read them, when and why is kept."""
    who, target = operator(by), find()

    async def act() -> dict[str, Any]:
        async with operating(target) as database:
            row = await one_reply(database, reply)
            ring = KeyRing(DatabaseKeys(database), (await fitting_keys(target, database)).wrap)
            async with recorded_command(target, who, "replies-reveal", row["case_id"], row["id"], why=why):
                document = _told(row) | {
                    "words": await opened(ring, row["words"], "words"),
                    "media": json.loads(await opened(ring, row["media"], "media") or "[]") if row["media"] else [],
                }
                await revealed(target, database, who, why, row["id"], row["case_id"])
        return document  # only once it is written down

    document = asyncio.run(act())
    if as_json:
        output.print_json(document)
        return
    # Each line of the words stands under the first: none can pass for what we say of them.
    told = {name.replace("_", " "): value for name, value in document.items() if value not in (None, "", [])}
    fields = [(name, Words(output.as_text(value), keep="\n")) for name, value in told.items()]
    output.print_fields(output.console(), fields)


@app.command("settle")
def settle(
    reply: TheReply,
    meaning: Annotated[ReplyVerdict, typer.Option("--as", help="What it means, now that a person has read it.")],
    why: OperatorReason = None,
    by: By = None,
) -> None:
    """Say what a reply means. The notifier acts on it as on any reply, and the reply no longer waits for a person.

    A hold that it caused may stay on: see `held ls`. That the borrower refuses visits (visits-refused) only `held end`
    ends, which settles what was read of it; until then `--as nothing` says that the reply says nothing more.
    """
    who, target = operator(by), find()

    async def act() -> str:
        async with operating(target) as database:
            row = await one_reply(database, reply)
            async with recorded_command(target, who, "replies-settle", row["case_id"], row["id"], why=why):
                return await settle_reply(target, database, row, meaning, Deciding(who, why))

    output.console().print(asyncio.run(act()), markup=False, soft_wrap=True)


async def revealed(target: Target, database: Database, by: str, why: str, reply: UUID, case: str | None = None) -> None:
    """Write down who reads a borrower's own words. Raises `UserError` where the notifier refuses that."""
    at = target.clock().now()
    asked = operation(ReplyRevealed, "notifier", at, by=by, why=why, reply=reply, case=case)
    if waits := (await ask_one(target, database, asked)).sentence(""):
        typer.echo(waits, err=True)


async def one_reply(database: Database, reply: str) -> dict[str, Any]:
    """Raises `UserError` where there is none, or more than one."""
    rows = await database.rows("replies_to_read", id=reply.lower(), case="", settled=True, limit=2)
    if len(rows) != 1:
        many = "Several replies begin so." if rows else f"There is no reply {reply!r}."
        raise UserError(many, "Give more of an id that ./doorstep replies unclear shows.")
    return rows[0]


async def opened(ring: KeyRing, box: str, field: str) -> str:
    """Raises `UserError` where nobody can open it any more."""
    try:
        return await ring.open(Sealed.model_validate_json(box), field)
    except Unreadable:
        raise UserError(
            "The words can't be opened.", "The person was forgotten, or this is not the services' master key."
        ) from None


def _told(row: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is sealed."""
    return {name: value for name, value in row.items() if name not in ("words", "media")} | {
        "pictures": row["media"] is not None
    }
