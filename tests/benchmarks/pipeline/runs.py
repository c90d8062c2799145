"""One run: processes that have joined their group are given all records at once, and what they cost is counted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.counted.costs import Cost, Reading, between
from tests.benchmarks.counted.processes import Command, Progress, followed, running
from tests.benchmarks.counted.stand import Stand
from tests.polling import until

from .feed import feed

JOINED_S = 90.0


@dataclass(frozen=True, slots=True)
class Run:
    """`events` were read between the first and the last look that saw any, at `cost`. `peak_mb` is the most resident
    memory of a process."""

    events: int
    cost: Cost
    peak_mb: float

    @property
    def per_s(self) -> float:
        return self.events / self.cost.took_s


async def run(
    stand: Stand,
    commands: Sequence[Command],
    group: str,
    topic: str,
    partitions: int,
    records: Sequence[tuple[bytes, bytes]],
    url: str | None = None,
) -> Run:
    """Start the commands as members of `group`, feed `topic`, wait until all is read, end them."""
    async with Progress(stand.connection, group, topic, partitions) as progress:
        with running(commands, stand.folder) as processes:
            await until(lambda: progress.joined(len(commands)), seconds=JOINED_S, every=0.2)
            costs = stand.costs({commands[0].name: [process.pid for process in processes]}, url)
            seen: list[tuple[int, Reading]] = []
            feeding = asyncio.create_task(asyncio.to_thread(feed, stand.kafka, topic, records))
            await followed(progress, len(records), processes, lambda count: seen.append((count, costs.read())))
            await feeding
            costs.close()
            peak_mb = max(peak_of(process.pid) for process in processes)
    (first, before), (last, after) = seen[0], seen[-1]
    return Run(last - first, between(before, after), peak_mb)


def peak_of(pid: int) -> float:
    """Peak resident memory of a process in MB; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0.0
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
