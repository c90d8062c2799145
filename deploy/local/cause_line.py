"""Why a tool failed, in one line out of all that it printed: which is seldom the last one.

PostgreSQL's `initdb` ends with the folder that it removed, a Java program with the frames of its stack.
"""

from __future__ import annotations

import re

LONGEST = 400
UNKNOWN = "no reason given"
SAYS_WHY = re.compile(
    r"no space left|disk quota|too large|read-only file system|permission denied|not permitted|cannot allocate|"
    r"out of memory|too many open files|no such file|input/output error", re.IGNORECASE,
)  # fmt: skip
"""What an operating system calls a cause, whichever program repeats it."""
IS_ERROR = re.compile(r"\b(?:FATAL|PANIC|ERROR|error|\w*Exception|\w*Error)\b")
FRAME = re.compile(r"(?:at |\.\.\. \d+ more)")
"""Of a stack: where it happened, never why."""


def cause_line(printed: str) -> str:
    """The line in which a cause of the system stands, or else the first that is called an error, or the last."""
    lines = [line for line in map(str.strip, printed.splitlines()) if line and not FRAME.match(line)]
    for tells in (SAYS_WHY, IS_ERROR):
        if found := next((line for line in lines if tells.search(line)), ""):
            return _short(found)
    return _short(lines[-1]) if lines else UNKNOWN


def _short(line: str) -> str:
    line = line.rstrip(".")
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"
