"""`./doorstep switch`: stop texts or visits, for everything, a region or a case; and let them go on."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import uuid4

import typer
from rich.markup import escape

from shared.contracts.switches import SwitchResumed, SwitchStopped, Throw

from . import output
from .database import SERVICES, reading
from .formatting import local
from .operators import By, operator
from .producer import publish
from .target import find
from .typed import code, takes

app = output.command_group("Stop texts or visits at once, and let them go on.")

What = Literal["sending", "visiting"]
SCOPES = "`all`, `region:NAME` or `case:ID`"
_SCOPE = re.compile(r"all|region:[a-z0-9][a-z0-9-]{0,31}|case:[A-Za-z0-9][A-Za-z0-9._:-]{0,58}")


def _scope(scope: str) -> str:
    if not _SCOPE.fullmatch(scope):
        raise takes("--scope", SCOPES, scope)
    return scope


TheScope = Annotated[str, typer.Option("--scope", help=f"{SCOPES}.", callback=_scope)]
SwitchCause = Annotated[
    str, typer.Option("--cause", help="Why, as a code: lower-case words with hyphens.", callback=code)
]


@app.command("stop")
def stop(what: What, scope: TheScope, cause: SwitchCause, by: By = None) -> None:
    """Nothing is sent, or nobody visits, within the scope from now on. What waits is kept."""
    asyncio.run(_throw(SwitchStopped, what, scope, cause, operator(by)))


@app.command("resume")
def resume(what: What, scope: TheScope, cause: SwitchCause, by: By = None) -> None:
    """The scope's own switch no longer stops it. Another one may: see `switch ls`."""
    asyncio.run(_throw(SwitchResumed, what, scope, cause, operator(by)))


@app.command("ls")
def ls(as_json: output.AsJson = False) -> None:
    """Every switch that was ever thrown, and which services know."""
    rows = asyncio.run(_known())
    if as_json:
        output.print_json(rows)
        return
    console = output.console()
    if not rows:
        console.print("No switch was ever thrown.")
        return
    table = output.table("what", "scope", "state", "since (UTC)", "cause", "known to", fold=("cause", "known to"))
    for row in rows:
        state = "[red]stopped[/]" if row["stopped"] else "[green]on[/]"
        table.add_row(
            row["what"], escape(row["scope"]), state, local(row["at"], "UTC"), escape(row["cause"]),
            "all" if row["known_to"] == list(SERVICES) else ", ".join(row["known_to"]),
        )  # fmt: skip
    output.print_table(console, table)


async def _throw(event: type[SwitchStopped | SwitchResumed], what: What, scope: str, cause: str, by: str) -> None:
    target = find()
    thrown = thrown_switch(event, what, scope, cause, by, target.clock().now())
    await publish(target, thrown)
    done = "stopped" if event is SwitchStopped else "resumed"
    output.console().print(
        f"{what} {done} for {scope}: {cause}. See who knows with ./doorstep switch ls.", markup=False, soft_wrap=True
    )


def thrown_switch(
    event: type[SwitchStopped | SwitchResumed], what: What, scope: str, cause: str, by: str, at: datetime
) -> SwitchStopped | SwitchResumed:
    """Each throw is a new fact, so its id is random. Raises `ValidationError`."""
    return event(id=str(uuid4()), source="console", subject=scope, time=at, data=Throw(what=what, cause=cause, by=by))


async def _known() -> list[dict[str, Any]]:
    async with reading(find()) as database:
        return merged(await database.rows("switches"))


def merged(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row for each state that any service has of a switch; `known_to` are the services that have it so."""
    known: defaultdict[tuple[Any, ...], list[str]] = defaultdict(list)
    for row in rows:
        known[row["at"], row["what"], row["scope"], row["stopped"], row["cause"]].append(row["service"])
    return [
        {"what": what, "scope": scope, "stopped": stopped, "cause": cause, "at": at,
         "known_to": [service for service in SERVICES if service in services]}
        for (at, what, scope, stopped, cause), services in known.items()
    ]  # fmt: skip
