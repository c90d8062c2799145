"""One PostgreSQL or Kafka for a whole test run, whoever of its processes asks first.

    python -m deploy.local.test_servers postgres|durable-postgres|kafka FOLDER

`postgres` does not wait for disks; what is measured runs on `durable-postgres`, as in production.

Runs until no process holds `FOLDER/users` locked any more, so it ends also when the tests are killed, and removes the
folder. Addresses are in `FOLDER/address`, or the reason why there are none in `FOLDER/trouble`.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from .folder import ROOT, Folder, cache_root
from .kafka import STARTED_ONCE, Kafka
from .locks import locked, try_lock
from .ports import Ports
from .postgres import SETTINGS, THROWN_AWAY, Postgres
from .progress import SilentOutput
from .supervisor import Supervisor
from .user_error import UserError

LOOK_EVERY_S = 0.2


def address(kind: str, folder: Path) -> str:
    """Its address, started if nobody did yet; it stays as long as this process lives. Raises `UserError`."""
    folder.mkdir(parents=True, exist_ok=True)
    _stay(folder)
    found, trouble = folder / "address", folder / "trouble"
    with locked(folder / "starting"):
        if not found.exists() and not trouble.exists():
            log = (folder / "log").open("ab")
            with log:
                holder = subprocess.Popen(
                    [sys.executable, "-m", "deploy.local.test_servers", kind, str(folder)],
                    stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=ROOT, start_new_session=True,
                )  # fmt: skip
            _started.append(holder)
            while not found.exists() and not trouble.exists():
                if holder.poll() is not None:
                    trouble.write_text(f"The test {kind} ended at once: {(folder / 'log').read_text()[-2000:]}")
                time.sleep(0.05)
    if trouble.exists():
        raise UserError(trouble.read_text(encoding="utf-8"), "")
    return found.read_text(encoding="utf-8")


def leave() -> None:
    """This process needs none any more. Whoever started one waits for its end, if nobody else uses it."""
    while _staying:
        os.close(_staying.pop())
    for holder in _started:
        holder.wait()
    _started.clear()


_started: list[subprocess.Popen[bytes]] = []
_staying: list[int] = []


def _stay(folder: Path) -> None:
    handle = os.open(folder / "users", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_SH)
    _staying.append(handle)


async def hold(kind: str, folder: Path) -> None:
    """Start it, say where it is, and stop it when the last user is gone."""
    inner = Folder(folder / "data").make()
    ports = Ports(inner.run / "ports.json")
    async with Supervisor(inner) as supervisor:
        if kind != "kafka":
            settings = THROWN_AWAY if kind == "postgres" else SETTINGS
            postgres = Postgres(inner, ports("postgres"), settings)
            await supervisor.start(postgres.program())
            said = postgres.url("postgres")
        else:
            kafka = Kafka.fetched(
                inner, ports("kafka"), ports("controller"), cache_root(), SilentOutput(), settings=STARTED_ONCE
            )
            await supervisor.start(kafka.program())
            said = kafka.bootstrap
        _write(folder / "address", said)
        await _until_unused(folder)


def _write(path: Path, text: str) -> None:
    """Whole or not at all: readers look while we write."""
    fresh = path.with_suffix(".new")
    fresh.write_text(text, encoding="utf-8")
    fresh.rename(path)


async def _until_unused(folder: Path) -> None:
    while (alone := try_lock(folder / "users")) is None:
        await asyncio.sleep(LOOK_EVERY_S)
    os.close(alone)


def main() -> None:
    kind, folder = sys.argv[1], Path(sys.argv[2])
    try:
        asyncio.run(hold(kind, folder))
    except Exception as error:  # of whatever kind: those who wait for it must hear of it
        _write(folder / "trouble", str(error) if isinstance(error, UserError) else repr(error))
        # Whoever asks next is told too, instead of trying what has just failed.
        asyncio.run(_until_unused(folder))
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
