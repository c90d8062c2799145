"""`./doorstep texts`: texts of which nobody knows whether the carrier has them, and an operator's word on them.

What every text says in a language: `texts_preview`.
"""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.markup import escape

from deploy.local.user_error import WrongUsage
from shared.decision.figures import counted, times

from ..acts.letters import Deciding
from ..acts.operations import later, operating
from ..acts.texts import one_in_doubt, settle_doubts, settled_sentence
from ..target import find
from ..typed import SHORT, beginning, exclude
from ..views.database import reading
from ..views.formatting import local
from . import output
from .operators import By, OperatorReason, operator
from .recorded import recorded_command
from .texts_preview import preview

app = output.command_group("Texts in doubt, and what became of them; what every text says.")
app.command("preview")(preview)

LIMIT = 500
MANY = 1_000_000
TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]


def _intent(given: str) -> str:
    return beginning("INTENT", "texts uncertain")(given) if given else given


@app.command("uncertain")
def uncertain(as_json: output.AsJson = False) -> None:
    """Texts in doubt, oldest first. None of them is ever posted again by itself.

    Most are settled by themselves, by the carrier's report or its list. What stays here needs a look at the carrier's
    own console, and then ./doorstep texts settle.
    """

    async def read() -> list[dict[str, Any]]:
        async with reading(find()) as database:
            return await database.rows("texts_in_doubt", intent="", limit=LIMIT)

    rows = asyncio.run(read())
    if as_json:
        output.print_json(rows)
        return
    console = output.console()
    if not rows:
        console.print("No text is in doubt.")
        return
    table = output.table("intent", "case", "kind", "posted", "looked for", right=("looked for",), fold=("case",))
    for row in rows:
        posted = local(row["posting_at"], row["zone"]) if row["posting_at"] is not None else "-"
        table.add_row(str(row["intent"])[:SHORT], escape(row["case_id"]), row["kind"], posted, times(row["looks"]))
    output.print_table(console, table)
    console.print(
        "\nTimes are the borrowers'. Settle one with ./doorstep texts settle INTENT --sent or\n"
        "--not-sent, many with --all."
    )


@app.command("settle")
def settle(
    sent: Annotated[
        bool, typer.Option("--sent/--not-sent", help="Does the carrier have it, as its console says?")
    ],
    intent: Annotated[
        str, typer.Argument(metavar="[INTENT]", help="The text's intent or its beginning; or --all.", callback=_intent)
    ] = "",
    everything: Annotated[
        bool, typer.Option("--all", help="Every text in doubt, or those of the times below.")
    ] = False,
    first: Annotated[
        datetime | None, typer.Option("--from", formats=TIMES, help="With --all: posted at or after (UTC).")
    ] = None,
    last: Annotated[
        datetime | None, typer.Option("--to", formats=TIMES, help="With --all: posted before (UTC).")
    ] = None,
    why: OperatorReason = None,
    by: By = None,
) -> None:  # fmt: skip
    """Say what became of texts in doubt. The notifier takes it as the carrier's word; a receipt still wins.

    --not-sent does not post them again: their cases go on as after any text that failed. With --all and times, all of
    one outage are settled together.
    """
    if intent and everything:
        raise exclude("INTENT", "--all")
    if not everything and (first or last):
        raise WrongUsage("--from and --to choose among many, with --all.", "")
    if not intent and not everything:
        raise WrongUsage("INTENT is missing, or --all.", "With --all, --from and --to choose.")
    if first is not None and last is not None and first >= last:
        raise WrongUsage("--from is not before --to.", "")
    who, target = operator(by), find()

    async def act() -> str:
        async with operating(target) as database:
            if everything:
                found = await database.rows("texts_in_doubt", intent="", limit=MANY)
                rows = [row for row in found if _posted_between(row, first, last)]
            else:
                rows = [await one_in_doubt(database, intent)]
            about = ("all",) if everything else (rows[0]["case_id"], rows[0]["intent"])
            async with recorded_command(target, who, "texts-settle", *about, why=why):
                answers = await settle_doubts(target, database, rows, Deciding(who, why), sent=sent)
            if everything:
                said, fate = sum(not answer.refused for answer in answers), "sent" if sent else "not sent"
                told = (
                    f"{counted(len(rows), 'text')}: {fate}{'' if said == len(rows) else f'; {said} of them said now'}."
                )
            else:
                told = settled_sentence(rows[0], answers[0], sent=sent)
            return f"{told} {later(answers)}".rstrip()

    output.console().print(asyncio.run(act()), markup=False)


def _posted_between(row: dict[str, Any], first: datetime | None, last: datetime | None) -> bool:
    at = row["posting_at"]
    if at is None:
        return first is None and last is None
    return (first is None or at >= first.replace(tzinfo=UTC)) and (last is None or at < last.replace(tzinfo=UTC))
