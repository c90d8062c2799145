"""`./doorstep bench NAME`: one benchmark of `tests/benchmarks`, with its baseline in the same run."""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from deploy.local.folder import ROOT
from deploy.local.user_error import WrongUsage

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context, name: Annotated[str, typer.Argument(help="Which; without: list them.")] = "") -> None:
    """Run a benchmark; its last line is its result. More arguments go to it."""
    known = names()
    if name.startswith("-") or (context.args and not name):
        raise WrongUsage(
            f"{name or context.args[0]} is for a benchmark, whose name comes first.", f"There are: {', '.join(known)}."
        )
    if not name:
        typer.echo("\n".join(known) if known else "there are none yet")
        return
    if name not in known:
        raise WrongUsage(f"There is no benchmark `{name}`.", f"There are: {', '.join(known) or 'none yet'}.")
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", f"tests.benchmarks.{name}", *context.args])


def names() -> list[str]:
    """Modules of `tests/benchmarks` that can be run."""
    folder = ROOT / "tests" / "benchmarks"
    found = [path.stem for path in folder.glob("*.py")] + [path.parent.name for path in folder.glob("*/__main__.py")]
    return sorted(name for name in found if not name.startswith(("_", "test_", "conftest")))
