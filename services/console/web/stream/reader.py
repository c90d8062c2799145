"""Reads every topic for the ring, in no group, and goes on where it was when Kafka was away; counts what comes."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from deploy.local.user_error import UserError
from shared.contracts.catalogue import BY_TYPE
from shared.contracts.codec import TYPE_SAID, Malformed
from shared.decision.figures import counted
from shared.runtime.kafka.topic_questions import only_ask
from shared.runtime.trouble_words import kafka_words

from ...target import Target
from ...views import streams
from ...views.event_summary import heading, summary
from ...views.tailed import TailedRecord, tailed
from ..flow.throughput import Came, Throughput
from ..shown import calm
from .ring import Ring, StreamedRecord

BACK = 40
"""So many records of each partition are there when the console starts."""
POLL_MS = 3_000
BATCH_MAX = 2_000
AGAIN_S = 1.0
SILENT_S, ANSWERS_S = 3.0, 4.0
"""After so long without a record Kafka is asked whether it is there, and has so long to answer."""
HEADERS_MAX = 600
KEPT_BYTES_MAX = 4_096
_SOURCE = re.compile(rb'"source"\s*:\s*"([a-z0-9./-]{1,80})"')


class StreamReader:
    """Says to the ring why nothing comes, where nothing does."""

    def __init__(self, target: Target, ring: Ring, counts: Throughput) -> None:
        self._target = target
        self._ring = ring
        self._counts = counts
        self._was_there: dict[TopicPartition, int] = {}
        ring.say("it has not begun yet")
        self._places: dict[TopicPartition, int] = {}

    async def run(self) -> None:
        """For ever."""
        while True:
            try:
                await self._read()
            except UserError as error:
                self._ring.say(error.what)
            except (KafkaError, OSError, TimeoutError) as error:
                self._ring.say(f"Kafka can't be reached: {kafka_words(error)}.")
            await asyncio.sleep(AGAIN_S)

    async def _read(self) -> None:
        names = self._target.topics()
        options = self._target.kafka_options()
        at = await streams.partitions(options, list(names))
        async with (
            streams.consumer(options, patience_ms=streams.FOLLOWS_MS) as consumer,
            streams.consumer(options) as asked,
        ):
            only_ask(asked, at[:1])
            await self._place(consumer, at)
            self._ring.say("")
            began, heard_s = True, time.monotonic()
            while True:
                found = await consumer.getmany(timeout_ms=POLL_MS, max_records=BATCH_MAX)
                records = [(names[each.topic], each) for batch in found.values() for each in batch]
                if found:
                    heard_s = time.monotonic()
                elif time.monotonic() - heard_s > SILENT_S:
                    # The client itself tries for ever without a word.
                    await asyncio.wait_for(asked.end_offsets(at[:1]), ANSWERS_S)
                    heard_s = time.monotonic()
                self._places |= {partition: batch[-1].offset + 1 for partition, batch in found.items() if batch}
                if began:
                    records.sort(key=lambda pair: pair[1].timestamp)
                    began = not records
                self._ring.add([(name, readable(name, record)) for name, record in records])
                self._counts.add(came(name, record.value) for name, record in records if self._is_new(record))

    async def _place(self, consumer: AIOKafkaConsumer, at: Sequence[TopicPartition]) -> None:
        """To where we were; a partition never read before begins a little before its end."""
        await streams.place(consumer, at, last=BACK, since_s=None)
        consumer.pause(*at)
        begins = await consumer.beginning_offsets(at)
        self._was_there = dict(await consumer.end_offsets(at)) | self._was_there
        for partition in at:
            if partition in self._places:
                consumer.seek(partition, max(self._places[partition], begins[partition]))
        consumer.resume(*at)

    def _is_new(self, record: Any) -> bool:
        """Did it come since we read here? What lay there before is shown, and not counted as what flows."""
        return bool(record.offset >= self._was_there.get(TopicPartition(record.topic, record.partition), 0))


def readable(name: str, record: Any) -> Callable[[], StreamedRecord]:
    """What reads a record when somebody wants to see it. A large one is read at once: what a page shows of it is
    small, and the ring keeps thousands."""
    size = len(record.value or b"") + sum(len(key) + len(value or b"") for key, value in record.headers or ())
    if size > KEPT_BYTES_MAX:
        read = streamed(tailed(name, record), record.headers)
        return lambda: read
    return lambda: streamed(tailed(name, record), record.headers)


def streamed(heard: TailedRecord, headers: Sequence[tuple[str, Any]] = ()) -> StreamedRecord:
    """What a page may show of it."""
    place = (heard.topic, heard.partition, heard.offset)
    marks = calm(" ".join(f"{name}={_text(value)}" for name, value in headers or ()), HEADERS_MAX)
    if isinstance(heard.event, Malformed):
        said = f"{heard.event.detail} [{heard.event.code}], {counted(heard.size_bytes, 'byte')}"
        return StreamedRecord(*place, _iso(heard.at), "", "", "no event", calm(said), headers=marks, refused=True)
    event = heard.event
    return StreamedRecord(
        *place, _iso(event.time), calm(event.subject), event.type, heading(event), calm(summary(event)),
        str(event.id), str(event.causationid or ""), marks,
    )  # fmt: skip


def came(topic: str, value: bytes | None) -> Came:
    """What is counted of it, by what its bytes say first of type and source; a count needs no more of it."""
    type, source = TYPE_SAID.search(value or b""), _SOURCE.search(value or b"")
    known = type[1].decode() if type else ""
    if known not in BY_TYPE:
        return Came(topic, "", "")
    return Came(topic, known, source[1].decode() if source else "")


def _text(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
