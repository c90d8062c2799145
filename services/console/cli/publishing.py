"""The few records that the console itself publishes: switches, and dead letters given back. Acknowledged or refused."""

from __future__ import annotations

from collections.abc import Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.contracts.codec import encode, headers
from shared.contracts.envelope import Event

from .reach import Reach
from .streams import unreachable

RECORD_BYTES_MAX = 20 << 20


async def publish(reach: Reach, event: Event) -> None:
    """Returns when every replica that must have it has it. Raises `Trouble`."""
    await give_back(reach, event.topic, event.subject.encode(), encode(event), headers(event))


async def give_back(
    reach: Reach, topic: str, key: bytes | None, value: bytes, marks: Sequence[tuple[str, bytes]] = ()
) -> None:
    """The same for bytes as they are; `topic` as the catalogue calls it."""
    producer = AIOKafkaProducer(
        **reach.kafka_options(), acks="all", enable_idempotence=True, max_request_size=RECORD_BYTES_MAX
    )
    try:
        await producer.start()
        await producer.send_and_wait(reach.kafka().topic_prefix + topic, value, key=key, headers=list(marks))
    except (KafkaError, OSError, TimeoutError) as error:
        raise unreachable(error) from None
    finally:
        await producer.stop()
