"""`./doorstep replies strangers` and `stranger`: messages that belong to no case, kept under the quarantine key."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

import typer
from rich.markup import escape

from deploy.local.user_error import UserError
from shared.ids import derive
from shared.privacy.cipher import Unreadable

from ..acts.operations import operating
from ..target import find
from ..typed import beginning
from ..views.database import reading
from ..views.dead_letters import NEVER_OPENS
from ..views.fitting import fitting_keys
from ..views.formatting import local
from . import output
from .operators import By, operator
from .recorded import recorded_command
from .replies import LIMIT, ToRead, app, revealed

DONE = {"stop": "silences the number", "start": "lets the number be texted again", "other": ""}


@app.command("strangers")
def strangers(
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many.")] = LIMIT,
    as_json: output.AsJson = False,
) -> None:
    """Messages of whoever belongs to no case, newest first, and what was done about them at once."""

    async def read() -> list[dict[str, Any]]:
        async with reading(find()) as database:
            return await database.rows("unmatched_replies", sid="", limit=limit)

    rows = [{name: value for name, value in row.items() if name != "words"} for row in asyncio.run(read())]
    if as_json:
        output.print_json(rows)
        return
    console = output.console()
    if not rows:
        console.print("Nobody wrote but borrowers.")
        return
    table = output.table(
        "message", "received (UTC)", "why it is nobody's", "what it does", fold=("why it is nobody's", "what it does")
    )
    for row in rows:
        table.add_row(
            row["sid"], local(row["received_at"], "UTC"), escape(row["why"]), DONE.get(row["said"], row["said"])
        )
    output.print_table(console, table)
    console.print("\nRead one with ./doorstep replies stranger MESSAGE --reason WHY.")


@app.command("stranger")
def stranger(
    message: Annotated[
        str,
        typer.Argument(
            metavar="MESSAGE",
            help="Its id or its beginning, as replies strangers shows.",
            callback=beginning("MESSAGE", "replies strangers"),
        ),
    ],
    why: ToRead,
    by: By = None,
) -> None:
    """What somebody wrote who belongs to no case, as it was kept. Needs the master key; the reading is recorded."""
    who, target = operator(by), find()

    async def act() -> dict[str, Any]:
        async with operating(target) as database:
            rows = await database.rows("unmatched_replies", sid=message, limit=2)
            if len(rows) != 1 or rows[0]["words"] is None:
                raise UserError(f"There are no words of a message {message!r}.", "See ./doorstep replies strangers.")
            keys = await fitting_keys(target, database)
            async with recorded_command(target, who, "strangers-reveal", rows[0]["sid"], why=why):
                try:
                    found: dict[str, Any] = json.loads(keys.look_at(rows[0]["words"], rows[0]["sid"]))
                except Unreadable:
                    raise NEVER_OPENS from None
                await revealed(target, database, who, why, derive("stranger", rows[0]["sid"]))
        return found  # only once it is written down

    output.print_json(asyncio.run(act()))
