"""How the commands look: colours only on a terminal, 80 columns are enough, JSON for programs.

What goes into a pipe may be read by `grep` or `cut`: no id is broken there, and a table is as wide as it has to be,
unless COLUMNS says how wide.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table

from ..unseen import UNSEEN
from ..views.formatting import iso
from .screen import Screen, Words

ENDLESS = 100_000
FOLDED_AT_LEAST = 16
"""So wide a column whose values are folded has to be, that it can be read."""
IDS = frozenset({"case", "intent", "item", "of", "reply"})
"""Titles of the columns whose values are ids."""
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


def command_group(about: str) -> typer.Typer:
    return typer.Typer(help=about, add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True)


def single_command() -> typer.Typer:
    return typer.Typer(add_completion=False, pretty_exceptions_enable=False)


def console() -> Console:
    """Standard output. Rich itself leaves colours out where it is no terminal, or `NO_COLOR` is set."""
    return Screen()


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


def print_table(console: Console, made: Table) -> None:
    """The table, or where it is too wide each row as a paragraph: a line for each of its values."""
    if not console.is_terminal:
        for column in made.columns:
            column.no_wrap = column.no_wrap or column.header in IDS
    widths = [_widest(console, (column.header, *column.cells)) for column in made.columns]
    between = made.padding[1]
    with _room_in_a_pipe(console, 0 if _is_said_how_wide() else sum(width + between for width in widths)):
        if _fits(console, made, widths):
            console.print(made)
            return
    names = [str(column.header) for column in made.columns]
    for place, row in enumerate(zip(*(column.cells for column in made.columns), strict=True)):
        if place:
            console.print()
        print_fields(console, zip(names, row, strict=True))


def print_fields(
    console: Console, fields: Iterable[tuple[str, RenderableType]], indent: int = 0, style: str = "bold"
) -> None:
    """A line for each value, with its name before it; long ones go on under themselves. Empty ones are left out."""
    told = [(name, value) for name, value in fields if str(value)]
    lines = Table.grid(padding=(0, 2, 0, 0), expand=False)
    lines.add_column(style=style, no_wrap=True)
    lines.add_column(overflow="fold")
    for name, value in told:
        lines.add_row(name, value)
    values = [value for _, value in told if not _is_said_how_wide() or _is_id(value)]
    beside = indent + _widest(console, [name for name, _ in told]) + 2
    with _room_in_a_pipe(console, beside + _widest(console, values)):
        console.print(Padding(lines, (0, 0, 0, indent), expand=False))


def _is_said_how_wide() -> bool:
    return "COLUMNS" in os.environ


def _is_id(value: RenderableType) -> bool:
    """Somebody's words are none, also where they are a single one."""
    return not isinstance(value, Words) and len(str(value).split()) == 1


@contextmanager
def _room_in_a_pipe(console: Console, needed: int) -> Iterator[None]:
    """Nobody looks at a pipe, so a line may be so long there."""
    before = console.width
    if not console.is_terminal:
        console.width = max(before, needed)
    try:
        yield
    finally:
        console.width = before


def _fits(console: Console, made: Table, widths: Sequence[int]) -> bool:
    needed = 0
    for column, widest in zip(made.columns, widths, strict=True):
        needed += (widest if column.no_wrap else min(widest, FOLDED_AT_LEAST)) + made.padding[1]
    return needed - made.padding[1] <= console.width


def _widest(console: Console, cells: Iterable[RenderableType]) -> int:
    """What the widest of them takes on a screen without an end."""
    endless = console.options.update(width=ENDLESS)
    return max((console.measure(cell, options=endless).maximum for cell in cells), default=0)


def print_json(document: Any) -> None:
    _write(document, indent=1)


def print_json_line(document: Any) -> None:
    """One document a line, at once: for streams."""
    _write(document)
    sys.stdout.flush()


def _write(document: Any, indent: int | None = None) -> None:
    """In letters where standard output can show them all; half characters and letters it doesn't know in ASCII."""
    text = json.dumps(document, indent=indent, default=_plain, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(document, indent=indent, default=_plain)
    if sys.stdout.isatty():
        # The same document, in which nothing is a command to the terminal. Programs get it as it was.
        text = UNSEEN.sub(lambda found: found[0] if found[0] == "\n" else json.dumps(found[0])[1:-1], text)
    sys.stdout.write(text + "\n")


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
