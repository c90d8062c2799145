"""`./doorstep held`: which cases wait, for what, until when, and an operator's word that a hold is over."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

import typer
from rich.markup import escape

from ..acts.holds import end_hold, how_to_read, refusals_unread
from ..acts.letters import Deciding
from ..acts.operations import operating
from ..target import find
from ..typed import not_empty, one_of
from ..views.database import reading
from ..views.formatting import local
from ..views.hold_ends import CAUSES, VISIT_CAUSES, ends, may_be_ended, meaning, not_by_us
from . import output
from .operators import By, OperatorReason, operator
from .recorded import recorded_command

app = output.command_group("Cases that wait: for what, until when, and an operator's word that it is over.")

LIMIT = 200
HoldCause = Annotated[
    str,
    typer.Option(
        "--cause", metavar="CAUSE", help="A cause that ./doorstep held ls shows.", callback=one_of("--cause", [*CAUSES])
    ),
]


@app.command("ls")
def ls(
    cause: Annotated[
        str,
        typer.Option(
            "--cause",
            metavar="CAUSE",
            help="List the cases of this cause.",
            callback=one_of("--cause", [*CAUSES, *VISIT_CAUSES]),
        ),
    ] = "",
    limit: Annotated[int, typer.Option(min=1, max=100_000, help="At most so many cases.")] = LIMIT,
    as_json: output.AsJson = False,
) -> None:
    """How many cases each cause holds, and what ends it; with --cause the cases themselves, longest held first.

    A case may be held by several causes. Visits that are held count under what they wait for.
    """

    async def read() -> tuple[list[dict[str, Any]], dict[str, str]]:
        async with reading(find()) as database:
            if not cause:
                return await database.rows("held_causes"), {}
            cases = await database.rows("held_cases", cause=cause, limit=limit)
            return cases, await refusals_unread(database, cause, [row["case_id"] for row in cases])

    rows, unread = asyncio.run(read())
    if as_json:
        output.print_json([row | {"ends": ends(row["cause"])} for row in rows])
    elif not rows:
        output.console().print(f"No case is held for {cause}." if cause else "No case is held.", markup=False)
    elif cause:
        _show_cases(rows, cause, unread)
    else:
        _show_causes(rows)


def _show_causes(rows: Sequence[Mapping[str, Any]]) -> None:
    table = output.table("cause", "cases", "what it is", "ends by", right=("cases",), fold=("what it is", "ends by"))
    for row in rows:
        what = meaning(row["cause"]) if row["service"] == "notifier" else "a visit is held"
        end = ends(row["cause"]) if row["service"] == "notifier" else f"{row['waits_for']}, or time"
        table.add_row(escape(row["cause"]), str(row["cases"]), what, escape(end))
    console = output.console()
    output.print_table(console, table)
    console.print("\nA case counts under each cause that holds it: the sum may be more than the cases that wait.")
    console.print("Which cases: ./doorstep held ls --cause CAUSE. One of them: ./doorstep why CASE.")


def _show_cases(rows: Sequence[Mapping[str, Any]], cause: str, unread: Mapping[str, str]) -> None:
    ends_at = "looked at again" if cause in VISIT_CAUSES else "until"
    table = output.table("case", "since", ends_at, "decided for", fold=("case", "decided for"))
    for row in rows:
        until = row["until"]
        table.add_row(
            escape(row["case_id"]),
            local(row["since"], row["zone"]) if row["since"] is not None else "-",
            local(until, row["zone"]) if until is not None else "-",
            escape(f"{row['why']} [{row['reason']}]" if row["reason"] else "-"),
        )
    console = output.console()
    output.print_table(console, table)
    over = "A visit that is held ends with what it waits for: ./doorstep why CASE."
    if may_be_ended(cause):
        over = f"End one with ./doorstep held end CASE --cause {cause}."
    elif cause in CAUSES:
        over = f"No operator ends it. {not_by_us(cause)}"
    console.print(f"\nTimes are the borrowers'. {over}", markup=False)
    for case, reply in unread.items():
        console.print(how_to_read(case, reply), markup=False, soft_wrap=True)


@app.command("end")
def end(
    case: Annotated[
        str, typer.Argument(metavar="CASE", help="The case's id.", callback=not_empty("CASE", "a case's id"))
    ],
    cause: HoldCause,
    why: OperatorReason = None,
    by: By = None,
) -> None:
    """Say that a hold is over. The notifier decides what follows, and refuses what only the borrower may end.

    Who said it stands in the case's history. Before a `visits-refused` is ended its reply should be read: `held ls`
    says where nobody has.
    """
    who, target = operator(by), find()

    async def act() -> str:
        async with operating(target) as database, recorded_command(target, who, "holds-end", case, cause, why=why):
            unread = await refusals_unread(database, cause, [case])
            for line in (how_to_read(*each) for each in unread.items()):
                output.console().print(line, markup=False, soft_wrap=True)
            return await end_hold(target, database, case, cause, Deciding(who, why))

    output.console().print(asyncio.run(act()), markup=False, soft_wrap=True)
