"""Topics get more partitions while services run."""

from __future__ import annotations

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions
from aiokafka.partitioner import DefaultPartitioner

from shared.contracts.codec import encode
from shared.runtime.kafka.producer import KafkaOut
from shared.runtime.kafka.topics import led
from tests.apart import campaign
from tests.conformance.given import sent
from tests.made_topics import make_topics
from tests.polling import until

from .service_runner import PARTITIONS, ServiceRunner, overdue

MORE = 2 * PARTITIONS


async def more_partitions(bootstrap: str, *topics: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        answer = await admin.create_partitions({topic: NewPartitions(MORE) for topic in topics})
        assert not [code for _, code, _ in answer.topic_errors if code]
        assert await led(admin, topics)
    finally:
        await admin.close()


async def test_who_publishes_for_long_and_who_has_just_begun_choose_the_same_partition(
    kafka_bootstrap: str, unique: str
) -> None:
    topic, keys = f"grows-{unique}", [f"c-{number}" for number in range(12)]
    await make_topics(kafka_bootstrap, topic, partitions=PARTITIONS)
    long, new = KafkaOut({"bootstrap_servers": kafka_bootstrap}), KafkaOut({"bootstrap_servers": kafka_bootstrap})

    async def places(out: KafkaOut) -> list[int]:
        found = [await out.publish([sent(key, key, key=key, topic=topic)]) for key in keys]
        return [partition for each in found for _, partition in each.upto]

    async def heard() -> bool:
        assert long._producer is not None
        await long._producer.client.force_metadata_update()  # or when its half a minute is over
        return len(long._producer.client.cluster.partitions_for_topic(topic) or ()) == MORE

    try:
        assert max(await places(long)) < PARTITIONS
        await more_partitions(kafka_bootstrap, topic)
        await until(heard)
        among = list(range(MORE))
        assert (
            await places(long)
            == await places(new)
            == [DefaultPartitioner()(key.encode(), among, among) for key in keys]
        )
    finally:
        await long.close()
        await new.close()


@campaign
async def test_what_comes_on_new_partitions_is_read_from_its_beginning_and_nothing_is_said_to_be_lost(
    toy: ServiceRunner,
) -> None:
    replica = toy.start()
    await toy.send([overdue(f"c-{number}") for number in range(30)])

    async def told(number: int) -> bool:
        return await toy.count("SELECT count(*) FROM history") == number

    await toy.until(lambda: told(30))
    await more_partitions(toy.bootstrap, toy.prefix + "loans")
    producer = AIOKafkaProducer(bootstrap_servers=toy.bootstrap)
    await producer.start()
    try:
        for number in range(60):
            event = overdue(f"d-{number}")
            await producer.send_and_wait(toy.prefix + "loans", encode(event), event.subject.encode(), number % MORE)
    finally:
        await producer.stop()
    await toy.until(lambda: told(90))
    assert await toy.count("SELECT count(*) FROM dead_letters") == 0
    assert await toy.count("SELECT count(*) FROM consumed_places WHERE topic = 'loans'") == MORE

    async def is_ready() -> bool:
        said = await replica.ready()
        return said.get("status") == 200 and said["gaps"] == 0

    await toy.until(is_ready)
