"""`./doorstep down`: stop what `up`, its sandbox or `demo` runs, and what a killed one left."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import Annotated

import psutil
import typer

from deploy.local.folder import PLACES, Folder, data_root
from deploy.local.identity import still_there
from deploy.local.supervisor import end_leftovers, supervisor_of
from deploy.local.user_error import UserError

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode="markdown")
LOCK_S = 2.0


@app.command()
def down(
    wait: Annotated[float, typer.Option(min=1, max=86_400, help="Seconds to wait for an orderly stop.")] = 90.0,
) -> None:
    """Stop what runs: services finish what is in work, then Kafka, then PostgreSQL. Data stays."""
    stopped = [name for name in PLACES if stop(Folder(data_root() / name), wait)]
    typer.echo(f"stopped: {', '.join(stopped)}" if stopped else "nothing runs")


def stop(folder: Folder, wait_s: float) -> bool:
    """Did anything run in this folder? Raises `UserError` when it didn't stop in time."""
    if not folder.run.exists():
        return False
    found = supervisor_of(folder)
    process = found.process() if found is not None else None
    if found is not None and process is not None:
        with contextlib.suppress(psutil.Error):
            process.send_signal(signal.SIGTERM)
        if still_there([found], wait_s):
            raise UserError(
                f"It still stops after {wait_s:.0f} s (pid {found.pid}).",
                f"Wait, or end it hard: kill -9 {found.pid} && ./doorstep down. Nothing is lost by that.",
            )
    lock = _lock_soon(folder)
    if lock is None:
        return process is not None
    try:
        return bool(end_leftovers(folder)) or process is not None
    finally:
        os.close(lock)


def _lock_soon(folder: Folder) -> int | None:
    """A process that was just seen to end may hold it for a moment yet; None when another has it for longer."""
    end = time.monotonic() + LOCK_S
    while (lock := folder.try_lock()) is None and time.monotonic() < end:
        time.sleep(0.05)
    return lock
