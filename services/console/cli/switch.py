"""`./doorstep switch`: stop texts or visits, for everything, a region or a case; and let them go on."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

import typer
from rich.markup import escape

from deploy.local.user_error import UserError
from shared.contracts.switches import SwitchResumed, SwitchStopped

from ..acts.switches import ALL, SCOPE, SCOPES, CheckedScope, scope_checked, scope_typed, switch_state, throw
from ..target import Target, find
from ..typed import What, code, reason_trouble, takes
from ..views.database import SERVICES, reading
from ..views.formatting import local
from ..views.switches import merged
from . import output
from .operators import By, operator
from .recorded import recorded_command
from .switch_together import ask_for_all, confirm_for_all, withdraw_for_all

app = output.command_group("Stop texts or visits at once, and let them go on.")


def _scope(typed: str) -> str:
    scope = scope_typed(typed)
    if not SCOPE.fullmatch(scope):
        raise takes("--scope", SCOPES, typed)
    return scope


def _cause(cause: str) -> str:
    if trouble := reason_trouble(code(cause)):
        raise takes("--cause", "a code", "…", trouble)
    return cause


TheScope = Annotated[str, typer.Option("--scope", help=f"{SCOPES}.", callback=_scope)]
SwitchCause = Annotated[
    str, typer.Option("--cause", help="Why, as a code: lower-case words with hyphens.", callback=_cause)
]


@app.command("stop")
def stop(what: What, scope: TheScope, cause: SwitchCause, by: By = None) -> None:
    """Nothing is sent, or nobody visits, within the scope from now on. What waits is kept."""
    who, target = operator(by), find()

    async def act() -> str:
        async with recorded_command(target, who, "switches-stop", what, scope, why=cause):
            checked = await _checked(target, scope)
            await throw(target, SwitchStopped, what, scope, cause, who)
        return _done("stopped", what, scope, cause, checked.doubt)

    _say(asyncio.run(act()))


@app.command("resume")
def resume(what: What, scope: TheScope, cause: SwitchCause, by: By = None) -> None:
    """The scope's own switch no longer stops it. Another one may: see `switch ls`.

    That everything goes on (--scope all) is only asked for: another operator confirms it, here or on the console's
    page.
    """
    who, target = operator(by), find()
    if scope == ALL:
        _say(asyncio.run(ask_for_all(target, what, cause, who)))
        return

    async def act() -> str:
        async with recorded_command(target, who, "switches-resume", what, scope, why=cause):
            doubt = await _not_stopped(target, what, scope)
            await throw(target, SwitchResumed, what, scope, cause, who)
        return _done("resumed", what, scope, cause, doubt)

    _say(asyncio.run(act()))


@app.command("confirm")
def confirm(what: What, by: By = None) -> None:
    """Everything goes on, as somebody else asked with `switch resume --scope all` or on the console's page."""
    _say(asyncio.run(confirm_for_all(find(), what, operator(by))))


@app.command("withdraw")
def withdraw(what: What, by: By = None) -> None:
    """Everything stays stopped: what somebody asked for is not confirmed."""
    _say(asyncio.run(withdraw_for_all(find(), what, operator(by))))


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


async def _checked(target: Target, scope: str) -> CheckedScope:
    """A stop is thrown also where nobody can look: then it says so. Raises `UserError`: nobody is in it."""
    if scope == ALL:
        return CheckedScope(scope)
    try:
        if target.database_url() is None:
            return CheckedScope(scope, "No database is known here, so nobody looked whether anybody is in it.")
        async with reading(target) as database:
            await database.rows("switches")  # whether it can be asked at all
    except UserError as error:
        return CheckedScope(scope, f"Nobody looked whether anybody is in it: {error.what}")
    async with reading(target) as database:
        return await scope_checked(database, scope)


async def _not_stopped(target: Target, what: What, scope: str) -> str:
    """That it was not stopped, as far as anybody knows; nothing where it was, or nobody could look."""
    if target.database_url() is None:
        return ""
    async with reading(target) as database:
        now = await switch_state(database, what, scope)
    return "" if now is not None and now.stopped else "As far as the services know it was not stopped."


def _done(done: str, what: What, scope: str, cause: str, doubt: str) -> str:
    waited = "Texts that waited go within a quarter of an hour. " if (what, done) == ("sending", "resumed") else ""
    return (
        f"{what} {done} for {scope}: {cause}. {doubt}{' ' if doubt else ''}{waited}"
        "See who knows with ./doorstep switch ls."
    )


def _say(sentence: str) -> None:
    output.console().print(sentence, markup=False, soft_wrap=True)


async def _known() -> list[dict[str, Any]]:
    async with reading(find()) as database:
        return merged(await database.rows("switches"))
