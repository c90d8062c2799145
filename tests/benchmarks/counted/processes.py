"""Processes that a benchmark runs, and how far their group has read."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

START_S = 90.0
STALL_S = 30.0
LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Command:
    """`python -m module`, with these variables; `name` is what it is called where costs are told."""

    name: str
    module: str
    env: Mapping[str, str]


@contextmanager
def running(commands: Sequence[Command], folder: Path) -> Iterator[list[subprocess.Popen[bytes]]]:
    """The processes, ended afterwards as an operator would."""
    started: list[subprocess.Popen[bytes]] = []
    try:
        for number, command in enumerate(commands):
            with (folder / f"{command.name}-{number}-{time.monotonic_ns()}.log").open("wb") as log:
                started.append(
                    subprocess.Popen(
                        [sys.executable, "-m", command.module],
                        env=os.environ | dict(command.env),
                        stderr=log,
                        stdout=log,
                    )
                )
        yield started
    finally:
        for process in started:
            process.send_signal(signal.SIGTERM)
        for process in started:
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


class Progress:
    """How many records of a topic a group has behind it, by its committed offsets."""

    def __init__(self, connection: Mapping[str, Any], group: str, topic: str, partitions: int) -> None:
        self._admin = AIOKafkaAdminClient(**connection)
        self._group = group
        self._parts = [TopicPartition(topic, number) for number in range(partitions)]

    async def __aenter__(self) -> Progress:
        await self._admin.start()
        return self

    async def __aexit__(self, *exc: object) -> None:
        await self._admin.close()

    async def joined(self, members: int) -> bool:
        """Is the group complete, with so many members?"""
        try:
            (answer,) = await self._admin.describe_consumer_groups([self._group])
        except KafkaError:  # of a group of which Kafka has not heard yet
            return False
        _, _, state, _, _, found, *_ = answer.groups[0]
        return bool(state == "Stable" and len(found) == members)

    async def count(self) -> int:
        try:
            offsets = await self._admin.list_consumer_group_offsets(self._group, partitions=self._parts)
        except KafkaError:
            return 0
        return sum(max(0, found.offset) for found in offsets.values())


async def followed(
    progress: Progress, upto: int, processes: Sequence[subprocess.Popen[bytes]], saw: Callable[[int], None]
) -> None:
    """Until `upto` records are read; `saw` hears of every step on the way. Ends the benchmark when nothing moves."""
    last, moved_at, patience_s = 0, time.monotonic(), START_S
    while last < upto:
        await asyncio.sleep(LOOK_EVERY_S)
        count, now = await progress.count(), time.monotonic()
        if count > last:
            last, moved_at, patience_s = count, now, STALL_S
            saw(count)
        elif now - moved_at > patience_s or any(process.poll() is not None for process in processes):
            raise SystemExit(f"{last:,} of {upto:,} records were read, and no more come")
