"""`./doorstep case show ID`: where a case stands now, in all three services."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.markup import escape

from shared.decision.figures import counted

from ..model.event_places import event_places
from ..target import Target, find
from ..views.at_the_door import service_word
from ..views.case_document import CaseDocument, case_document
from ..views.case_status import owed, when, window_said
from ..views.database import reading
from ..views.no_such_case import not_known
from ..views.timeline import events_of
from ..views.timer_words import timer_words
from . import output
from .screen import Words
from .why import stands

app = output.command_group("Look at one case.")

CLIMB = {"delivered": "green", "sent": "green", "accepted": "green", "uncertain": "red", "rejected": "red",
         "failed": "red", "undelivered": "red"}  # fmt: skip


@app.callback()
def group() -> None:
    """Look at one case."""


@app.command("show")
def show(
    case: Annotated[str, typer.Argument(help="The case's id.", metavar="CASE")], as_json: output.AsJson = False
) -> None:
    """State in all three services, the appointment, what is waited for, and texts with their fate. Nothing personal.

    Times are the borrower's. How it came to this: ./doorstep why CASE.
    """
    target = find()
    found = asyncio.run(_read(target, case))
    document = found.status
    if as_json:
        last = {line.service: line for line in found.life}
        places = asyncio.run(event_places(target, case, events_of(last.values())))
        for row in document["services"]:
            line = last[row["service"]]
            row |= {"event": line.cause} | stands(line, places)
        output.print_json(document)
    else:
        picture(output.console(), document)


async def _read(target: Target, case: str) -> CaseDocument:
    async with reading(target) as database:
        found = await case_document(database, case)
        if found is None:
            raise await not_known(database, case)
        return found


def picture(console: Console, document: dict[str, Any]) -> None:
    """For people: sections with something in them; on a narrow screen rows are paragraphs."""
    zone = document["zone"]
    owes = f"  {owed(document)}" if document["loan"] else ""
    console.print(f"[bold]{escape(document['case'])}[/]{escape(owes)}  times are {zone}'s\n")
    table = output.table("service", "state", "last decided", "what", fold=("what",))
    for row in document["services"]:
        table.add_row(row["service"], Words(service_word(row, document)), when(row["at"], zone), Words(row["why"]))
    output.print_table(console, table)
    for parked in document["parked"]:
        item = escape(f"{parked['service']}/{document['case']}")
        why = escape(f"{parked['detail']} [{parked['code']}]")
        console.print(f"\n[red]set aside[/] since {when(parked['since'], zone)}: {why}; see ./doorstep dlq show {item}")
    for switch in document["stopped_by"]:
        console.print(f"\n[red]{switch['what']} is stopped[/] for {switch['scope']}: {escape(switch['cause'])}")
    for brake in document["brakes"]:
        until = f" until {when(brake['until'], zone)}" if brake.get("until") else ""
        console.print(f"\n[yellow]brake[/] {escape(str(brake.get('cause')))}{until}")
        for letter in brake.get("letters") or ():
            item = str(letter.get("id"))[:8]
            console.print(f"  letter {item} [{letter.get('code')}]; see ./doorstep dlq show {item}", markup=False)
    _appointment(console, document["appointment"], zone)
    _waits(console, document["waits_for"], zone)
    _texts(console, document, zone)


def _appointment(console: Console, appointment: dict[str, Any], zone: str) -> None:
    if not appointment:
        return
    console.print("\n[bold]appointment[/]")
    said = {name.replace("_", " "): _said(value, zone) for name, value in appointment.items()}
    output.print_fields(console, {name: Words(value) for name, value in said.items()}.items(), style="", indent=2)


def _said(value: Any, zone: str) -> str:
    match value:
        case list():
            return ", ".join(_said(each, zone) for each in value)
        case {"start": _, "end": _, "zone": _}:
            return window_said(value)
        case _:
            return when(value, zone)


def _waits(console: Console, timers: list[dict[str, Any]], zone: str) -> None:
    console.print()
    if not timers:
        console.print("[dim]waits for no timer[/]")
        return
    table = output.table("waits until", "for", "in", fold=("for",))
    for row in timers:
        what, comes = timer_words(row["kind"])
        table.add_row(when(row["due_at"], zone), Words(f"{what}: {comes}" if comes else what), row["service"])
    output.print_table(console, table)


def _texts(console: Console, document: dict[str, Any], zone: str) -> None:
    """The oldest first, and that there were others before: those that count no more a case does not remember."""
    texts, before = document["texts"], document.get("texts_before", 0)
    if before:
        older = f"… {counted(before, 'older text')} left out; every decision: ./doorstep why {document['case']}"
        console.print(f"\n{older}", markup=False, soft_wrap=True)
    if not texts:
        return
    console.print()
    table = output.table("text", "fate", "at", "intent")
    for text in texts:
        fate = str(text.get("status"))
        colour = CLIMB.get(fate, "default")
        code = f" ({text['code']})" if text.get("code") is not None else ""
        table.add_row(
            Words(str(text.get("kind"))),
            f"[{colour}]{escape(fate)}[/]{escape(code)}",
            when(text.get("at"), zone),
            str(text["intent"]),
        )
    output.print_table(console, table)
