"""The services' processes as the run file tells them, and an end to one of them from outside.

Only what the file names, and only while the process with that number is the one that was started: numbers are used
again.
"""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

from deploy.local.folder import Folder
from deploy.local.identity import Identity
from deploy.local.supervisor import read_state

from .refusal import UNKNOWN, NotDone

KILLABLE = ("notifier", "scheduler", "router", "monitor")
"""The services and their watcher: not the ground they stand on, nor the world itself."""


@dataclass(frozen=True, slots=True)
class ServiceProcess:
    """`state` is the supervisor's word for it, or `down` before the supervisor has seen; `since` seconds since 1970.

    `restarts`: it ended and was started again; `stops`: it was stopped on purpose before, as for a demo's verdict.
    """

    name: str
    state: str
    since: float
    restarts: int
    stops: int


class WorldProcesses:
    """`folder` is the data folder; without one there is nothing to see or to end."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = Folder(folder) if folder is not None else None

    def look(self) -> list[ServiceProcess]:
        return [
            ServiceProcess(
                row["name"], _state(row), float(row["since"]), int(row["restarts"]), int(row.get("stops", 0))
            )
            for row in self._rows()
            if _is_service(row["name"])
        ]

    def kill(self, name: str) -> None:
        """SIGKILL: no goodbye, nothing finished. Raises `NotDone`."""
        row = next((row for row in self._rows() if row["name"] == name and _is_service(name)), None)
        if row is None:
            raise NotDone(f"No such service runs: it is one of {', '.join(KILLABLE)}.", UNKNOWN)
        identity = Identity.read(row)
        process = identity.process() if identity is not None else None
        if process is None:
            raise NotDone(f"{name} is down already; it is being started.")
        try:
            process.send_signal(signal.SIGKILL)
        except psutil.Error:
            raise NotDone(f"{name} is down already; it is being started.") from None

    def _rows(self) -> list[dict[str, Any]]:
        state = read_state(self._folder) if self._folder is not None else None
        return [row for row in (state or {}).get("processes", []) if isinstance(row, dict) and row.get("name")]


def _state(row: dict[str, Any]) -> str:
    identity = Identity.read(row)
    gone = identity is None or identity.process() is None
    return "down" if gone and row["state"] == "running" else str(row["state"])


def _is_service(name: str) -> bool:
    """`notifier`, or its replica `notifier-2`."""
    return name.rpartition("-")[0] in KILLABLE or name in KILLABLE
