"""What is seen while a demo runs: a table that moves on a terminal, a line now and then everywhere else."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from shared.decision.figures import counted

from .stages import StageCounts

LINE_EVERY_S = 5.0
SHOWN = {"not reported yet": "the bank has not said that it is overdue"}
"""What a stage is called for people, where its name in the report says too little."""


class View(Protocol):
    def __enter__(self) -> View: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def show(self, seen: Mapping[str, Any], standing: StageCounts, kills: int) -> None: ...


def headline(seen: Mapping[str, Any], kills: int, began: float) -> str:
    """One line: the world's date, and how much has happened."""
    if "virtual" not in seen:
        return f"{time.monotonic() - began:5.1f} s  the services start"
    at, begins, ends = (datetime.fromisoformat(seen[name]) for name in ("virtual", "begins", "ends"))
    day = (at - begins).days
    text = (
        f"{time.monotonic() - began:5.1f} s  {at:%a %d %b %H:%M}  day {day} of {(ends - begins).days}  "
        f"{counted(seen['texts_posted'], 'text')}, {counted(seen['replies'], 'reply', 'replies')}, "
        f"{counted(seen['events_sent'], 'event')} in"
    )
    if kills:
        text += f", {counted(kills, 'kill')}"
    if seen["stuck"]:
        waits = ", ".join(f"{name} {count}" for name, count in seen["stuck"].items())
        text += f"  (waiting for {waits})"
    return text


def table(standing: StageCounts) -> Table:
    found = Table(box=None, pad_edge=False)
    found.add_column("stage", min_width=28)
    found.add_column("cases", justify="right")
    for stage, count in standing.counts.items():
        found.add_row(SHOWN.get(stage, stage), str(count))
    found.add_row("[bold]all[/]", f"[bold]{sum(standing.counts.values())}[/]")
    return found


class Moving:
    """On a terminal."""

    def __init__(self, console: Console, began: float) -> None:
        self._live = Live(console=console, auto_refresh=False, transient=True)
        self._began = began

    def __enter__(self) -> Moving:
        self._live.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._live.stop()

    def show(self, seen: Mapping[str, Any], standing: StageCounts, kills: int) -> None:
        self._live.update(Group(Text(headline(seen, kills, self._began)), "", table(standing)), refresh=True)


class Lines:
    """In a file or a pipe."""

    def __init__(self, console: Console, began: float) -> None:
        self._console = console
        self._began = began
        self._next = 0.0
        self._texted = False

    def __enter__(self) -> Lines:
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def show(self, seen: Mapping[str, Any], standing: StageCounts, kills: int) -> None:
        first = not self._texted and bool(seen.get("texts_posted"))
        self._texted |= first
        if time.monotonic() >= self._next or first:
            self._next = time.monotonic() + LINE_EVERY_S
            self._console.print(headline(seen, kills, self._began), markup=False, soft_wrap=True)


def view(console: Console, began: float) -> View:
    """`began` is when the run did, by the monotonic clock."""
    return Moving(console, began) if console.is_terminal else Lines(console, began)
