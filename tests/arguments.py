"""Types of arguments that the campaigns' commands share: what can't be is refused before anything runs."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path


def whole(least: int, most: int | None = None) -> Callable[[str], int]:
    """A whole number from `least` to `most`."""

    def number(text: str) -> int:
        found = int(text)
        if found < least or (most is not None and found > most):
            wanted = f"at least {least}" if most is None else f"{least} to {most}"
            raise argparse.ArgumentTypeError(f"{wanted}, not {found}")
        return found

    number.__name__ = "whole number"  # argparse puts it into its message
    return number


def minutes(text: str) -> float:
    found = float(text)
    if not 0 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"more than 0, not {text}")
    return found


def file(text: str) -> Path:
    """A file that can be written."""
    path = Path(text)
    folder = path.resolve().parent
    if not folder.is_dir():
        raise argparse.ArgumentTypeError(f"there is no folder for {text}")
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise argparse.ArgumentTypeError(f"{text} can't be written")
    return path
