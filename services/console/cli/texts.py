"""`./doorstep texts`: texts of which nobody knows whether the carrier has them, and an operator's word on them."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.markup import escape

from deploy.local.trouble import Trouble
from shared.ids import derive

from . import look
from .database import reading, writing
from .reach import find
from .words import iso, local

app = look.command_group("Texts in doubt, and what became of them.")

LIMIT = 500
SHORT = 8
OPERATOR = "operator"


@app.command("uncertain")
def uncertain(as_json: look.AsJson = False) -> None:
    """Texts in doubt, oldest first. None of them is ever posted again by itself.

    Most are settled by themselves, by the carrier's report or its list. What stays here needs a look at the carrier's
    own console, and then ./doorstep texts settle.
    """

    async def read() -> list[dict[str, Any]]:
        async with reading(find()) as database:
            return await database.rows("texts_in_doubt", intent="", limit=LIMIT)

    rows = asyncio.run(read())
    if as_json:
        look.print_json(rows)
        return
    console = look.console()
    if not rows:
        console.print("No text is in doubt.")
        return
    table = look.table("intent", "case", "kind", "posted", "looked for", right=("looked for",), fold=("case",))
    for row in rows:
        posted = local(row["posting_at"], row["zone"]) if row["posting_at"] is not None else "-"
        table.add_row(str(row["intent"])[:SHORT], escape(row["case_id"]), row["kind"], posted, f"{row['looks']} times")
    console.print(table)
    console.print("\nTimes are the borrowers'. Settle one with ./doorstep texts settle INTENT --sent or --not-sent.")


@app.command("settle")
def settle(
    intent: Annotated[str, typer.Argument(metavar="INTENT", help="The text's intent, or its beginning.")],
    sent: Annotated[
        bool, typer.Option("--sent/--not-sent", help="Does the carrier have it, as its console says?")
    ],
) -> None:  # fmt: skip
    """Say what became of a text in doubt. The notifier takes it as the carrier's word, and a true report still wins.

    --not-sent does not post it again: the case goes on as after any text that failed.
    """
    reach = find()

    async def act() -> str:
        async with writing(reach) as database:
            rows = await database.rows("texts_in_doubt", intent=intent.lower(), limit=2)
            if len(rows) != 1 or len(intent) < SHORT:
                raise Trouble(
                    f"{'Several texts' if len(rows) > 1 else 'No text'} in doubt with {intent!r}."
                    if len(intent) >= SHORT else f"{intent!r} is too short.",
                    f"Give at least {SHORT} characters of what ./doorstep texts uncertain shows.",
                )  # fmt: skip
            at = reach.clock().now()
            (row,) = rows
            said = await database.rows("say_to_notifier", **verdict(row["intent"], row["case_id"], sent, at))
            fate = "sent" if sent else "not sent"
            return f"{row['kind']} of {row['case_id']}: {fate}{'' if said else ', as was said before'}."

    look.console().print(asyncio.run(act()), markup=False)


def verdict(intent: UUID, case: str, sent: bool, at: datetime) -> dict[str, Any]:
    """The row of the notifier's intake (its input `StatusReported`); saying the same twice is saying it once.

    A text that was not sent counts as failed, not as rejected: rejected is below uncertain in the life of a text.
    """
    status = "accepted" if sent else "failed"
    doc = {
        "kind": "status-reported", "intent": str(intent), "sid": OPERATOR, "status": status, "carrier_code": None,
        "reported_at": iso(at),
    }  # fmt: skip
    return {"id": derive(OPERATOR, intent, status), "case": case, "at": at, "doc": json.dumps(doc).encode()}
