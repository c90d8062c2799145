"""What went wrong in other projections and was told in public, tried on this one."""

from __future__ import annotations

import asyncio
import json

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, RecordsToDelete

from services.console.model import topic_follower
from services.console.model.records import place_id
from services.console.target import Target
from tests.made_topics import make_topics
from tests.polling import until

from ..console_stack import PARTITIONS
from .conftest import ModelStack, golden

TOPIC, KEY, OVERDUE = golden("loans/an-overdue-loan-of-60-days")


def numbered(number: int) -> tuple[str, bytes, bytes]:
    """The same event of a case of its own."""
    document = json.loads(OVERDUE) | {"id": f"bank-{number}", "subject": f"case-{number}"}
    return TOPIC, document["subject"].encode(), json.dumps(document).encode()


async def staged(model: ModelStack, count: int) -> None:
    async def look() -> bool:
        state = await model.read.state()
        return len(model.rows(state.generation)) == count and not state.trouble

    await until(look)


async def test_marks_of_transactions_at_the_end_do_not_keep_it_from_catching_up(model: ModelStack) -> None:
    """spring-projects/spring-kafka#1587, Aiven-Open/karapace#1355: one offset short of the end for ever."""
    name = f"bank-{model.stack.prefix}"
    async with AIOKafkaProducer(bootstrap_servers=model.stack.bootstrap, transactional_id=name) as producer:
        async with producer.transaction():
            await producer.send_and_wait(model.stack.prefix + TOPIC, OVERDUE, key=KEY)
        async with model.running():
            generation = await model.live()
            assert [row["stage"] for row in model.rows(generation)] == ["overdue"]
            # What was taken back leaves records and a mark that nobody is handed.
            await producer.begin_transaction()
            await producer.send_and_wait(model.stack.prefix + TOPIC, numbered(1)[2], key=b"case-1")
            await producer.abort_transaction()

            async def behind() -> bool:
                (row,) = model.stack.execute("SELECT behind FROM console.model_generations")
                ends = await _ends(model)
                kept = model.stack.execute("SELECT partition, next FROM console.model_offsets WHERE topic = 'loans'")
                return row["behind"] == 0 and {each["partition"]: each["next"] for each in kept if each["next"]} == ends

            await until(behind)
    assert len(model.rows(generation)) == 1


async def _ends(model: ModelStack) -> dict[int, int]:
    """Of partitions with something in them."""
    async with AIOKafkaConsumer(bootstrap_servers=model.stack.bootstrap) as consumer:
        at = [TopicPartition(model.stack.prefix + TOPIC, number) for number in range(PARTITIONS)]
        return {each.partition: end for each, end in (await consumer.end_offsets(at)).items() if end}


async def test_an_open_transaction_is_no_reason_to_call_it_late(model: ModelStack) -> None:
    """softwaremill/klag-exporter#104: lag that nobody can read is none of the reader's."""
    name = f"bank-{model.stack.prefix}"
    async with AIOKafkaProducer(bootstrap_servers=model.stack.bootstrap, transactional_id=name) as producer:
        await producer.begin_transaction()
        await producer.send_and_wait(model.stack.prefix + TOPIC, OVERDUE, key=KEY)
        async with model.running():
            generation = await model.live()
            assert model.rows(generation) == []
            await producer.commit_transaction()
            await staged(model, 1)


async def test_records_that_retention_removed_before_they_were_read_are_counted_and_the_rest_is_read(
    model: ModelStack,
) -> None:
    """kurrent-io/KurrentDB#4259, #2507, #1468: a projection whose next event was truncated stood still."""
    await asyncio.to_thread(model.stack.publish, [golden("loans/an-overdue-loan-of-60-days")])
    async with model.running():
        await model.live()
    await asyncio.to_thread(model.stack.publish, [numbered(number) for number in range(20)])
    ends = await _ends(model)
    before = {row["partition"]: row["next"] for row in model.stack.execute(
        "SELECT partition, next FROM console.model_offsets WHERE topic = 'loans'")}  # fmt: skip
    admin = AIOKafkaAdminClient(bootstrap_servers=model.stack.bootstrap)
    await admin.start()
    await admin.delete_records({
        TopicPartition(model.stack.prefix + TOPIC, partition): RecordsToDelete(before_offset=end)
        for partition, end in ends.items()
    })  # fmt: skip
    await admin.close()
    await asyncio.to_thread(model.stack.publish, [numbered(99)])
    async with model.running():
        await staged(model, 2)
    (row,) = model.stack.execute("SELECT lost FROM console.model_generations")
    assert row["lost"] == sum(end - before.get(partition, 0) for partition, end in ends.items())


async def test_a_topic_that_was_made_anew_is_read_from_its_beginning(model: ModelStack) -> None:
    """MaterializeInc/materialize#20141: with offsets that went back the source silently read nothing more."""
    await asyncio.to_thread(model.stack.publish, [numbered(number) for number in range(20)])
    admin = AIOKafkaAdminClient(bootstrap_servers=model.stack.bootstrap)
    await admin.start()
    async with model.running():
        await staged(model, 20)
        await admin.delete_topics([model.stack.prefix + TOPIC])
        await make_topics(model.stack.bootstrap, model.stack.prefix + TOPIC, partitions=PARTITIONS)
        await asyncio.to_thread(model.stack.publish, [numbered(200)])
        await staged(model, 21)
    await admin.close()


async def test_partitions_that_are_added_are_read(model: ModelStack, monkeypatch: pytest.MonkeyPatch) -> None:
    """MaterializeInc/materialize#20141 again: the number of partitions is not for ever."""
    monkeypatch.setattr(topic_follower, "TOPICS_EVERY_S", 0.5)
    admin = AIOKafkaAdminClient(bootstrap_servers=model.stack.bootstrap)
    await admin.start()
    async with model.running():
        await model.live()
        await admin.create_partitions({model.stack.prefix + TOPIC: NewPartitions(total_count=PARTITIONS + 2)})
        await _into_each_of(PARTITIONS + 2, model)
        await staged(model, PARTITIONS + 2)
    await admin.close()
    stands = model.stack.execute("SELECT DISTINCT partition FROM console.model_places")
    assert len(stands) == PARTITIONS + 2


async def _into_each_of(partitions: int, model: ModelStack) -> None:
    """A case in each: by its key it could go to an old one, as long as a producer is told of these only."""
    topic = model.stack.prefix + TOPIC
    async with AIOKafkaProducer(bootstrap_servers=model.stack.bootstrap, metadata_max_age_ms=200) as producer:

        async def all_known() -> bool:
            return len(await producer.partitions_for(topic)) == partitions

        await until(all_known)
        for number in range(partitions):
            _, key, value = numbered(number)
            await producer.send_and_wait(topic, value, key=key, partition=number)


async def test_offsets_that_were_lost_double_nothing(model: ModelStack) -> None:
    """ClickHouse/ClickHouse#7259, AxonIQ/AxonFramework#2232, Altinity/clickhouse-sink-connector#1185: read again."""
    await asyncio.to_thread(model.stack.publish, [numbered(number) for number in range(20)])
    async with model.running():
        generation = await model.live()
    rows, places = model.rows(generation), model.places(generation)
    model.stack.execute("DELETE FROM console.model_offsets WHERE partition = 0")
    model.stack.execute("UPDATE console.model_offsets SET next = greatest(0, next - 3)")
    model.stack.execute("UPDATE console.model_generations SET caught_up_at = NULL")
    async with model.running():
        await model.live()
    assert (model.rows(generation), model.places(generation)) == (rows, places)


async def test_a_database_that_went_away_in_between_loses_nothing(model: ModelStack) -> None:
    """AxonIQ/AxonFramework#2232: after a glitch of the database events came twice, or not at all."""
    async with model.running():
        generation = await model.live()
        for first in range(0, 30, 10):
            await asyncio.to_thread(model.stack.publish, [numbered(first + number) for number in range(10)])
            model.stack.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name LIKE 'doorstep-console-%%' AND datname = current_database()"
                " AND pid <> pg_backend_pid()"
            )
        await staged(model, 30)
    assert len(model.places(generation)) == 30


async def test_an_older_event_that_comes_late_is_not_dropped(model: ModelStack) -> None:
    """pingcap/ticdc#5508: what was below a mark that a newer record had moved was thrown away.

    memiiso/debezium-server-iceberg#544: and what was older replaced what was newer.
    """
    late = json.loads(OVERDUE) | {"id": "bank-late", "time": "2026-03-01T06:00:00Z"}
    await asyncio.to_thread(model.stack.publish, [golden("visits/a-visit-requested-after-three-unanswered-texts")])
    async with model.running():
        generation = await model.live()
        await asyncio.to_thread(model.stack.publish, [(TOPIC, KEY, json.dumps(late).encode())])

        async def look() -> bool:
            return "overdue" in model.rows(generation)[0]["steps"]  # type: ignore[operator]

        await until(look)
    (row,) = model.rows(generation)
    assert (row["stage"], row["last_type"]) == ("requested", "doorstep.visit.requested.v1")
    assert place_id("bank-late", "case-1042") in {each["id"] for each in model.places(generation)}


async def test_a_target_without_kafka_says_so_and_goes_on_when_it_is_there(model: ModelStack) -> None:
    """JasperFx/marten#1858: a shard that had stopped said nothing until somebody restarted it."""
    projector = model.projector()
    there = projector._target
    projector._target = Target({"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:9"}, None, None)
    over = asyncio.Event()
    task = asyncio.create_task(projector.run(over))
    try:

        async def trouble() -> bool:
            return "Kafka can't be reached" in projector.trouble

        await until(trouble)
        projector._target = there
        await model.live()
    finally:
        over.set()
        await task
