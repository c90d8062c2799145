"""`./doorstep COMMAND`: which commands there are, and where each lives. A command's module is imported when it is used.

A command's module has `app`, a Typer application: of one command, or with a callback and several.
"""

from __future__ import annotations

import difflib
import sys
from importlib import import_module
from typing import NoReturn

from deploy.local.user_error import UserError
from shared.runtime.refusal import Refusal

OVERVIEW = {
    "See it": {
        "demo": ("services.sandbox.demo.command", "Watch it work: real portfolio, virtual days, all on this machine."),
    },
    "Run it": {
        "up": ("deploy.cli.up", "Run it for real, until Ctrl-C."),
        "down": ("deploy.cli.down", "Stop what `up` runs."),
        "status": ("deploy.cli.status", "What runs, and what it waits for."),
        "doctor": ("deploy.cli.doctor", "What is wrong on this machine, and what to do."),
    },
    "Look into it": {
        "case": ("services.console.cli.case", "Show a case."),
        "why": ("services.console.cli.why", "Every decision about a case, its rule and its cause."),
        "tail": ("services.console.cli.tail", "Events as they come."),
        "watch": ("services.console.cli.watch", "Counts and latencies, live."),
        "lag": ("services.console.cli.lag", "How far each service is behind."),
        "held": ("services.console.cli.held", "Cases that wait, by cause; end a hold."),
        "replies": ("services.console.cli.strangers", "Replies that a person has to read."),
        "dlq": ("services.console.cli.dlq", "Dead letters and parked cases: list, show, mend, replay, discard."),
        "switch": ("services.console.cli.switch", "Stop and resume texts or visits."),
        "texts": ("services.console.cli.texts", "Texts in doubt."),
    },
    "Prove it": {
        "test": ("deploy.cli.test", "Run the tests."),
        "bench": ("deploy.cli.bench", "Run one benchmark with its baseline."),
    },
}
COMMANDS = {name: found for group in OVERVIEW.values() for name, found in group.items()}


def main() -> None:
    """Entry point of the console script."""
    name, *arguments = sys.argv[1:] or ["--help"]
    try:
        if name in ("--help", "-h", "help"):
            _overview()
        elif name in COMMANDS:
            _run(name, arguments)
        else:
            near = difflib.get_close_matches(name, COMMANDS, n=1)
            raise UserError(f"There is no command `{name}`.", f"Did you mean `{near[0]}`?" if near else "See --help.")
    except UserError as error:
        _fail(error)
    except Refusal as refusal:
        _fail(UserError(refusal.what, refusal.todo))
    except KeyboardInterrupt:
        sys.exit(130)


def _run(name: str, arguments: list[str]) -> None:
    module, _ = COMMANDS[name]
    try:
        app = import_module(module).app
    except ModuleNotFoundError as error:
        if error.name is None or not module.startswith(error.name):
            raise
        raise UserError(f"`{name}` isn't part of this installation.", "See --help.") from None
    app(args=arguments, prog_name=f"./doorstep {name}")


def _overview() -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    console.print("[bold]Doorstep[/]: field collections that text first, and ask before they visit.\n")
    console.print("Usage: ./doorstep COMMAND [OPTIONS]      ./doorstep COMMAND --help\n", markup=False)
    for title, group in OVERVIEW.items():
        table = Table(
            title=title, title_justify="left", title_style="bold", box=None, show_header=False, pad_edge=False
        )
        table.add_column(min_width=9, style="cyan")
        table.add_column()
        for name, (_, about) in group.items():
            table.add_row(f"  {name}", about)
        console.print(table)
        console.print()
    console.print("Wherever there is a table, --json prints it for programs.")


def _fail(trouble: UserError) -> NoReturn:
    """Say what is wrong and what to do, and end with code 1."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    # Not wrapped by us: paths and settings are copied from here.
    console.print(trouble.what, style="bold red", markup=False, soft_wrap=True)
    if trouble.todo:
        console.print(trouble.todo, markup=False, soft_wrap=True)
    sys.exit(1)
