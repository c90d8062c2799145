"""The verifier's reader on a real broker: all of it, in order, and an end."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from services.verifier import topics
from services.verifier.topics import read_topics
from tests.made_topics import make_topics

OVERSIZED = 2 << 20


@pytest_asyncio.fixture
async def names(kafka_bootstrap: str, unique: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[str, str]]:
    """Two topics of three partitions, which stand for the product's."""
    made = (f"{unique}-one", f"{unique}-two")
    monkeypatch.setattr(topics, "TOPICS", (*made, f"{unique}-not-there"))
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka_bootstrap)
    await admin.start()
    sized = {"max.message.bytes": str(OVERSIZED * 2)}
    await make_topics(kafka_bootstrap, *made, partitions=3, config=sized)
    yield made
    await admin.delete_topics(list(made))
    await admin.close()


async def put(bootstrap: str, *records: tuple[str, str | None, bytes | None]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", max_request_size=OVERSIZED * 2) as producer:
        for topic, key, value in records:
            await producer.send(topic, value, key.encode() if key is not None else None)
        await producer.flush()


async def test_every_record_is_read_in_the_order_of_its_partition(kafka_bootstrap: str, names: tuple[str, str]) -> None:
    one, two = names
    written = [(one, f"case-{number % 5}", f"{number}".encode()) for number in range(200)]
    await put(kafka_bootstrap, *written, (two, "poison-1", None), (two, None, b"x" * OVERSIZED))
    read = await read_topics(kafka_bootstrap, {})
    assert sorted((raw.key or "", raw.value) for raw in read if raw.topic == one) == sorted(
        (key, value) for _, key, value in written
    )
    for case in range(5):
        values = [int(raw.value or b"") for raw in read if raw.key == f"case-{case}"]
        assert values == sorted(values)
    assert {(raw.key, len(raw.value or b"")) for raw in read if raw.topic == two} == {
        ("poison-1", 0),
        (None, OVERSIZED),
    }


async def test_topics_without_a_record_are_at_their_end_at_once(kafka_bootstrap: str, names: tuple[str, str]) -> None:
    assert await read_topics(kafka_bootstrap, {}) == []


async def test_a_broker_without_the_topics_is_not_taken_for_a_run_without_a_flaw(
    kafka_bootstrap: str, unique: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(topics, "TOPICS", (f"{unique}-not-there",))
    with pytest.raises(LookupError, match="none of the topics"):
        await read_topics(kafka_bootstrap, {})
