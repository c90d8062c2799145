"""The few records that the console itself publishes: switches, and dead letters given back. Acknowledged or refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from deploy.local.user_error import UserError
from shared.contracts.codec import encode, headers
from shared.contracts.envelope import Event

from ..target import Target
from ..views.streams import NotGranted, unreachable

RECORD_BYTES_MAX = 20 << 20
PATIENCE_MS = 6_000
"""Somebody waits for it; the client's own patience is 40 s."""
DOUBT = "Whether it was taken all the same is not known: look before you ask for it again."


class NotTaken(UserError):
    """`trouble` is why. `may_be_there`: the record was on its way, so Kafka may have it all the same."""

    def __init__(self, trouble: UserError, *, may_be_there: bool) -> None:
        super().__init__(f"{trouble.what} {DOUBT}" if may_be_there else trouble.what, trouble.todo)
        self.trouble, self.may_be_there = trouble, may_be_there


class Send(Protocol):
    """`topic` as the catalogue calls it."""

    async def __call__(
        self, topic: str, key: bytes | None, value: bytes, marks: Sequence[tuple[str, bytes]] = ()
    ) -> None: ...


async def publish(target: Target, event: Event) -> None:
    """Returns when every replica that must have it has it. Raises `NotTaken`, within seconds also where Kafka hangs."""
    async with sending(target) as send:
        await send(event.topic, event.subject.encode(), encode(event), headers(event))


@asynccontextmanager
async def sending(target: Target) -> AsyncIterator[Send]:
    """One producer for several records; each `await` of what it gives returns once the record is safe.

    Raises `NotTaken` within seconds.
    """
    prefix = target.kafka().topic_prefix
    # An idempotent producer would never give up. What is sent twice has one id, by which services know it.
    producer = AIOKafkaProducer(
        **target.kafka_options(), acks="all", enable_idempotence=False, request_timeout_ms=PATIENCE_MS,
        max_request_size=RECORD_BYTES_MAX,
    )  # fmt: skip

    async def send(topic: str, key: bytes | None, value: bytes, marks: Sequence[tuple[str, bytes]] = ()) -> None:
        try:
            await producer.send_and_wait(prefix + topic, value, key=key, headers=list(marks))
        except (KafkaError, OSError, TimeoutError) as error:
            trouble = unreachable(error)
            raise NotTaken(trouble, may_be_there=not isinstance(trouble, NotGranted)) from None

    try:
        try:
            await producer.start()
        except (KafkaError, OSError, TimeoutError) as error:
            raise NotTaken(unreachable(error), may_be_there=False) from None
        yield send
    finally:
        await producer.stop()
