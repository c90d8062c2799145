"""Processes that a benchmark starts and ends, and the CPU that they and their children used."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import httpx
import psutil

from tests.polling import until

Answers = Callable[[], Awaitable[bool]]


def works(health: int) -> Answers:
    """It may say that it is not ready: that the carrier is in trouble is one of the reasons."""
    return lambda: _status(f"http://127.0.0.1:{health}/ready", 200, 503)


def answers(port: int) -> Answers:
    """Without credentials it refuses: so it is there."""
    return lambda: _status(f"http://127.0.0.1:{port}/2010-04-01/Accounts/AC/Messages.json", 401)


async def _status(url: str, *wanted: int) -> bool:
    async with httpx.AsyncClient(verify=False) as client:
        with suppress(httpx.HTTPError):
            return (await client.get(url)).status_code in wanted
    return False


@asynccontextmanager
async def process(module: Sequence[str], env: Mapping[str, str], folder: Path, there: Answers) -> AsyncIterator[int]:
    """`python -m module` until the context ends; its number, once it is `there`."""
    with (folder / f"{module[0]}.log").open("ab") as log:
        running = subprocess.Popen([sys.executable, "-m", *module], env={**os.environ, **env}, stderr=log, stdout=log)
    try:
        await until(there, seconds=120, every=0.1)
        yield running.pid
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(60)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


class Cpu:
    """What groups of processes used since this was made, with their children."""

    def __init__(self, whose: Mapping[str, Sequence[int]]) -> None:
        self._whose, self._began = whose, time.perf_counter()
        self._before = {name: _used_s(pids) for name, pids in whose.items()}

    def used_s(self) -> dict[str, float]:
        return {name: _used_s(pids) - self._before[name] for name, pids in self._whose.items()}

    def used_us(self, of: int) -> str:
        """Microseconds for each of so many."""
        return ", ".join(f"{name} {used / of * 1e6:.0f}" for name, used in self.used_s().items())

    def used_percent(self) -> str:
        lasted = time.perf_counter() - self._began
        return ", ".join(f"{name} {used / lasted * 100:.1f}" for name, used in self.used_s().items())


def _used_s(pids: Sequence[int]) -> float:
    used = 0.0
    for pid in pids:
        process = psutil.Process(pid)
        # What children used that have ended is their parent's, once it has waited for them.
        times = process.cpu_times()
        used += times.user + times.system + times.children_user + times.children_system
        for child in process.children(recursive=True):
            with suppress(psutil.NoSuchProcess):
                own = child.cpu_times()
                used += own.user + own.system
    return used
