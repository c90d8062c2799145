"""The few records that the console itself publishes: switches, and dead letters given back. Acknowledged or refused."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from deploy.local.user_error import UserError
from shared.contracts.codec import encode, headers
from shared.contracts.envelope import Event

from ..target import Target
from ..views.streams import NotGranted, unreachable

RECORD_BYTES_MAX = 20 << 20
PATIENCE_MS = 6_000
"""For a record that somebody waits for in haste; the client's own is 40 s."""


class NotTaken(UserError):
    """`may_be_there`: the record was on its way, so Kafka may have it all the same."""

    def __init__(self, trouble: UserError, *, may_be_there: bool) -> None:
        super().__init__(trouble.what, trouble.todo)
        self.may_be_there = may_be_there


class Send(Protocol):
    """`topic` as the catalogue calls it."""

    async def __call__(
        self, topic: str, key: bytes | None, value: bytes, marks: Sequence[tuple[str, bytes]] = ()
    ) -> None: ...


async def publish(target: Target, event: Event) -> None:
    """Returns when every replica that must have it has it. Raises `NotTaken`, within seconds also where Kafka hangs."""
    on_its_way = False
    try:
        # An idempotent producer would never give up. What it may send twice has one id.
        async with sending(target, enable_idempotence=False, request_timeout_ms=PATIENCE_MS) as send:
            on_its_way = True
            await send(event.topic, event.subject.encode(), encode(event), headers(event))
    except UserError as error:
        raise NotTaken(error, may_be_there=on_its_way and not isinstance(error, NotGranted)) from None


@asynccontextmanager
async def sending(target: Target, **options: Any) -> AsyncIterator[Send]:
    """One producer for several records; each `await` of what it gives returns once the record is safe."""
    prefix = target.kafka().topic_prefix
    asked: dict[str, Any] = {"acks": "all", "enable_idempotence": True, "max_request_size": RECORD_BYTES_MAX}
    producer = AIOKafkaProducer(**target.kafka_options(), **asked | options)

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
