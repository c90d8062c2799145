"""`./doorstep COMMAND`: which commands there are, and which file of this folder holds each.

A command's file is imported when the command is used, so that none waits for the libraries of another. It has `app`, a
Typer application: of one command, or with a callback and several.
"""

from __future__ import annotations

import difflib
import errno
import io
import logging
import os
import re
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from deploy.local.user_error import UserError, WrongUsage
from shared.runtime.refusal import StartRefused

from ..unseen import UNSEEN

if TYPE_CHECKING:
    import typer

OVERVIEW = {
    "See it": {
        "demo": ("demo", "Watch it work: real portfolio, virtual days, all on this machine."),
    },
    "Run it": {
        "up": ("up", "Run it for real, until Ctrl-C."),
        "migrate": ("migrate", "Make or update the tables in your PostgreSQL, with their owner's rights."),
        "keys": ("keys", "Make a master key; change the one in use."),
        "topics": ("topics", "What a Kafka with locks has to grant us."),
        "recover": ("recover", "After a restore: the way back, with nobody texted twice."),
        "down": ("down", "Stop what `up` runs."),
        "status": ("status", "What runs, and what it waits for."),
        "console": ("console_commands", "Accounts of the web console, and links that set their passwords."),
        "doctor": ("doctor", "What is wrong on this machine, and what to do."),
    },
    "Look into it": {
        "top": ("top.command", "Verdicts, what needs a person, a case: live, full screen."),
        "case": ("case", "Show a case."),
        "why": ("why", "Every decision about a case, its rule and its cause."),
        "tail": ("tail", "Events as they come."),
        "watch": ("watch", "Counts and latencies, live."),
        "lag": ("lag", "How far each service is behind."),
        "held": ("held", "Cases that wait, by cause; end a hold."),
        "replies": ("replies_commands", "Replies that a person has to read; what a reply is read as."),
        "dlq": ("dlq", "Dead letters and parked cases: list, show, mend, replay, discard."),
        "outbox": ("outbox", "Events that Kafka does not take: list, retry, discard."),
        "switch": ("switch", "Stop and resume texts or visits."),
        "person": ("person", "Forget a borrower for ever, or export what is known of one."),
        "audit": ("audit", "Who did and saw what; files of it that can be checked."),
        "texts": ("texts", "Texts in doubt; what every text says."),
    },
    "Try it": {
        "world": ("world", "Drive the sandbox: clock, phones, payments, weather, kills."),
    },
    "Prove it": {
        "test": ("test", "Run the tests."),
        "proof": ("proof", "What campaigns of faults proved: verdicts, faults, what was reached."),
        "bench": ("bench", "Run one benchmark with its baseline."),
    },
}
UNHEARD = logging.NullHandler()
COMMANDS = {name: found for group in OVERVIEW.values() for name, found in group.items()}


def main() -> None:
    """Entry point of the console script."""
    if sys.stdout is None:  # closed by whoever started us: nobody wants to read
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Where the terminal knows fewer letters than borrowers use, the others are spelt out.
        sys.stdout.reconfigure(errors="backslashreplace")
    # What Kafka's client logs is said in a sentence of ours.
    logging.getLogger("aiokafka").addHandler(UNHEARD)
    try:
        try:
            _command(*(sys.argv[1:] or ["--help"]))
        finally:
            sys.stdout.flush()
    except UserError as error:
        _fail(error)
    except StartRefused as refusal:
        _fail(UserError(refusal.what, refusal.todo))
    except KeyboardInterrupt:
        sys.exit(130)
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            _fail(UserError(f"{error.filename} can't be used: {error.strerror}.", "Name another file."))
        if error.errno not in (errno.EPIPE, errno.ENOSPC):
            raise
        sys.stdout = None  # else the interpreter tries once more
        if error.errno == errno.EPIPE:  # who reads has seen enough
            sys.exit(1)
        _fail(UserError("No space is left on the disk that had to be written to.", "Make room and try again."))


def _command(name: str, *arguments: str) -> None:
    if name in ("--help", "-h", "help"):
        _overview()
    elif name in COMMANDS:
        _run(name, list(arguments))
    else:
        near = difflib.get_close_matches(name, COMMANDS, n=1)
        raise WrongUsage(f"There is no command `{name}`.", f"Did you mean `{near[0]}`?" if near else "See --help.")


def _run(name: str, arguments: list[str]) -> None:
    import typer
    from typer.main import get_command

    from .unnamed_files import refuse_unnamed_files
    from .wrong_usage import wrong_usage

    app = application(name)
    if "" in arguments or any(word.endswith("=") for word in arguments):
        refuse_unnamed_files(get_command(app), f"./doorstep {name}", arguments)
    try:
        ended = app(args=arguments, prog_name=f"./doorstep {name}", standalone_mode=False)
    except typer.Abort:  # a question that nobody answered
        typer.echo("Aborted.", err=True)
        sys.exit(1)
    except typer.TyperException as error:
        raise wrong_usage(error, app, name, arguments) from None
    if isinstance(ended, int):
        sys.exit(ended)


def application(name: str) -> typer.Typer:
    """The command's own, imported now."""
    found: typer.Typer = import_module(f".{COMMANDS[name][0]}", __package__).app
    return found


def _overview() -> None:
    from rich.table import Table

    from .screen import Screen

    console = Screen()
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
    """Say what is wrong and what to do, and end with the code of its kind: 1, or 2 for wrong usage."""
    from .echoed import bounded
    from .screen import Screen

    console = Screen(stderr=True)
    # Not wrapped by us: paths and settings are copied from here. Wrong usage is one line, whatever is to be said.
    ends = " " if trouble.todo and isinstance(trouble, WrongUsage) else "\n"
    what, todo = (bounded(UNSEEN.sub(_seen, text)) for text in (trouble.what, trouble.todo))
    console.print(what, style="bold red", markup=False, soft_wrap=True, end=ends)
    if todo:
        console.print(todo, markup=False, soft_wrap=True)
    sys.exit(trouble.exit_code)


def _seen(unseen: re.Match[str]) -> str:
    """A line's end as it is; what would move a terminal's cursor, or hide what stands there, spelt out."""
    return unseen[0] if unseen[0] == "\n" else repr(unseen[0])[1:-1]
