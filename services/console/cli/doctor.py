"""`./doorstep doctor`: what this machine and these settings lack, and what to do about it."""

from __future__ import annotations

import asyncio
import json
import os
from typing import Annotated

import typer
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from deploy.checks.finding import Diagnosis
from deploy.checks.machine import machine
from deploy.checks.surroundings import surroundings
from deploy.checks.twilio import twilio

from .screen import Screen
from .service_settings import MODELS, SENDER

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")

MARKS = {"good": "green", "note": "yellow", "bad": "red"}


@app.command()
def doctor(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """Look at Python, Java, disk, memory, downloads, PostgreSQL, Kafka, keys, ports and the Twilio settings.

    Ends with 0 when nothing is bad. Asks Twilio for the account when credentials are set; sends nothing.
    """
    found = [*machine(os.environ), *asyncio.run(looked_at())]
    if as_json:
        typer.echo(json.dumps({"findings": [finding.doc() for finding in found]}, indent=1))
    else:
        show(found, Screen())
    raise typer.Exit(1 if any(finding.grade == "bad" for finding in found) else 0)


async def looked_at() -> list[Diagnosis]:
    return [*await surroundings(os.environ, MODELS), *await twilio(os.environ, SENDER)]


def show(found: list[Diagnosis], console: Console) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for finding in found:
        # As texts: brackets in a path or a broker's address are no markup.
        table.add_row(Text(finding.grade, MARKS[finding.grade]), finding.what, Text(finding.found))
        if finding.todo:
            table.add_row("", "", Padding(Text(finding.todo, "bold"), (0, 0, 0, 2)))
    console.print(table)
    bad = sum(finding.grade == "bad" for finding in found)
    console.print(f"\n{bad} to mend before ./doorstep up can work." if bad else "\nNothing stands in the way.")
