"""Runs one process over a topic that is filled already, and measures how fast its output grows."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition

LOOK_EVERY_S = 0.05
START_S = 60.0
STALL_S = 20.0


@dataclass(frozen=True, slots=True)
class Run:
    """`per_s` between the first and the last record that was seen to be published; peak memory of the process."""

    events: int
    per_s: float
    peak_mb: float


async def run(
    module: str, env: dict[str, str], connection: dict[str, Any], topic: str, partitions: int, events: int, log: Path
) -> Run:
    """Start `python -m module`, wait until it has published `events` records on `topic`, end it."""
    watch = AIOKafkaConsumer(**connection)
    await watch.start()
    parts = [TopicPartition(topic, number) for number in range(partitions)]
    with log.open("wb") as errors:
        process = subprocess.Popen([sys.executable, "-m", module], env=os.environ | env, stderr=errors)
    try:
        seen = await _watched(watch, parts, process, events, log)
        peak_mb = _peak_mb(process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        await watch.stop()
    (first_at, first), (last_at, last) = seen
    return Run(last, (last - first) / (last_at - first_at), peak_mb)


async def _watched(
    watch: AIOKafkaConsumer,
    parts: Sequence[TopicPartition],
    process: subprocess.Popen[bytes],
    events: int,
    log: Path,
) -> tuple[tuple[float, int], tuple[float, int]]:
    first: tuple[float, int] | None = None
    last, patience = (time.perf_counter(), 0), START_S
    while last[1] < events:
        await asyncio.to_thread(_ended, process)
        count, now = sum((await watch.end_offsets(list(parts))).values()), time.perf_counter()
        if count > last[1]:
            first = first or (now, count)
            last, patience = (now, count), STALL_S
        elif process.poll() is not None or now - last[0] > patience:
            raise SystemExit(f"{count} of {events} records came; see {log}")
    assert first is not None
    return first, last


def _ended(process: subprocess.Popen[bytes]) -> bool:
    """Has it ended within the time between two looks?"""
    try:
        process.wait(LOOK_EVERY_S)
    except subprocess.TimeoutExpired:
        return False
    return True


def _peak_mb(pid: int) -> float:
    """Peak resident memory, MB; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
