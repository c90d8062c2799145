"""A small disk that can be filled: a tmpfs of its own. Only root may mount one."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .row import Skipped

BALLAST, PIECE = "ballast", bytes(1 << 20)


@contextmanager
def small_disk(path: Path, size_mb: int) -> Iterator[Path]:
    """Raises `Skipped` where none can be had."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise Skipped("a small disk is a tmpfs, and only root of a Linux may mount one")
    path.mkdir(parents=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size_mb}m,mode=0755", "tmpfs", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode != 0:
        raise Skipped(f"a tmpfs can't be mounted here: {made.stderr.strip()[:200]}")
    try:
        yield path
    finally:
        subprocess.run(["umount", "--lazy", str(path)], capture_output=True, check=False)


def fill(disk: Path) -> None:
    """To the last byte."""
    with (disk / BALLAST).open("ab", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(PIECE)


def free(disk: Path) -> None:
    (disk / BALLAST).unlink(missing_ok=True)
