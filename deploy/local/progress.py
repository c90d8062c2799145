"""What the user sees while things start: one line that moves on a terminal, plain lines everywhere else."""

from __future__ import annotations

import io
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Protocol, TextIO, cast

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn

EVERY_S = 2.0


class Counter(Protocol):
    def add(self, amount: int) -> None:
        """`amount` more bytes are there; less than nothing where some have to come again."""
        ...


class _StandardError(io.TextIOBase):
    """Standard error, where what can't be written (a full disk, a pipe that nobody reads) is lost: who speaks works on.

    rich itself would raise, keep the line for the next time, and end the process where nobody reads.
    """

    def write(self, text: str) -> int:
        with suppress(OSError, ValueError):  # ValueError: it is closed
            _now().write(text)
        return len(text)

    def flush(self) -> None:
        with suppress(OSError, ValueError):
            _now().flush()

    def isatty(self) -> bool:
        return _now().isatty()

    def fileno(self) -> int:
        return _now().fileno()


def _now() -> TextIO:
    """It may be redirected. A bar of rich that runs puts itself in its place, and would ask itself."""
    found: TextIO = getattr(sys.stderr, "rich_proxied_file", sys.stderr)
    return found


class ProgressOutput:
    """Says sentences and counts bytes. Safe to use from several threads."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(file=cast(IO[str], _StandardError()), highlight=False, soft_wrap=True)

    def say(self, text: str) -> None:
        self.console.print(text, markup=False)

    @contextmanager
    def bytes(self, what: str, total: int) -> Iterator[Counter]:
        """Count a download of so many bytes. `what` reads as "Fetching Apache Kafka 4.3.1"."""
        if not self.console.is_terminal:
            yield _Lines(self, what, total)
            return
        bar = Progress(
            TextColumn("{task.description}"), BarColumn(), DownloadColumn(),
            console=self.console, transient=True,
        )  # fmt: skip
        with bar:
            yield _Bar(bar, bar.add_task(what, total=total))


class SilentOutput(ProgressOutput):
    """Says nothing: for tests, and for commands whose output is read by programs."""

    def __init__(self) -> None:
        super().__init__(Console(file=sys.stderr, quiet=True))


class _Bar:
    def __init__(self, bar: Progress, task: TaskID) -> None:
        self._bar, self._task = bar, task

    def add(self, amount: int) -> None:
        self._bar.update(self._task, advance=amount)


class _Lines:
    """At most one line every `EVERY_S` seconds, so that a log of a build stays readable."""

    def __init__(self, progress: ProgressOutput, what: str, total: int) -> None:
        self._progress, self._what, self._total = progress, what, total
        self._done, self._next = 0, time.monotonic() + EVERY_S
        self._lock = threading.Lock()

    def add(self, amount: int) -> None:
        with self._lock:
            self._done += amount
            if time.monotonic() < self._next:
                return
            self._next = time.monotonic() + EVERY_S
            done = self._done
        self._progress.say(f"{self._what}: {done / 1e6:.0f} of {self._total / 1e6:.0f} MB")
