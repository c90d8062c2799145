"""Small programs for the supervisor to look after, and a supervisor that can be killed."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from deploy.local.folder import Folder
from deploy.local.program import Program
from deploy.local.supervisor import Supervisor

# Says "ready" by making a file, then waits; on SIGTERM it writes its name down and ends. When its supervisor was killed
# it is asked twice: by the kernel and by the reaper.
OBEDIENT = """
import pathlib, signal, sys
name, folder, asked = sys.argv[1], pathlib.Path(sys.argv[2]), []
def end(*_):
    if asked: return
    asked.append(True)
    with (folder / "ended").open("a") as file: file.write(name + "\\n")
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
(folder / (name + ".up")).touch()
while True: signal.pause()
"""
STUBBORN = """
import pathlib, signal, sys
name, folder = sys.argv[1], pathlib.Path(sys.argv[2])
signal.signal(signal.SIGTERM, signal.SIG_IGN)
(folder / (name + ".up")).touch()
while True: signal.pause()
"""


def program(name: str, folder: Path, code: str = OBEDIENT, **more: Any) -> Program:
    up = folder / f"{name}.up"

    async def ready() -> bool:
        return up.exists()

    def prepare() -> None:
        up.unlink(missing_ok=True)

    argv = (sys.executable, "-S", "-c", code, name, str(folder))
    return Program(name=name, argv=argv, ready=ready, prepare=prepare, **more)


def ended(folder: Path) -> list[str]:
    """Names in the order in which the obedient ones ended."""
    file = folder / "ended"
    return file.read_text().split() if file.exists() else []


async def run_until_killed(folder: Path, names: Sequence[str], stop_s: float) -> None:
    """Names that begin with "stubborn" ignore SIGTERM. Prints the pids of all, the reaper's among them, as JSON."""
    async with Supervisor(Folder(folder / "data").make()) as supervisor:
        for name in names:
            code = STUBBORN if name.startswith("stubborn") else OBEDIENT
            await supervisor.start(program(name, folder, code, stop_s=stop_s))
        pids = {name: supervisor.pid(name) for name in names}
        sys.stdout.write(json.dumps({**pids, "reaper": supervisor.reaper_pid}) + "\n")
        sys.stdout.flush()
        await asyncio.Event().wait()


if __name__ == "__main__":
    # A shell without job control starts background jobs, and so all below them, with SIGINT ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    asyncio.run(run_until_killed(Path(sys.argv[1]), sys.argv[3:], float(sys.argv[2])))
