"""A command in a real terminal of a given size: what it draws is read, keys are typed."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from deploy.local.folder import ROOT

PATIENCE_S = 60.0
READ_BYTES = 1 << 16
SEQUENCE = re.compile(
    r"\x1b\[[0-9;?<>=:]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[PX^_].*?\x1b\\|\x1b[@-Z\\-_=>]"
)


class Terminal:
    """`drawn` is everything that was written to it so far, commands to the terminal and all."""

    def __init__(self, process: subprocess.Popen[bytes], master: int) -> None:
        self.process = process
        self.drawn = ""
        self._master = master

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def until(self, text: str, *, after: int = 0) -> int:
        """Reads until the text was drawn after that place; gives the place behind it. Fails when it never is."""
        ends = time.monotonic() + PATIENCE_S
        while text not in self._words(after):
            assert time.monotonic() < ends, f"{text!r} was not drawn: {self._words(after)[-4000:]}"
            assert self._read(1.0), f"it ended before {text!r} was drawn: {self._words(after)[-4000:]}"
        return len(self.drawn)

    def ended(self) -> int:
        """Its exit code, once it has ended."""
        ends = time.monotonic() + PATIENCE_S
        while self._read(1.0):
            assert time.monotonic() < ends, "it goes on"
        return self.process.wait(PATIENCE_S)

    def _read(self, at_most_s: float) -> bool:
        """Whether more may come."""
        ready, _, _ = select.select([self._master], [], [], at_most_s)
        if not ready:
            return True
        try:
            found = os.read(self._master, READ_BYTES)
        except OSError:  # so Linux says that nobody is left at the other end
            return False
        self.drawn += found.decode("utf-8", "replace")
        return bool(found)

    def _words(self, after: int) -> str:
        return SEQUENCE.sub("", self.drawn[after:])


@contextmanager
def terminal(
    *command: str, rows: int = 24, columns: int = 80, env: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    """`./doorstep COMMAND` with all of its input and output at a terminal. Killed at the end if it still runs."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    settings = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS", "LINES")}
    process = subprocess.Popen(
        [sys.executable, "-m", "services.console.cli", *command],
        stdin=slave, stdout=slave, stderr=slave, cwd=ROOT, start_new_session=True,
        env={**settings, "TERM": "xterm-256color", "COLORTERM": "truecolor", **(env or {})},
    )  # fmt: skip
    os.close(slave)
    try:
        yield Terminal(process, master)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            process.wait()
        os.close(master)
