"""`./doorstep lag`: how far each service is behind the topics it reads, and what waits inside it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.console import Console

from ..target import Target, find
from ..views.behind import behind
from ..views.database import reading
from ..views.formatting import iso
from . import output

app = output.single_command()


@app.command()
def lag(as_json: output.AsJson = False) -> None:
    """Events that were published and are not handled yet, by service and topic; and rows that wait in a service.

    Ends with 0 also when something is behind: being behind is no failure, and passes by itself.
    """
    topics, waiting = asyncio.run(_read(find()))
    if as_json:
        output.print_json({"topics": topics, "services": waiting})
    else:
        show(output.console(), topics, waiting)


async def _read(target: Target) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    topics = await behind(target)
    async with reading(target) as database:
        return topics, await database.rows("waiting")


def show(console: Console, topics: Sequence[dict[str, Any]], waiting: Sequence[dict[str, Any]]) -> None:
    table = output.table(
        "service", "topic", "behind", "most in one partition", right=("behind", "most in one partition")
    )
    for row in topics:
        colour = "yellow" if row["behind"] else "dim"
        table.add_row(row["service"], row["topic"], f"[{colour}]{row['behind']}[/]", f"[{colour}]{row['most']}[/]")
    output.print_table(console, table)
    for row in topics:
        if row["removed"]:
            console.print(
                f"[red]Of {row['topic']} Kafka has removed up to {row['removed']} records that {row['service']} never "
                "read.[/] See docs/runbooks/dead-letters.md."
            )
    console.print()
    table = output.table(
        "service", "to publish", "to decide", "parked", "next timer", right=("to publish", "to decide", "parked")
    )
    for row in waiting:
        parked = f"[red]{row['parked']}[/]" if row["parked"] else "0"
        table.add_row(row["service"], str(row["outbox"]), str(row["intake"]), parked, _when(row["next_timer"]))
    output.print_table(console, table)


def _when(at: datetime | None) -> str:
    return iso(at.replace(microsecond=0)) or "-" if at is not None else "-"
