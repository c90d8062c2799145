"""How many records there really are between two offsets: ends of transactions, what was aborted and what compaction
took away have offsets too, and nobody can read them.

They are counted by reading, as far as that is quickly done; beyond that the difference of offsets has to do.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from .streams import POLL_MS

OFFSETS_MAX = 5_000
COUNT_S = 5.0

Starts = Mapping[TopicPartition, frozenset[int]]


async def backlog(
    consumer: AIOKafkaConsumer, starts: Starts, ends: Mapping[TopicPartition, int], counted_max: int = OFFSETS_MAX
) -> dict[tuple[TopicPartition, int], int]:
    """Records from each start up to before the end of its partition. What can't be counted in time, or lies more than
    `counted_max` offsets behind, is an upper bound.

    The consumer is this function's own from now on.
    """
    left = {(at, start): ends[at] - start for at, some in starts.items() for start in some}
    near = {at: min(some) for at, some in starts.items() if 0 < ends[at] - min(some) <= counted_max}
    if not near:
        return left
    seen: dict[TopicPartition, list[int]] = {at: [] for at in near}
    consumer.assign(list(near))
    for at, start in near.items():
        consumer.seek(at, start)
    waiting, give_up = set(near), time.monotonic() + COUNT_S
    try:
        while waiting and time.monotonic() < give_up:
            found = await consumer.getmany(*waiting, timeout_ms=POLL_MS // 5)
            for at, records in found.items():
                seen[at] += [record.offset for record in records if record.offset < ends[at]]
            async with asyncio.timeout(COUNT_S):
                waiting = {at for at in waiting if await consumer.position(at) < ends[at]}
    except (KafkaError, TimeoutError):
        pass  # an upper bound will do
    for at in set(near) - waiting:
        for start in starts[at]:
            left[at, start] = sum(offset >= start for offset in seen[at])
    return left
