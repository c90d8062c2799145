"""Named points of the work at which a test may have this process killed. In production nothing is armed, and to reach
a point costs one comparison, once a batch.

A test arms a process from outside: it writes which point, and how many times to let it pass, into a file that the
process has mapped (`DOORSTEP_FAILPOINTS`). The settings refuse that file wherever the clock is real.
"""

from __future__ import annotations

import mmap
import os
import signal
from pathlib import Path
from typing import Literal, get_args

Point = Literal[
    "after-poll", "before-commit", "after-commit", "before-offset", "before-publish", "after-publish", "text-claimed",
    "before-post", "after-post", "before-settle", "webhook-stored", "timer-read", "intake-read",
]  # fmt: skip
POINTS: tuple[Point, ...] = get_args(Point)
# The file: which point (from 1; 0 is none), how often to let it pass yet, which point the last kill was at.
WHICH, PASSES, LAST = 0, 1, 2
SIZE = 3

_armed: mmap.mmap | None = None


def reached(point: Point) -> None:
    """The work has come to this point. Returns, unless a test wants this process dead here."""
    if _armed is not None:
        _look(_armed, point)


def watch(path: Path) -> None:
    """From now on let `path` say where to die. Raises `OSError` or `ValueError` when it is no such file."""
    global _armed
    with path.open("r+b") as file:
        _armed = mmap.mmap(file.fileno(), SIZE)


def unwatch() -> None:
    global _armed
    _armed = None


def make(path: Path) -> None:
    """A file with nothing armed."""
    path.write_bytes(bytes(SIZE))


def arm(path: Path, point: Point, *, passes: int = 0) -> None:
    """Have the process that watches `path` killed when it reaches `point`, after letting it pass so many times."""
    with path.open("r+b") as file:
        file.write(bytes((POINTS.index(point) + 1, passes)))


def disarm(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(2))


def died_at(path: Path) -> Point | None:
    """Where a process was killed last, if one was."""
    which = path.read_bytes()[LAST]
    return POINTS[which - 1] if which else None


def _look(armed: mmap.mmap, point: Point) -> None:
    which = armed[WHICH]
    if not which or POINTS[which - 1] != point:
        return
    if armed[PASSES]:
        armed[PASSES] -= 1
        return
    # First the file, which outlives us: whoever is started in our place must not die as well.
    armed[WHICH], armed[LAST] = 0, which
    os.kill(os.getpid(), signal.SIGKILL)
