"""A producer that is not ours (librdkafka) does what its settings allow: every sound record is decided on, every other
one is set aside with its reason, and nothing stays behind. Real Kafka and PostgreSQL.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import GroupCoordinatorNotAvailableError
from confluent_kafka import KafkaError, Message, Producer
from confluent_kafka import TopicPartition as Place
from confluent_kafka.admin import (
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    OffsetSpec,
    ResourceType,
)

from shared.contracts.codec import encode
from tests.apart import campaign

from .service_runner import PARTITIONS, ServiceRunner, overdue

CODECS = ("none", "gzip", "snappy", "lz4", "zstd")
MICROSECONDS = 1_790_000_000_000_000
WAIT_S = 30
NOT_KNOWN = -1
HEADERS = [("a", None), ("a", b"\xff\xfe"), ("a", b""), ("", b"x"), ("ü", b"1")]


@dataclass
class Sent:
    """Cases that must be decided on, those that must not, and how many records of which code are bad."""

    sound: set[str] = field(default_factory=set)
    aborted: set[str] = field(default_factory=set)
    bad: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    """What the broker said to records that it did not take."""

    def say(self, producer: Producer, topic: str, key: str | bytes | None, value: bytes | None, **more: Any) -> None:
        producer.produce(topic, value, key, on_delivery=self._answered, **more)

    def _answered(self, error: KafkaError | None, message: Message) -> None:
        if error is not None and error.code() != KafkaError._PURGE_QUEUE:
            self.refused.append(str(error))

    def fill(self, producer: Producer, topic: str, name: str) -> None:
        """Records as one batch: good ones with anything around their values, and bad ones between them."""
        for number, stamp in enumerate((0, MICROSECONDS, 2**62, 1, MICROSECONDS + 1)):
            case = f"{name}-{number}"
            self.sound.add(case)
            self.say(producer, topic, case, encode(overdue(case)), partition=0, timestamp=stamp, headers=HEADERS)
        strange: tuple[tuple[bytes | None, bytes | None, str], ...] = (
            (None, encode(overdue(f"{name}-no-key")), "key-mismatch"),
            (b"\xff\xfe", encode(overdue(f"{name}-odd-key")), "key-mismatch"),
            (b"", encode(overdue(f"{name}-empty-key")), "key-mismatch"),
            (f"{name}-gone".encode(), None, "tombstone"),
            (f"{name}-odd".encode(), b"\xff", "undecodable"),
        )
        for key, value, code in strange:
            self.bad[code] += 1
            self.say(producer, topic, key, value, partition=0, headers=HEADERS)
        for number in range(3):  # wherever its own partitioner sends them
            case = f"{name}-anywhere-{number}"
            self.sound.add(case)
            self.say(producer, topic, case, encode(overdue(case)))

    def abort(self, producer: Producer, topic: str, name: str) -> None:
        for number in range(3):
            case = f"{name}-aborted-{number}"
            self.aborted.add(case)
            self.say(producer, topic, case, encode(overdue(case)), partition=0)


def send_all(bootstrap: str, topic: str) -> Sent:
    """With every codec, in transactions and without; each second transaction is taken back. To a topic as somebody else
    may have made it: who publishes says when that was, whatever it is."""
    lifted = ConfigResource(
        ResourceType.TOPIC, topic,
        incremental_configs=[
            ConfigEntry("message.timestamp.type", "CreateTime", incremental_operation=AlterConfigOpType.SET),
            ConfigEntry("message.timestamp.after.max.ms", str(2**63 - 1), incremental_operation=AlterConfigOpType.SET),
        ],
    )  # fmt: skip
    admin = AdminClient({"bootstrap.servers": bootstrap})
    admin.incremental_alter_configs([lifted])[lifted].result(WAIT_S)
    sent = Sent()
    while sent.refused or not sent.sound:  # until the broker has heard of its setting
        sent = Sent()
        producer = Producer({"bootstrap.servers": bootstrap})
        sent.say(producer, topic, "first", encode(overdue("first")), timestamp=MICROSECONDS)
        sent.sound.add("first")
        producer.flush(WAIT_S)
    for codec in CODECS:
        settings = {"bootstrap.servers": bootstrap, "compression.codec": codec, "linger.ms": 20}
        plain = Producer(settings)
        sent.fill(plain, topic, f"plain-{codec}")
        assert plain.flush(WAIT_S) == 0
        bound = Producer(settings | {"transactional.id": f"{topic}-{codec}"})
        bound.init_transactions(WAIT_S)
        for number in range(2):
            bound.begin_transaction()
            sent.abort(bound, topic, f"bound-{codec}-{number}")
            bound.flush(WAIT_S)  # it is in the log, and taken back there
            bound.abort_transaction(WAIT_S)
            bound.begin_transaction()
            sent.fill(bound, topic, f"bound-{codec}-{number}")
            bound.commit_transaction(WAIT_S)
    assert sent.refused == []
    return sent


async def lag(toy: ServiceRunner) -> int:
    """For whoever compares what is committed with where the log ends, as Kafka's own tools do."""
    admin = AIOKafkaAdminClient(bootstrap_servers=toy.bootstrap)
    await admin.start()
    try:
        done = await admin.list_consumer_group_offsets(f"{toy.prefix}doorstep-toy")
    except GroupCoordinatorNotAvailableError:
        return NOT_KNOWN  # a broker that nobody ever asked for a group makes room for groups first
    finally:
        await admin.close()
    watcher = AdminClient({"bootstrap.servers": toy.bootstrap})
    ends = await asyncio.to_thread(_ends, watcher, toy.prefix + "loans")
    return sum(end - done[at].offset if at in done else end for at, end in ends.items())


def _ends(watcher: AdminClient, topic: str) -> dict[TopicPartition, int]:
    asked = {Place(topic, number): OffsetSpec.latest() for number in range(PARTITIONS)}
    return {
        TopicPartition(topic, place.partition): future.result(WAIT_S).offset
        for place, future in watcher.list_offsets(asked).items()
    }


async def test_whatever_librdkafka_sends_is_decided_on_or_set_aside_and_no_lag_stays(toy: ServiceRunner) -> None:
    toy.start()
    sent = await asyncio.to_thread(send_all, toy.bootstrap, toy.prefix + "loans")

    async def none_behind() -> bool:
        return await lag(toy) == 0

    await toy.until(none_behind)
    decided = {case for (case,) in await toy.rows("SELECT DISTINCT aggregate FROM history")}
    assert decided == sent.sound
    assert not decided & sent.aborted
    assert await toy.count("SELECT count(*) FROM history") == len(sent.sound), "each once"
    codes = await toy.rows("SELECT code, count(*) FROM dead_letters GROUP BY code")
    assert dict(codes) == sent.bad
    assert await toy.count("SELECT count(*) FROM parked") == 0


@campaign
async def test_what_kafka_removed_before_it_was_read_is_set_aside_as_a_row_that_stays(toy: ServiceRunner) -> None:
    topic = toy.prefix + "loans"
    producer = Producer({"bootstrap.servers": toy.bootstrap})

    def say(*cases: str) -> None:
        for case in cases:
            producer.produce(topic, encode(overdue(case)), case, partition=1)
        assert producer.flush(WAIT_S) == 0

    async def known(cases: int) -> bool:
        return await toy.count("SELECT count(*) FROM states") == cases and await lag(toy) == 0

    await asyncio.to_thread(say, "before-1", "before-2")
    before = toy.start()
    await toy.until(lambda: known(2))
    assert before.end() == 0
    await asyncio.to_thread(say, *(f"lost-{number}" for number in range(40)))
    remover = AdminClient({"bootstrap.servers": toy.bootstrap})
    (removed,) = (await asyncio.to_thread(remover.delete_records, [Place(topic, 1, 42)])).values()
    await asyncio.to_thread(removed.result, WAIT_S)
    await asyncio.to_thread(say, "after-1")
    toy.start()
    await toy.until(lambda: known(3))
    assert await toy.rows("SELECT topic, partition, position, code, detail FROM dead_letters") == [
        ("loans", 1, 2, "removed-unread", "offsets 2 to 41 were removed before they were read: up to 40 records")
    ]
