"""The `Ears` port on Kafka: where our partitions end now, and up to where each is decided on."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

from aiokafka import TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.runtime.hearing import PartitionProgress, TopicProgress
from shared.runtime.ports import Unavailable

from .consumer import KafkaLog
from .group import position
from .topic_questions import TopicQuestions

ANSWER_S = 5.0


class KafkaEars:
    """Of one member of a group. Its consumer may be another one by the time of an answer (see `consumer_liveness`)."""

    def __init__(self, log: KafkaLog, asked: TopicQuestions) -> None:
        self._log, self._asked = log, asked

    async def standing(self, topics: Collection[str]) -> TopicProgress:
        log = self._log
        consumer, prefix = log.consumer, log.prefix
        mine = [at for at in consumer.assignment() if at.topic.removeprefix(prefix) in topics]
        try:
            async with asyncio.timeout(ANSWER_S):
                ends = await self._asked.ends(mine) if mine else {}
        except (KafkaError, IllegalStateError, OSError, TimeoutError) as error:
            raise Unavailable(f"Kafka: {type(error).__name__}") from None
        if consumer is not log.consumer:
            return TopicProgress({}, ())
        places = []
        for at, end in ends.items():
            decided = _decided(log, at)
            if decided is not None:
                places.append(
                    PartitionProgress(
                        at.topic.removeprefix(prefix), at.partition, decided, max(end, _highwater(log, at))
                    )
                )
        known = {topic: consumer.partitions_for_topic(prefix + topic) for topic in topics}
        return TopicProgress({topic: len(parts) for topic, parts in known.items() if parts}, places)


def _decided(log: KafkaLog, at: TopicPartition) -> int | None:
    """The lowest offset in work, else what is read next. Where nobody reads yet: None."""
    if not any(lane.knows(at) for lane in log.lanes):
        return None
    place = position(log.consumer, at)
    lowest = [offset for lane in log.lanes if (offset := lane.lowest_open(at)) is not None]
    return min([place, *lowest]) if place is not None else None


def _highwater(log: KafkaLog, at: TopicPartition) -> int:
    """Where the newest answer said that the partition ends, with what transactions that are open keep from us: what
    lies behind them is published, and not to be read yet."""
    try:
        return log.consumer.highwater(at) or 0
    except IllegalStateError:
        return 0
