"""Which topics there are and where they end, asked on a connection of its own.

A broker answers what comes on one connection one after another, and a fetch for which there is nothing is answered only
after half a second: behind it every question of a reader with nothing to read waited that long.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.protocol.metadata import MetadataRequest

from shared.runtime.refusal import Hindrance, StartRefused

from .authorized import allowed
from .consumer_liveness import end, has_ended
from .readable import waits_at
from .refusals import hindered
from .shut_out import barred


def only_ask(made: AIOKafkaConsumer, at: Collection[TopicPartition]) -> None:
    """Makes these its own, and fetches nothing of them: for questions about offsets.

    Of topics that are not its own the client learns one by one, a tenth of a second each; and behind a fetch for which
    there is nothing a question waits half a second.
    """
    made.assign(list(at))
    made.pause(*at)


@dataclass(frozen=True, slots=True)
class TopicsStanding:
    """`missing`: not there, or not ours to see. `refused`: what we may not do with the others, if anything."""

    missing: list[str]
    refused: StartRefused | None


class TopicQuestions:
    """Nothing is open before the first question. Questions raise `KafkaError` and `OSError`."""

    def __init__(self, kafka: dict[str, Any]) -> None:
        self._kafka = kafka
        self._made = partial(AIOKafkaConsumer, **kafka, enable_auto_commit=False, isolation_level="read_committed")
        self._making = asyncio.Lock()
        self._consumer: AIOKafkaConsumer | None = None
        self.waits_at = partial(waits_at, kafka)

    async def ends(self, at: Collection[TopicPartition]) -> dict[TopicPartition, int]:
        """Where what can be read of these ends: before the first transaction that is open."""
        consumer = await self._asking()
        known = consumer.assignment()
        if not known.issuperset(at):
            only_ask(consumer, known.union(at))
        return dict(await consumer.end_offsets(at))

    async def here(self) -> None:
        """Does a broker answer? It tells of no topic, so on a large cluster too the answer is short."""
        client = (await self._asking())._client
        await client.send(client.get_random_node(), MetadataRequest([]))

    async def standing(self, reads: Collection[str], writes: Collection[str]) -> TopicsStanding:
        """Of these alone, in one question; brokers before 2.3 are asked for the names of all."""
        topics = {*reads, *writes}
        known = await allowed((await self._asking())._client, topics)
        there = {topic for topic, found in known.items() if not found.error_code} if known else await self._names()
        return TopicsStanding(sorted(topics - there), barred(known, reads, writes))

    async def hindrance(self) -> Hindrance | None:
        """Why no question is answered; None where a broker lets us in now."""
        return await hindered(self._kafka)

    async def _names(self) -> set[str]:
        return set(await (await self._asking()).topics())

    async def close(self) -> None:
        async with self._making:
            if self._consumer is not None:
                await end(self._consumer)
            self._consumer = None

    async def _asking(self) -> AIOKafkaConsumer:
        async with self._making:
            if self._consumer is not None and not has_ended(self._consumer):
                return self._consumer
            if self._consumer is not None:
                await end(self._consumer)
            made = self._consumer = self._made()
            await made.start()
            return made
