"""Hands events to Kafka as a bank's systems do, and writes down what was acknowledged.

With gremlins, some records go twice and some are poison (see `poison`); without them every event goes once. In rough
weather there are as many producers as codecs, each key with its own, and some records have timestamps that no calendar
knows.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any, Protocol
from zlib import crc32

from aiokafka import AIOKafkaProducer

from services.sandbox.agenda import Agenda
from services.sandbox.journal import Journal
from services.sandbox.poison import Poison, poison
from services.sandbox.retry import retry
from services.sandbox.weather import FAIR, Weather
from shared.contracts.codec import encode, headers
from shared.contracts.envelope import Event
from shared.runtime.ports import Clock

TWICE_SHARE, POISON_SHARE = 0.10, 0.01
ECHO_AFTER = timedelta(hours=2)
REQUEST_BYTES_MAX = 16 << 20
ODD_TIMESTAMPS_MS = (0, 1, 1_800_000_000_000_000, 253_402_300_800_000, 1 << 62)
"""The epoch, microseconds taken for milliseconds, the year 10000, and nearly the largest number there is."""


class Publisher(Protocol):
    """Where the bank, the staff system and the crew app put what they have to say."""

    async def send(self, event: Event, case: str | None) -> None: ...


class Outbound:
    """`in_flight` counts records that the broker has not acknowledged yet."""

    def __init__(
        self,
        connection: dict[str, Any],
        journal: Journal,
        agenda: Agenda,
        clock: Clock,
        *,
        gremlins: bool,
        seed: str,
        prefix: str,
        weather: Weather = FAIR,
    ) -> None:
        self._producers = [
            AIOKafkaProducer(
                **connection, enable_idempotence=True, acks="all", max_request_size=REQUEST_BYTES_MAX, linger_ms=2,
                compression_type=codec,
            )
            for codec in weather.codecs
        ]  # fmt: skip
        self._odd_share, self._odd = weather.odd_timestamps, Random(f"{seed}/timestamps")
        self._journal, self._agenda, self._clock, self._prefix = journal, agenda, clock, prefix
        self._gremlins = Random(f"{seed}/gremlins") if gremlins else None
        self._poisoned = 0
        self._oversized = 0
        self._template: Event | None = None
        self._acks: set[asyncio.Task[None]] = set()

    @property
    def in_flight(self) -> int:
        return len(self._acks)

    async def start(self) -> None:
        await asyncio.gather(*(producer.start() for producer in self._producers))

    async def stop(self) -> None:
        """Returns when everything is acknowledged. Raises when something was not."""
        await asyncio.gather(*self._acks)
        await asyncio.gather(*(producer.stop() for producer in self._producers))

    async def send(self, event: Event, case: str | None) -> None:
        value, key = encode(event), event.subject.encode()
        twice = self._gremlins is not None and self._gremlins.random() < TWICE_SHARE
        told = {"topic": event.topic, "key": event.subject, "id": event.id, "type": event.type, "case": case}
        await self._put(event.topic, key, value, headers(event), {**told, "copies": 1 + twice, "poison": None})
        if self._gremlins is None:
            return
        if event.topic == "loans" and event.type.startswith("doorstep.loan.overdue"):
            self._template = event
        if twice and self._gremlins.random() < 0.5:
            await self._put(event.topic, key, value, headers(event), None)
        elif twice:
            again = partial(self._put, event.topic, key, value, headers(event), None)
            self._agenda.at(self._clock.now() + ECHO_AFTER, lambda _at: again())
        if self._gremlins.random() < POISON_SHARE and self._template is not None:
            await self._slip_in(event.topic, self._template)

    async def spoil(self, event: Event) -> None:
        """Send it in such a way that nobody can read it, under the key of a case that everybody knows."""
        self._poisoned += 1
        value = json.loads(encode(event)) | {"time": event.time.replace(tzinfo=None).isoformat()}
        told = {"topic": event.topic, "key": event.subject, "id": event.id, "type": None, "case": None}
        await self._put(
            event.topic, event.subject.encode(), json.dumps(value).encode(), [],
            {**told, "copies": 1, "poison": "schema", "flavour": "naive-time"},
        )  # fmt: skip

    async def poison(self, overdue: Event) -> str:
        """Send a record that is no event, made from a sound one, to the same topic; what was done to it."""
        return await self._slip_in(overdue.topic, overdue)

    async def _slip_in(self, topic: str, template: Event) -> str:
        self._poisoned += 1
        made: Poison = poison(self._poisoned, template, topic, self._clock.now(), big=self._oversized < 2)
        self._oversized += made.flavour == "oversized"
        told = {"topic": topic, "key": made.key, "id": made.id, "type": None, "case": None}
        await self._put(
            topic,
            made.key.encode(),
            made.value,
            [],
            {**told, "copies": 1, "poison": made.expected, "flavour": made.flavour},
        )
        return made.flavour

    async def _put(
        self, topic: str, key: bytes, value: bytes | None, heads: list[tuple[str, bytes]], told: dict[str, Any] | None
    ) -> None:
        producer = self._producers[crc32(key) % len(self._producers)]
        odd = self._odd.random() < self._odd_share
        send = partial(
            producer.send, self._prefix + topic, value, key, headers=heads,
            timestamp_ms=self._odd.choice(ODD_TIMESTAMPS_MS) if odd else None,
        )  # fmt: skip
        # A broker that is slow to name its leaders takes nothing yet, so nothing is sent twice by asking again.
        sent = await retry(send)

        async def again() -> Any:
            """The first time wait for what was sent, in the order it was sent; after an outage send it anew."""
            nonlocal sent
            waiting, sent = sent, None
            return await (waiting if waiting is not None else await send())

        ack = asyncio.create_task(self._acknowledged(again, told))
        self._acks.add(ack)
        ack.add_done_callback(self._acks.discard)

    async def _acknowledged(self, attempt: Callable[[], Awaitable[Any]], told: dict[str, Any] | None) -> None:
        place = await retry(attempt)
        if told is not None:
            self._journal.write("sent", **told, partition=place.partition, offset=place.offset)
