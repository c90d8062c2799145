"""Records of the topics as they come."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from deploy.local.user_error import UserError
from shared.contracts.codec import Malformed
from shared.contracts.envelope import Event
from shared.runtime.kafka.gap_record import GapRecord
from shared.runtime.kafka.stamp import moment

from ..target import Target
from . import streams
from .event_summary import read


@dataclass(frozen=True, slots=True)
class TailedRecord:
    """A record as it was read; `topic` as the catalogue calls it."""

    topic: str
    partition: int
    offset: int
    at: datetime
    event: Event | Malformed
    size_bytes: int


async def listen(
    target: Target, topics: list[str], *, last: int, everything: bool
) -> AsyncGenerator[TailedRecord, None]:
    """Records of these topics (or all), for ever."""
    names = {name: plain for name, plain in target.topics().items() if not topics or plain in topics}
    options = target.kafka_options()
    partitions = await streams.partitions(options, list(names))
    if not partitions:
        raise UserError("This Kafka has none of these topics.", "They are made by ./doorstep up.")
    async with streams.consumer(options) as consumer:
        await streams.place(consumer, partitions, last=last, since_s=0 if everything else None)
        while True:
            for batch in (await consumer.getmany(timeout_ms=streams.POLL_MS)).values():
                for record in batch:
                    yield tailed(names[record.topic], record)


def tailed(topic: str, record: Any) -> TailedRecord:
    at = moment(record.timestamp, datetime.now(UTC))
    event = (
        Malformed(record.gap.code, record.gap.detail) if isinstance(record, GapRecord) else read(topic, record.value)
    )
    return TailedRecord(topic, record.partition, record.offset, at, event, len(record.value or b""))
