"""The few records that the console itself publishes: switches, and dead letters given back. Acknowledged or refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.contracts.codec import encode, headers
from shared.contracts.envelope import Event

from ..target import Target
from ..views.streams import unreachable

RECORD_BYTES_MAX = 20 << 20


class Send(Protocol):
    """`topic` as the catalogue calls it."""

    async def __call__(
        self, topic: str, key: bytes | None, value: bytes, marks: Sequence[tuple[str, bytes]] = ()
    ) -> None: ...


async def publish(target: Target, event: Event) -> None:
    """Returns when every replica that must have it has it. Raises `UserError`."""
    async with sending(target) as send:
        await send(event.topic, event.subject.encode(), encode(event), headers(event))


@asynccontextmanager
async def sending(target: Target) -> AsyncIterator[Send]:
    """One producer for several records; each `await` of what it gives returns once the record is safe."""
    prefix = target.kafka().topic_prefix
    producer = AIOKafkaProducer(
        **target.kafka_options(), acks="all", enable_idempotence=True, max_request_size=RECORD_BYTES_MAX
    )

    async def send(topic: str, key: bytes | None, value: bytes, marks: Sequence[tuple[str, bytes]] = ()) -> None:
        try:
            await producer.send_and_wait(prefix + topic, value, key=key, headers=list(marks))
        except (KafkaError, OSError, TimeoutError) as error:
            raise unreachable(error) from None

    try:
        try:
            await producer.start()
        except (KafkaError, OSError, TimeoutError) as error:
            raise unreachable(error) from None
        yield send
    finally:
        await producer.stop()
