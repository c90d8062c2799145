"""`./doorstep switch`: stop texts or visits, for everything, a region or a case; and let them go on."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from rich.markup import escape

from shared.contracts.switches import SwitchResumed, SwitchStopped

from ..acts.switches import SCOPE, SCOPES, What, throw
from ..target import find
from ..typed import code, takes
from ..views.database import SERVICES, reading
from ..views.formatting import local
from ..views.switches import merged
from . import output
from .operators import By, operator
from .recorded import recorded_command

app = output.command_group("Stop texts or visits at once, and let them go on.")


def _scope(scope: str) -> str:
    if not SCOPE.fullmatch(scope):
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
    code = "switches-stop" if event is SwitchStopped else "switches-resume"
    async with recorded_command(target, by, code, what, scope, why=cause):
        await throw(target, event, what, scope, cause, by)
    done = "stopped" if event is SwitchStopped else "resumed"
    output.console().print(
        f"{what} {done} for {scope}: {cause}. See who knows with ./doorstep switch ls.", markup=False, soft_wrap=True
    )


async def _known() -> list[dict[str, Any]]:
    async with reading(find()) as database:
        return merged(await database.rows("switches"))
