"""What a machine runs out of: room on its disks, descriptors, somewhere to write a log."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from dataclasses import replace

from ..outage_system import SERVICES, Wanted
from ..row import Row
from ..small_disk import fill, free
from ..trial import Trial

FULL_S, CROWD_S = 45.0, 45.0
DISK_MB = 700
FILES, CROWD = 1024, 1500
HALF = (
    b"POST /twilio/replies HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 900\r\n\r\nA"
)


async def _disk_full(trial: Trial) -> None:
    """Under Kafka, PostgreSQL and all logs."""
    known, new = await trial.texted(), await trial.debtors(6)
    disk = trial.system.stack.folder.path.parent
    async with trial.outage():
        await asyncio.to_thread(fill, disk)
        try:
            trial.report(new)
            for _ in range(int(FULL_S)):
                await trial.wait(1)
                await asyncio.to_thread(fill, disk)  # what an end of Kafka gives back is taken too
            trial.replies_of(known)
        finally:
            free(disk)
    trial.system.clock.speed = 20.0


async def _logs_full(trial: Trial) -> None:
    """The services' log files are on a device that is always full."""
    known, new = await trial.texted(), await trial.debtors(6)
    system = trial.system
    logs = [system.stack.folder.logs / f"{name}.log" for name in SERVICES]
    await system.stop()
    kept = [log.rename(log.with_suffix(".kept")) for log in logs]
    for log in logs:
        log.symlink_to("/dev/full")
    async with trial.outage():
        await system.start()
        await system.stack.supervisor.kill("postgres")  # so that there is something to say
        trial.report(new)
        trial.replies_of(known)
        await trial.wait(10)
    await trial.recover()
    await system.stop()
    for log, old in zip(logs, kept, strict=True):
        log.unlink()
        old.rename(log)
    await system.start()


async def _no_descriptors(trial: Trial) -> None:
    """A notifier that may open 1,024 files, and 1,500 connections to its webhook that never end their request."""
    known, new = await trial.texted(), await trial.debtors(20)
    system = trial.system
    notifier = system.programs["notifier"]
    few = ("/bin/sh", "-c", f'ulimit -n {FILES}; exec "$@"', "few", *notifier.argv)
    await system.stop("notifier")
    await system.stack.supervisor.start(replace(notifier, argv=few))
    stop = asyncio.Event()
    async with trial.outage():
        crowd = asyncio.create_task(asyncio.to_thread(_crowd, system.webhook_port, stop))
        try:
            await trial.wait(3)
            trial.report(new)
            trial.replies_of(known)
            await trial.wait(CROWD_S)
        finally:
            stop.set()
            await crowd
    system.clock.speed = 20.0
    await trial.recover()
    parked = await system.rows("SELECT count(*) FROM notifier.parked")
    if parked[0][0]:
        trial.wrong.append(f"{parked[0][0]} sound cases are parked")
    await system.restart("notifier")


def _crowd(port: int, stop: asyncio.Event) -> None:
    """As many as asked for, opened anew as they are ended."""
    held: list[socket.socket] = []
    while not stop.is_set():
        while len(held) < CROWD and not stop.is_set():
            try:
                one = socket.create_connection(("127.0.0.1", port), timeout=0.2)
                one.sendall(HALF)
                one.setblocking(False)
                held.append(one)
            except OSError:
                break
        held = [one for one in held if _open(one)]
    for one in held:
        one.close()


def _open(one: socket.socket) -> bool:
    with contextlib.suppress(BlockingIOError):
        try:
            if not one.recv(4096):
                raise OSError
            return True
        except BlockingIOError:
            return True
        except OSError:
            one.close()
            return False
    return True


ROWS = (
    Row("logs-full", "no log can be written, and the database is killed", _logs_full, ("fact:log_lines_lost",)),
    Row(
        "descriptors-gone", "1,500 idle connections to the webhook of a notifier that may open 1,024 files",
        _no_descriptors, ("metric:connections_refused", "ready:carrier", "supervisor:notifier"),
    ),
    Row(
        "disk-full", "the disk under Kafka, PostgreSQL and the logs is full for 45 s", _disk_full,
        ("ready:database", "ready:kafka", "supervisor:kafka"), recovers_within_s=120, bound_s=300,
        own=Wanted(disk_mb=DISK_MB),
    ),
)  # fmt: skip
