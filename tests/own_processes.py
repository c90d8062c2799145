"""What this process started, and what that started: by a word of the command, whatever ends meanwhile."""

from __future__ import annotations

from contextlib import suppress

import psutil


def started_with(word: str) -> list[psutil.Process]:
    """Those that run, and have it in one of the command's arguments."""
    found = []
    for each in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # it ended while we looked
            if each.status() != psutil.STATUS_ZOMBIE and any(word in part for part in each.cmdline()):
                found.append(each)
    return found
