"""Where reading goes on when the place to go on from is gone, and what is to be said of it.

The client alone would begin again with the oldest record and say nothing. So it may not decide (`auto_offset_reset`):
it raises, and what was between our place and the log as it is now is a `Gap`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import NamedTuple, TypeAlias

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import NoOffsetForPartitionError, OffsetOutOfRangeError

from shared.decision.figures import counted
from shared.runtime.record import Gap

LostPlace: TypeAlias = OffsetOutOfRangeError | NoOffsetForPartitionError
LOST = (OffsetOutOfRangeError, NoOffsetForPartitionError)
REMOVED = "removed-unread"
BEYOND = "beyond-the-end"
PLACES = (REMOVED, BEYOND)
ASK_MS = 10_000


class RecoveredPlace(NamedTuple):
    """Reading goes on at `begins`. `gap` says what was lost, or that places count anew."""

    begins: int
    gap: Gap | None


async def places(
    consumer: AIOKafkaConsumer, error: LostPlace, mine: Sequence[TopicPartition]
) -> dict[TopicPartition, RecoveredPlace]:
    """For the partitions that `error` is about. Raises `KafkaError`."""
    lost = error.args[0] if isinstance(error, OffsetOutOfRangeError) else await _never_read(consumer, mine)
    begins = await consumer.beginning_offsets(list(lost))
    ends = await consumer.end_offsets(list(lost))
    return {partition: place(at, begins[partition], ends[partition]) for partition, at in lost.items()}


def place(at: int, begins: int, ends: int) -> RecoveredPlace:
    """`at` is the next offset to read, as we know it; the log has those from `begins` up to before `ends`."""
    if at < begins:
        detail = (
            f"offsets {at} to {begins - 1} were removed before they were read: up to {counted(begins - at, 'record')}"
        )
        return RecoveredPlace(begins, Gap(at, begins - 1, REMOVED, detail))
    if at > ends:
        detail = f"read up to offset {at}, but the log ends at {ends}: it was made anew, and is read from {begins}"
        return RecoveredPlace(begins, Gap(at, at, BEYOND, detail))
    return RecoveredPlace(at, None)


async def _never_read(consumer: AIOKafkaConsumer, mine: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
    """Partitions without a committed offset, all at once: from 0, where the group has read any before.

    A group that is new never promised to read what was removed before it came.
    """
    everything = sorted(set(consumer.assignment()))
    found = await asyncio.gather(*(consumer.committed(partition) for partition in everything))
    none = [partition for partition, at in zip(everything, found, strict=True) if at is None and partition in mine]
    if any(at is not None for at in found):
        return dict.fromkeys(none, 0)
    begins = await consumer.beginning_offsets(none)
    return dict(begins)
