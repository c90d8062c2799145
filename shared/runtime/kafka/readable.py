"""Is there really something to read at a place? An end that is ahead may be all marks of transactions.

Asked only about a partition whose reader has stood still for long, by a consumer of its own: the reader that stands
still may be the one that is broken.
"""

from __future__ import annotations

from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError

LOOK_MS = 100
LOOKS_MAX = 30


async def waits_at(kafka: dict[str, Any], at: TopicPartition, offset: int) -> str | None:
    """None when nothing can be read from `offset` on; else what reading it raised, as an end of a sentence."""
    consumer = AIOKafkaConsumer(
        **kafka, enable_auto_commit=False, isolation_level="read_committed", auto_offset_reset="none"
    )
    try:
        await consumer.start()
        consumer.assign([at])
        ends = (await consumer.end_offsets([at]))[at]
        consumer.seek(at, offset)
        for _ in range(LOOKS_MAX):
            if any((await consumer.getmany(at, timeout_ms=LOOK_MS, max_records=1)).values()):
                return ""
            if await consumer.position(at) >= ends:
                return None
        return None
    except KafkaConnectionError:
        return None
    except (KafkaError, ValueError, OSError, OverflowError) as error:
        return f" ({type(error).__name__})"
    finally:
        await consumer.stop()
