"""Looks, every few seconds, whether work gets done, and tells `Health`. Runs as a step, so its own trouble shows too.

Nothing here reads the wall clock: one that is set back must not put off the next look.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Sequence
from typing import Any, Protocol

from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.decision.figures import doing

from .causes import NotReadyCause
from .health import Health
from .kafka import group
from .kafka.topic_questions import TopicQuestions, TopicsStanding
from .loops import Step
from .metrics import gauge
from .outgoing import OF_THE_TOPIC, RefusedCount
from .ports import Unavailable
from .standstill import Standstill
from .trouble_words import KAFKA, in_words, kafka_words

LOOK_S = 3.0
FIRST_LOOKS_S = 0.2
ANSWER_S = 3.0
EVERY_READERS = 3
READER_S = 30.0
OUTBOX_S = 15.0
NAMED_MAX = 5
OF_A_TOPIC = {"topic-missing": "Kafka shows us no topic", "topic-denied": "Kafka lets us not write to"}
READING: tuple[NotReadyCause, ...] = ("topics", "group", "partitions", "reader")


class ReadinessSource(Protocol):
    """What is looked at. `outbox` is the first row that waits, or None, and how many do."""

    async def database(self) -> int:
        """How many cases are parked. Raises `Unavailable` when the database does not answer."""
        ...

    def reads(self) -> bool:
        """Does this process read at all, or has it left that to others?"""
        ...

    def consumer(self) -> Any: ...
    def outbox(self) -> tuple[object, int]: ...
    def refused(self) -> Sequence[RefusedCount]: ...
    def breaker(self) -> str: ...
    def pauses(self, topic: str) -> bool:
        """Is this topic, as it is called on this Kafka, left unread on purpose?"""
        ...


class Readiness:
    """`reads` and `writes` are topics, as they are called on this Kafka."""

    def __init__(
        self, health: Health, looked: ReadinessSource, asked: TopicQuestions, group_id: str, reads: Collection[str],
        writes: Collection[str] = (), monotonic: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self._health, self._looked, self._asked, self._monotonic = health, looked, asked, monotonic
        self._group_id, self._reads, self._writes = group_id, sorted(reads), sorted(writes)
        self._readers: Standstill[TopicPartition] = Standstill(READER_S)
        self._publishing: Standstill[str] = Standstill(OUTBOX_S)
        self._looks = 0

    @property
    def idle_s(self) -> float:
        """Until the next look: at first often, so that who waits for us to be ready need not wait for the look."""
        return LOOK_S if not self._health.problems or self._looks > READER_S / FIRST_LOOKS_S else FIRST_LOOKS_S

    def step(self) -> Step:
        return Step("readiness", self.look, while_held=True, pace=lambda: self.idle_s)

    async def look(self) -> int:
        self._looks += 1
        await self._at_database()
        if not self._looked.reads():
            for cause in READING:
                self._health.up(cause)
        elif await self._at_kafka():
            self._at_partitions()
            if self._looks % EVERY_READERS == 0:
                await self._at_readers()
        self._at_outbox()
        sentence = self._looked.breaker()
        self._say("breaker", sentence)
        gauge("breaker_open", int(bool(sentence)))
        return 0

    async def _at_database(self) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                self._health.facts["parked"] = await self._looked.database()
            self._health.up("database")
        except (Unavailable, TimeoutError) as error:
            self._health.down("database", in_words(str(error)) or "no answer")

    async def _at_kafka(self) -> bool:
        """Does it answer? And now and then, and while anything is wrong: how do our topics stand?"""
        standing: TopicsStanding | None = None
        try:
            async with asyncio.timeout(ANSWER_S):
                if self._looks % EVERY_READERS == 1 or self._health.problems:
                    standing = await self._asked.standing(self._reads, self._writes)
                else:
                    await self._asked.here()
            self._health.up("kafka")
        except (KafkaError, OSError, TimeoutError) as error:
            found = await self._asked.hindrance()
            self._health.down(
                "kafka", found.what if found else f"{KAFKA}{kafka_words(error)}", found.todo if found else ""
            )
            return False
        if standing is not None:
            self._at_topics(standing)
        return True

    def _at_topics(self, standing: TopicsStanding) -> None:
        if standing.missing:
            self._health.down("topics", f"{named(standing.missing)}: missing, or not ours to see")
        elif standing.refused is not None:
            self._health.down("topics", standing.refused.what, standing.refused.todo)
        else:
            self._health.up("topics")

    def _at_partitions(self) -> None:
        consumer, health = self._looked.consumer(), self._health
        owned = len(consumer.assignment())
        gauge("partitions_owned", owned)
        health.facts["partitions"] = owned
        refused = group.refusal(consumer)
        if refused:
            health.down("group", f"{self._group_id}: {refused}")
        elif owned or group.is_stable(consumer):
            health.up("group")
        if owned:
            health.up("partitions")
        elif group.is_stable(consumer):
            health.down("partitions", "the group is complete, and none of the partitions is ours")
        else:
            health.down("partitions", "the group has not given out its partitions yet")

    async def _at_readers(self) -> None:
        consumer = self._looked.consumer()
        mine = [at for at in consumer.assignment() if not self._looked.pauses(at.topic)]
        self._readers.keep(mine)
        if not mine:
            self._health.up("reader")
            return
        try:
            async with asyncio.timeout(ANSWER_S):
                ends = await self._asked.ends(mine)
        except (KafkaError, IllegalStateError, TimeoutError):
            return  # whether Kafka answers is looked at elsewhere
        now_s = self._monotonic()
        still: list[tuple[float, TopicPartition, int | None]] = []
        for at in mine:
            place = group.position(consumer, at)
            stood_s = self._readers.saw(at, place, waits=place is None or place < ends[at], now_s=now_s)
            if stood_s is not None:
                still.append((stood_s, at, place))
        if not still:
            self._health.up("reader")
            return
        stood_s, at, place = max(still, key=lambda one: one[0])
        where = f"{at.topic}, partition {at.partition}"
        if place is None:
            self._health.down("reader", f"{where}: no place to read from for {stood_s:.0f} s")
        elif (found := await self._asked.waits_at(at, place)) is not None:
            waits = ends[at] - place
            self._health.down("reader", f"{where}: at {place} for {stood_s:.0f} s, {waits} behind it{found}")
        else:
            # Only marks of transactions and records taken back are left, which nobody can read.
            self._readers.saw(at, place, waits=False, now_s=now_s)

    def _at_outbox(self) -> None:
        first, count = self._looked.outbox()
        stood_s = self._publishing.saw("outbox", first, waits=first is not None, now_s=self._monotonic())
        said = [f"{_waiting(count)}, the first for {stood_s:.0f} s"] if stood_s is not None else []
        # One bad row waits for a person, as a parked case does; a topic that takes none is a fault of ours or Kafka's.
        said += [
            f"{OF_A_TOPIC[each.code]} {each.topic}: {_waiting(each.count)}, and what their cases say after them"
            for each in self._looked.refused()
            if each.code in OF_THE_TOPIC
        ]
        self._say("outbox", "; ".join(said))

    def _say(self, cause: Any, sentence: str) -> None:
        if sentence:
            self._health.down(cause, sentence)
        else:
            self._health.up(cause)


def named(names: list[str]) -> str:
    """The first few of them, and how many more there are."""
    more = len(names) - NAMED_MAX
    return ", ".join(names[:NAMED_MAX]) + (f" and {more} more" if more > 0 else "")


def _waiting(count: int) -> str:
    return doing(count, "event", "waits", "wait")
