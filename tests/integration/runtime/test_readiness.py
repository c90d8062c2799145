"""What `/ready` says of a reader on a real Kafka, by a clock that the test moves."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.runtime import readiness
from shared.runtime.health import Health
from shared.runtime.kafka.topic_questions import TopicQuestions
from shared.runtime.outgoing import RefusedCount
from shared.runtime.ports import Unavailable
from shared.runtime.readiness import EVERY_READERS, OUTBOX_S, READER_S, Readiness
from shared.runtime.trouble_words import AWAY
from tests.made_topics import make_topics
from tests.polling import until


@dataclass
class ObservedReader:
    """A topic of one partition, a consumer of a group that has it and polls only when told to."""

    topic: str
    kafka: dict[str, Any]
    reader: AIOKafkaConsumer
    at_s: float = 1000.0
    parked: int = 0
    away: bool = False
    waiting: tuple[object, int] = (None, 0)
    open: str = ""
    not_taken: list[RefusedCount] = field(default_factory=list)
    health: Health = field(default_factory=lambda: Health("toy"))

    def __post_init__(self) -> None:
        named = {self.topic, f"{self.topic}-none"}
        self.asked = TopicQuestions(self.kafka)
        self.readiness = Readiness(self.health, self, self.asked, self.topic, named, (), lambda: self.at_s)

    async def database(self) -> int:
        if self.away:
            raise Unavailable("OperationalError")
        return self.parked

    def reads(self) -> bool:
        return True

    def consumer(self) -> AIOKafkaConsumer:
        return self.reader

    def outbox(self) -> tuple[object, int]:
        return self.waiting

    def refused(self) -> list[RefusedCount]:
        return self.not_taken

    def breaker(self) -> str:
        return self.open

    def pauses(self, topic: str) -> bool:
        return bool(self.open)

    async def looked(self, after_s: float = 0.0) -> dict[str, str]:
        """As many looks as it takes until every kind was made once."""
        self.at_s += after_s
        for _ in range(EVERY_READERS):
            await self.readiness.look()
        return {problem["cause"]: problem["sentence"] for problem in self.health.ready()[1]["problems"]}

    async def send(self, count: int, *, aborted: bool = False) -> None:
        more = {"transactional_id": self.topic} if aborted else {}
        producer = AIOKafkaProducer(**self.kafka, **more)
        await producer.start()
        if aborted:
            await producer.begin_transaction()
        for _ in range(count):
            await producer.send_and_wait(self.topic, b"value", partition=0)
        if aborted:
            await producer.abort_transaction()
        await producer.stop()

    async def close(self) -> None:
        await self.asked.close()
        await self.reader.stop()


async def joined(kafka: dict[str, Any], topic: str) -> AIOKafkaConsumer:
    """Where there is nothing to read it waits for a minute: nothing that is asked of Kafka may wait with it."""
    consumer = AIOKafkaConsumer(
        topic, **kafka, group_id=topic, enable_auto_commit=False, auto_offset_reset="earliest",
        isolation_level="read_committed", fetch_max_wait_ms=60_000, request_timeout_ms=90_000,
        heartbeat_interval_ms=100,
    )  # fmt: skip
    await consumer.start()
    return consumer


@pytest.fixture
async def observed(kafka_bootstrap: str, unique: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[ObservedReader]:
    # A broker that answers late because others use the machine too is none that is away; less than the reader waits.
    monkeypatch.setattr(readiness, "ANSWER_S", 45.0)
    kafka = {"bootstrap_servers": kafka_bootstrap}
    topic = f"read-{unique}"
    await make_topics(kafka_bootstrap, topic)
    made = ObservedReader(topic, kafka, await joined(kafka, topic))
    yield made
    await made.close()


async def test_a_reader_that_stands_still_before_records_is_told_and_one_that_moves_is_not(
    observed: ObservedReader,
) -> None:
    await observed.send(3)
    assert "reader" not in await observed.looked()
    told = await observed.looked(READER_S)
    assert told["reader"] == f"{observed.topic}, partition 0: at 0 for {READER_S:.0f} s, 3 behind it"
    assert await until(lambda: observed.reader.getmany(timeout_ms=1000, max_records=1))
    assert "reader" not in await observed.looked(1)
    assert "2 behind it" in (await observed.looked(READER_S))["reader"]


async def test_a_reader_that_waits_for_records_lets_no_question_wait(observed: ObservedReader) -> None:
    await observed.looked()
    assert "kafka" not in await observed.looked()


async def test_records_that_were_taken_back_are_nothing_to_read(observed: ObservedReader) -> None:
    await observed.send(3, aborted=True)
    await observed.looked()
    assert "reader" not in await observed.looked(READER_S)
    await observed.send(1)
    await observed.looked()
    assert "reader" in await observed.looked(READER_S)


async def test_a_breaker_that_is_open_is_the_cause_and_not_the_reader(observed: ObservedReader) -> None:
    await observed.send(1)
    observed.open = "60% of those of loans"
    await observed.looked()
    told = await observed.looked(READER_S)
    assert told["breaker"] == "60% of those of loans"
    assert "reader" not in told


async def test_missing_topics_parked_cases_and_an_outbox_that_stands_still_are_told(observed: ObservedReader) -> None:
    observed.parked, observed.waiting = 2, ("row-1", 7)
    told = await observed.looked()
    assert told == {"topics": f"{observed.topic}-none: missing, or not ours to see"}
    assert (await observed.looked(OUTBOX_S))["outbox"] == f"7 events wait, the first for {OUTBOX_S:.0f} s"
    observed.waiting = ("row-2", 6)
    assert "outbox" not in await observed.looked(OUTBOX_S)
    facts = observed.health.ready()[1]
    assert (facts["parked"], facts["partitions"]) == (2, 1)
    observed.away = True
    assert (await observed.looked())["database"] == AWAY


async def test_a_topic_that_takes_no_row_is_told_and_one_bad_row_waits_like_a_parked_case(
    observed: ObservedReader,
) -> None:
    observed.not_taken = [RefusedCount("texts", "too-large", 1)]
    assert "outbox" not in await observed.looked()
    observed.not_taken = [RefusedCount("texts", "topic-denied", 7)]
    said = (await observed.looked())["outbox"]
    assert said == "Kafka lets us not write to texts: 7 events wait, and what their cases say after them"


async def test_a_process_to_which_the_group_gives_nothing_is_not_ready(observed: ObservedReader) -> None:
    other = ObservedReader(observed.topic, observed.kafka, await joined(observed.kafka, observed.topic))
    try:
        # Either of the two has the partition in the end; the other is told apart from one that is still joining.
        while len(observed.reader.assignment()) + len(other.reader.assignment()) != 1:
            await observed.reader.getmany(timeout_ms=50)
            await other.reader.getmany(timeout_ms=50)
        spare = other if observed.reader.assignment() else observed
        assert (await spare.looked())["partitions"] == "the group is complete, and none of the partitions is ours"
    finally:
        await other.close()
