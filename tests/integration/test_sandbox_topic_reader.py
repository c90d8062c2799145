"""The sandbox reads on when the Kafka client under it has ended, and acts on each event once."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from aiokafka import AIOKafkaProducer

from services.sandbox.topic_reader import Reader
from shared.contracts.codec import encode
from shared.contracts.envelope import Event
from shared.contracts.loans import Cause, LoanClosed
from shared.runtime.clock import SystemClock
from tests.made_topics import make_catalogue

PATIENCE_S = 60


def closed(case: str) -> LoanClosed:
    return LoanClosed(id=f"{case}-1", source="bank", subject=case, time=datetime.now(UTC), data=Cause(cause="paid"))


async def test_an_event_is_taken_once_and_reading_goes_on_after_the_client_has_ended(
    kafka_bootstrap: str, unique: str
) -> None:
    connection: dict[str, Any] = {"bootstrap_servers": kafka_bootstrap}
    await make_catalogue(connection, prefix="", partitions=2)
    taken: asyncio.Queue[Event] = asyncio.Queue()

    def take(event: Event) -> None:
        if event.subject.startswith(unique):  # the topic may be others' too
            taken.put_nowait(event)

    reader = Reader(connection, "loans", SystemClock(), take, prefix="")
    await reader.start()
    running = asyncio.create_task(reader.run())
    try:
        async with AIOKafkaProducer(**connection) as producer, asyncio.timeout(PATIENCE_S):
            for number in range(4):
                event = closed(f"{unique}-{number}")
                for _ in range(2):
                    await producer.send_and_wait("loans", encode(event), event.subject.encode())
                assert (await taken.get()).subject == event.subject
                reader._consumer._fetcher._fetch_task.cancel()
        assert taken.empty()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await reader.stop()
