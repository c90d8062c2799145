"""Files that a killed process left half written: `.NAME-PID`, beside the one that they were to become."""

from __future__ import annotations

import os
from pathlib import Path

import psutil


def half_written(path: Path) -> Path:
    """Where what will be `path` is written first."""
    return path.with_name(f".{path.name}-{os.getpid()}")


def sweep_half_written(folder: Path) -> None:
    """Removes those whose writer is gone. Raises `OSError`."""
    for path in folder.glob(".*-*"):
        writer = path.name.rpartition("-")[2]
        if writer.isascii() and writer.isdecimal() and not psutil.pid_exists(int(writer)):
            path.unlink(missing_ok=True)
