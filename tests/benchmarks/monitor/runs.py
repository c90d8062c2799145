"""Runs one process over topics that are filled already, and measures how fast its tables fill."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from deploy.local.program import http_status

LOOK_EVERY_S = 0.1
STALL_S = 60.0
END_S = 30.0


@dataclass(frozen=True, slots=True)
class CountingRun:
    """`per_s` is from the first look that found anything to the look that found all; `per_cpu_s` is the same by the
    process's own processor time, which says more where others are at work too (0 where the system does not say)."""

    events: int
    per_s: float
    per_cpu_s: float


@dataclass(frozen=True, slots=True)
class _Look:
    at: float
    cpu_s: float
    count: int


async def run(module: str, env: dict[str, str], port: int, events: int, log: Path) -> CountingRun:
    """Start `python -m module`, wait until its tables hold exactly `events`, end it."""
    with log.open("wb") as errors:
        process = subprocess.Popen([sys.executable, "-m", module], env=os.environ | env, stdout=errors, stderr=errors)
    try:
        return await _watched(process, port, events, log)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


async def _watched(process: subprocess.Popen[bytes], port: int, events: int, log: Path) -> CountingRun:
    first: _Look | None = None
    last = _Look(time.perf_counter(), 0.0, 0)
    while last.count < events:
        await asyncio.to_thread(_ended, process)
        look = _Look(time.perf_counter(), _cpu_s(process.pid), await _counted(port))
        if look.count > last.count:
            first = first or look
            last = look
        elif process.poll() is not None or look.at - last.at > STALL_S:
            raise SystemExit(f"{look.count} of {events} records were counted; see {log}")
    if last.count > events:
        raise SystemExit(f"{last.count} records were counted, and there are {events}")
    assert first is not None
    counted, took_s, cpu_s = last.count - first.count, last.at - first.at, last.cpu_s - first.cpu_s
    if not counted:
        raise SystemExit(f"all {events} were counted before the first look: take more")
    return CountingRun(events, counted / took_s, counted / cpu_s if cpu_s > 0 else 0.0)


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Has it ended within the time between two looks?"""
    try:
        process.wait(LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return False
    return True


async def _counted(port: int) -> int:
    answer = await http_status(port, "/counts", 10.0)
    if answer is None or answer[0] != 200:
        return 0
    return sum(row["total"] for row in json.loads(answer[1])["rows"])


def _cpu_s(pid: int) -> float:
    """Processor time that the process has taken, of all its threads."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
