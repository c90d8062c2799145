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
    """`per_s` is from the first look that found anything to the look that found all."""

    events: int
    per_s: float


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
    first: tuple[float, int] | None = None
    last = (time.perf_counter(), 0)
    while last[1] < events:
        await asyncio.to_thread(_ended, process)
        count, now = await _counted(port), time.perf_counter()
        if count > last[1]:
            first = first or (now, count)
            last = (now, count)
        elif process.poll() is not None or now - last[0] > STALL_S:
            raise SystemExit(f"{count} of {events} records were counted; see {log}")
    if last[1] > events:
        raise SystemExit(f"{last[1]} records were counted, and there are {events}")
    assert first is not None
    return CountingRun(events, (last[1] - first[1]) / (last[0] - first[0]) if last != first else float("inf"))


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
