"""How the commands look: colours only on a terminal, 80 columns are enough, JSON for programs."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.table import Table

from .formatting import iso

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def command_group(about: str) -> typer.Typer:
    return typer.Typer(help=about, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def single_command() -> typer.Typer:
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def console() -> Console:
    """Standard output. Rich itself leaves colours out where it is no terminal, or `NO_COLOR` is set."""
    return Console(highlight=False)


def table(*titles: str, right: Sequence[str] = (), fold: Sequence[str] = ()) -> Table:
    """A table without lines. Columns in `fold` (or else the last) share what width is left; the others keep theirs."""
    fold = fold or titles[-1:]
    made = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for title in titles:
        made.add_column(
            title,
            justify="right" if title in right else "left",
            no_wrap=title not in fold,
            overflow="fold" if title in fold else "ellipsis",
        )
    return made


def print_json(document: Any) -> None:
    sys.stdout.write(json.dumps(document, indent=1, default=_plain, ensure_ascii=False) + "\n")


def print_json_line(document: Any) -> None:
    """One document a line, at once: for streams."""
    sys.stdout.write(json.dumps(document, default=_plain, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def as_text(value: Any) -> str:
    """A value of a document for a person."""
    match value:
        case dict() | list():
            return json.dumps(value, default=_plain, ensure_ascii=False)
        case datetime():
            return str(iso(value))
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _plain(value: Any) -> Any:
    match value:
        case datetime():
            return iso(value)
        case date() | UUID():
            return str(value)
        case _:
            raise TypeError(type(value).__name__)
